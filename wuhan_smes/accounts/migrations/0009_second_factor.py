"""A second factor is its owner's; it is asked for before anybody is known."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from wuhan_smes import policies

TABLE = "accounts_secondfactor"
OWN = f"user_id = {policies.ACTOR}"
WRITABLE = policies.ids("write_jurisdictions")
OF_WRITABLE_USER = (
    f"user_id IN (SELECT id FROM accounts_user WHERE jurisdiction_id = ANY({WRITABLE}))"  # noqa: S608 - constants
)
MINE_TO_CHANGE = f"{OWN} OR {OF_WRITABLE_USER}"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_own_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="factor",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
                ("secret", models.TextField(verbose_name="密钥（加密）")),
                ("begun_at", models.DateTimeField(verbose_name="开始设置")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="启用时间")),
                ("last_counter", models.BigIntegerField(default=0, verbose_name="最近一次的步数")),
                (
                    "recovery",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64),
                        default=list,
                        size=None,
                        verbose_name="恢复码（摘要）",
                    ),
                ),
                ("wrong", models.PositiveSmallIntegerField(default=0, verbose_name="连续输错")),
                ("locked_until", models.DateTimeField(null=True, verbose_name="锁定至")),
            ],
            options={
                "verbose_name": "两步验证",
                "verbose_name_plural": "两步验证",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(confirmed_at__isnull=False) | Q(recovery=[]),
                        name="factor_recovers_once_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=Q(recovery__len__lte=10),
                        name="factor_has_ten_recovery_codes_at_most",
                    ),
                ],
            },
            managers=[
                ("scoped", models.manager.Manager()),
            ],
        ),
        policies.guarded_table(TABLE, read=MINE_TO_CHANGE, write=MINE_TO_CHANGE),
        policies.login_table(TABLE),
        migrations.RunSQL(
            [
                f"CREATE POLICY sign_in ON {TABLE} TO {policies.LOGINS} USING (true) WITH CHECK (true)",
                f"ALTER POLICY city_read ON {TABLE} USING ({OWN})",
                f"CREATE POLICY own_factor ON {TABLE} TO r_city_read USING ({OWN})",
            ],
            [
                f"DROP POLICY own_factor ON {TABLE}",
                f"ALTER POLICY city_read ON {TABLE} USING (true)",
                f"DROP POLICY sign_in ON {TABLE}",
            ],
        ),
    ]
