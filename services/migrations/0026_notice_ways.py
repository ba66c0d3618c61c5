"""How a person is told outside of the product, by his own choice."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0025_words_searched"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeWay",
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
                        choices=[("email", "电子邮件"), ("webhook", "消息平台")],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("is_on", models.BooleanField(default=False, verbose_name="启用")),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("daily", "每天一次（8:30）"),
                            ("hourly", "每小时一次（8:30 至 18:30）"),
                        ],
                        default="daily",
                        max_length=10,
                        verbose_name="频次",
                    ),
                ),
                ("told_up_to", models.BigIntegerField(default=0, verbose_name="已通知至")),
                ("next_at", models.DateTimeField(null=True, verbose_name="下次发送时间")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="失败次数")),
                ("tried_at", models.DateTimeField(null=True, verbose_name="上次发送时间")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="上次结果")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收件人",
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒方式",
                "verbose_name_plural": "提醒方式",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_on", True)),
                        fields=["next_at"],
                        name="notice_way_next",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind"), name="notice_way_once_a_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["email", "webhook"]), ("rhythm__in", ["daily", "hourly"])
                        ),
                        name="notice_way_and_rhythm_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_on", True), ("next_at__isnull", False)),
                            models.Q(("is_on", False), ("next_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="notice_way_has_a_next_time_while_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address", ""), ("is_on", True), ("kind", "email"), _negated=True
                        ),
                        name="notice_way_by_mail_has_an_address",
                    ),
                ],
            },
        ),
    ]
