"""Links that an enterprise acts by, and the addresses that were guessed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("files", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkMiss",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.GenericIPAddressField(verbose_name="地址")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "无效链接访问",
                "verbose_name_plural": "无效链接访问",
                "indexes": [
                    models.Index(fields=["address", "at"], name="link_misses_of_an_address")
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.SlugField(db_index=False, max_length=40, verbose_name="用途")),
                ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                ("number", models.CharField(max_length=60, verbose_name="编号")),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                ("promise", models.TextField(blank=True, verbose_name="承诺书")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="密钥摘要")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="验证手机")),
                (
                    "code_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="验证码摘要"),
                ),
                ("code_until", models.DateTimeField(null=True, verbose_name="验证码有效至")),
                (
                    "code_tries",
                    models.PositiveSmallIntegerField(default=0, verbose_name="验证码错误次数"),
                ),
                ("issued_at", models.DateTimeField(verbose_name="发出时间")),
                ("issued_by_id", models.BigIntegerField(null=True, verbose_name="发出人编号")),
                ("issued_by_name", models.CharField(max_length=150, verbose_name="发出人")),
                ("expires_at", models.DateTimeField(verbose_name="有效至")),
                ("used_at", models.DateTimeField(null=True, verbose_name="使用时间")),
                ("signed_name", models.CharField(blank=True, max_length=60, verbose_name="承诺人")),
                ("proxy_name", models.CharField(blank=True, max_length=150, verbose_name="代填人")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                (
                    "revoked_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="作废原因"),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="管理单位",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="签字扫描件",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.servicestation",
                        verbose_name="服务站",
                    ),
                ),
            ],
            options={
                "verbose_name": "企业办理链接",
                "verbose_name_plural": "企业办理链接",
                "indexes": [
                    models.Index(fields=["purpose", "object_id", "-id"], name="link_of_object"),
                    models.Index(fields=["jurisdiction", "-id"], name="link_by_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="link_keeps_only_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("issued_at"))),
                        name="link_expires_after_it_was_issued",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"
                        ),
                        name="link_is_used_or_revoked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_reason", "")),
                            models.Q(
                                ("revoked_at__isnull", False),
                                models.Q(("revoked_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="link_revoked_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proxy_name", ""), ("scan__isnull", True)),
                            models.Q(
                                models.Q(("proxy_name", ""), _negated=True),
                                ("scan__isnull", False),
                                ("used_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="link_used_by_proxy_with_a_scan",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True), ("used_at__isnull", True)),
                        fields=("purpose", "object_id"),
                        name="link_open_once_a_thing",
                    ),
                ],
            },
        ),
    ]
