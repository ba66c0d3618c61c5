"""What a person is told, and a second pressing for the same limit."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0009_cadence_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "新交办"),
                            ("due_soon", "即将到期"),
                            ("overdue", "已逾期"),
                            ("study", "提请专题研究"),
                            ("returned", "退回重办"),
                            ("replied", "已答复待审核"),
                            ("digest", "其余提醒汇总"),
                        ],
                        max_length=10,
                        verbose_name="提醒",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="事项")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="件数")),
                ("day", models.DateField(verbose_name="日期")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("read_at", models.DateTimeField(null=True, verbose_name="已读时间")),
            ],
            options={
                "verbose_name": "提醒",
                "verbose_name_plural": "提醒",
            },
        ),
        migrations.RemoveConstraint(
            model_name="supervision",
            name="ticket_pressed_once_a_limit",
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(
                fields=("ticket", "round", "clock_kind", "clock_due_at", "kind", "level"),
                name="ticket_pressed_once_a_limit",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="ticket",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="services.ticket",
                verbose_name="工单",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="收件人",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["user", "-at", "-id"], name="notice_newest_first"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)),
                fields=["user"],
                name="notice_unread_of_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "digest"), ("ticket__isnull", True)),
                    models.Q(
                        ("count", 1),
                        (
                            "kind__in",
                            ["assigned", "due_soon", "overdue", "study", "returned", "replied"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="notice_tells_of_one_ticket_or_counts_many",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ticket__isnull", True)),
                fields=("user", "day"),
                name="notice_one_digest_a_day",
            ),
        ),
    ]
