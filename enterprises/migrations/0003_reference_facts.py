import django.contrib.postgres.fields
from django.db import migrations, models

from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="SizeThreshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.PositiveSmallIntegerField(unique=True, verbose_name="序号")),
                ("category", models.CharField(max_length=30, verbose_name="行业")),
                (
                    "prefixes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        size=None,
                        verbose_name="行业代码前缀",
                    ),
                ),
                (
                    "staff_small",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="小型从业人员"),
                ),
                (
                    "staff_medium",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="中型从业人员"),
                ),
                (
                    "staff_large",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="大型从业人员"),
                ),
                (
                    "revenue_small",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="小型营业收入"),
                ),
                (
                    "revenue_medium",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="中型营业收入"),
                ),
                (
                    "revenue_large",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="大型营业收入"),
                ),
                (
                    "assets_small",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="小型资产总额"),
                ),
                (
                    "assets_medium",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="中型资产总额"),
                ),
                (
                    "assets_large",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="大型资产总额"),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
            ],
            options={
                "verbose_name": "企业划型标准",
                "verbose_name_plural": "企业划型标准",
            },
        ),
        migrations.AlterField(
            model_name="industrychain",
            name="valid_from",
            field=models.DateField(
                blank=True, help_text="空：所依据的文件尚未施行", null=True, verbose_name="启用日期"
            ),
        ),
        migrations.AlterField(
            model_name="reportedfigure",
            name="stated_on",
            field=models.DateField(blank=True, null=True, verbose_name="公布日期"),
        ),
        migrations.AddConstraint(
            model_name="reportedfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("as_of__isnull", False), ("stated_on__isnull", False), _connector="OR"
                ),
                name="figure_has_a_date",
                violation_error_message="须写明统计截止日，不知道的写公布日期",
            ),
        ),
        migrations.AddConstraint(
            model_name="sizethreshold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("staff_large__isnull", True),
                        ("staff_medium__isnull", True),
                        ("staff_small__isnull", True),
                    ),
                    models.Q(
                        ("staff_large__isnull", False),
                        ("staff_medium__isnull", False),
                        ("staff_medium__lt", models.F("staff_large")),
                        ("staff_small__isnull", False),
                        ("staff_small__lt", models.F("staff_medium")),
                    ),
                    _connector="OR",
                ),
                name="threshold_staff_floors_rise",
            ),
        ),
        migrations.AddConstraint(
            model_name="sizethreshold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("revenue_large__isnull", True),
                        ("revenue_medium__isnull", True),
                        ("revenue_small__isnull", True),
                    ),
                    models.Q(
                        ("revenue_large__isnull", False),
                        ("revenue_medium__isnull", False),
                        ("revenue_medium__lt", models.F("revenue_large")),
                        ("revenue_small__isnull", False),
                        ("revenue_small__lt", models.F("revenue_medium")),
                    ),
                    _connector="OR",
                ),
                name="threshold_revenue_floors_rise",
            ),
        ),
        migrations.AddConstraint(
            model_name="sizethreshold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("assets_large__isnull", True),
                        ("assets_medium__isnull", True),
                        ("assets_small__isnull", True),
                    ),
                    models.Q(
                        ("assets_large__isnull", False),
                        ("assets_medium__isnull", False),
                        ("assets_medium__lt", models.F("assets_large")),
                        ("assets_small__isnull", False),
                        ("assets_small__lt", models.F("assets_medium")),
                    ),
                    _connector="OR",
                ),
                name="threshold_assets_floors_rise",
            ),
        ),
        policies.reference_table("enterprises_sizethreshold"),
    ]
