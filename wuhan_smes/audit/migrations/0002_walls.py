"""Everybody adds to the trail, few read it, nobody changes it."""

from django.db import migrations

from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_tables")]

    operations = [
        policies.guarded_table(
            "audit_auditevent",
            read=f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
            f" OR actor_id = {policies.ACTOR}",
            write="true",
        ),
        migrations.RunSQL(
            [
                # A known reader still adds: an export or a sign-in leaves its entry.
                (
                    "CREATE POLICY reader_adds ON audit_auditevent FOR INSERT TO r_city_read, app_web, app_worker"
                    " WITH CHECK (true)"
                ),
                "GRANT INSERT ON audit_auditevent TO r_city_read, app_web, app_worker",
                "REVOKE UPDATE ON audit_auditevent FROM r_scoped, r_city",
                # Below the oldest running writer nothing can appear any more: the sealer's cut.
                "ALTER TABLE audit_auditevent ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()",
            ],
            [
                "ALTER TABLE audit_auditevent DROP COLUMN xid",
                "DROP POLICY reader_adds ON audit_auditevent",
            ],
        ),
        policies.append_only("audit_auditevent"),
    ]
