"""When a password was set, and those before it; ages begin with this migration."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from wuhan_smes import policies

TABLE = "accounts_formerpassword"
OWN = f"user_id = {policies.ACTOR}"
WRITABLE = policies.ids("write_jurisdictions")
OF_WRITABLE_USER = (
    f"user_id IN (SELECT id FROM accounts_user WHERE jurisdiction_id = ANY({WRITABLE}))"  # noqa: S608 - constants
)
MINE_TO_CHANGE = f"{OWN} OR {OF_WRITABLE_USER}"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_token_scopes"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_set_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="密码设置时间"
            ),
        ),
        migrations.CreateModel(
            name="FormerPassword",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="密码（摘要）")),
                ("replaced_at", models.DateTimeField(verbose_name="更换时间")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "用过的密码",
                "verbose_name_plural": "用过的密码",
                "indexes": [
                    models.Index(fields=["user", "-replaced_at"], name="former_password_by_user")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("password", ""), _negated=True),
                        name="former_password_is_known",
                    )
                ],
            },
            managers=[
                ("scoped", models.manager.Manager()),
            ],
        ),
        policies.guarded_table(TABLE, read=MINE_TO_CHANGE, write=MINE_TO_CHANGE),
        policies.deletable(TABLE),
        migrations.RunSQL(
            [
                f"GRANT SELECT, INSERT, DELETE ON {TABLE} TO r_city_read",
                f"ALTER POLICY city_read ON {TABLE} USING ({OWN})",
                f"CREATE POLICY own_passwords ON {TABLE} TO r_city_read USING ({OWN})",
            ],
            [
                f"DROP POLICY own_passwords ON {TABLE}",
                f"ALTER POLICY city_read ON {TABLE} USING (true)",
                f"REVOKE INSERT, DELETE ON {TABLE} FROM r_city_read",
            ],
        ),
    ]
