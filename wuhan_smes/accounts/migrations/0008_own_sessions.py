"""Sessions know whose they are. Those opened before end: everybody signs in once more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from wuhan_smes import policies

TABLE = "accounts_session"
OWN = f"user_id = {policies.ACTOR}"
WRITABLE = policies.ids("write_jurisdictions")
OF_WRITABLE_USER = (
    f"user_id IN (SELECT id FROM accounts_user WHERE jurisdiction_id = ANY({WRITABLE}))"  # noqa: S608 - constants
)
MINE_TO_END = f"{OWN} OR {OF_WRITABLE_USER}"
EVERYBODY = f"{policies.LOGINS}, {policies.EVERY_ROLE}"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_bound_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="session key",
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "handle",
                    models.UUIDField(editable=False, unique=True, verbose_name="编号"),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="登录时间")),
                ("seen_at", models.DateTimeField(null=True, verbose_name="最近使用")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="登录地址")),
                ("agent", models.CharField(blank=True, max_length=300, verbose_name="浏览器")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "登录",
                "verbose_name_plural": "登录",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(started_at__isnull=True) | Q(seen_at__gte=F("started_at")),
                        name="session_is_seen_after_it_starts",
                    ),
                ],
            },
            managers=[
                ("scoped", models.manager.Manager()),
            ],
        ),
        policies.guarded_table(TABLE, read=MINE_TO_END, write=MINE_TO_END),
        policies.login_table(TABLE),
        migrations.RunSQL(
            [
                f"CREATE POLICY sign_in ON {TABLE} TO {policies.LOGINS} USING (true) WITH CHECK (true)",
                # Whoever reads the whole city reads nobody's sessions, and ends his own.
                f"ALTER POLICY city_read ON {TABLE} USING ({OWN})",
                f"CREATE POLICY own_sessions ON {TABLE} TO r_city_read USING ({OWN})",
                "DELETE FROM django_session",
                f"REVOKE ALL ON django_session FROM {EVERYBODY}",
            ],
            [
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO {EVERYBODY}",
                f"DROP POLICY own_sessions ON {TABLE}",
                f"ALTER POLICY city_read ON {TABLE} USING (true)",
                f"DROP POLICY sign_in ON {TABLE}",
            ],
        ),
    ]
