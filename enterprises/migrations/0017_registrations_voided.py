"""An enterprise registered by mistake keeps its row, gives its code back and is on no list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0016_counts_in_one_pass"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="enterprise",
            name="enterprise_without_uscc_is_a_team",
        ),
        migrations.RemoveConstraint(
            model_name="enterprise",
            name="enterprise_status_known",
        ),
        migrations.AlterField(
            model_name="enterprise",
            name="status",
            field=models.CharField(
                choices=[
                    ("active", "在营"),
                    ("moved_out", "迁出本市"),
                    ("deregistered", "已注销"),
                    ("merged", "已合并"),
                    ("voided", "登记已撤销"),
                ],
                default="active",
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "team"), ("uscc__isnull", False), ("status", "voided"), _connector="OR"
                ),
                name="enterprise_without_uscc_is_a_team",
                violation_error_message="除团队外，统一社会信用代码必填",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["active", "moved_out", "deregistered", "merged", "voided"])
                ),
                name="enterprise_status_known",
            ),
        ),
    ]
