"""Everybody takes files out in his own name; who reads the trail of a unit sees its people's."""

from django.db import migrations

from wuhan_smes import policies

MINE = f"actor_id = {policies.ACTOR}"
UNITS = f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
# Two at once take turns, so that no number is given twice and none is left out.
NEXT = """
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('reporting_export'), of_year);
    RETURN (SELECT coalesce(max(ordinal), 0) + 1 FROM public.reporting_export
             WHERE year = of_year);
END
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_tables"), ("accounts", "0002_walls")]

    operations = [
        policies.guarded_table("reporting_export", read=f"{UNITS} OR {MINE}", write=MINE),
        migrations.RunSQL(
            [
                # A reader of the whole city still takes files out.
                f"CREATE POLICY reader_exports ON reporting_export TO r_city_read USING ({MINE})",
                "GRANT INSERT, UPDATE ON reporting_export TO r_city_read",
                # What was taken out, by whom and by which filter is never rewritten.
                "REVOKE UPDATE ON reporting_export FROM r_scoped, r_city, r_city_read",
                """GRANT UPDATE (job_id, stored_id, state, row_count, size, sha256, finished_at,
                   expires_at) ON reporting_export TO r_scoped, r_city, r_city_read""",
            ],
            [
                "GRANT UPDATE ON reporting_export TO r_scoped, r_city",
                "DROP POLICY reader_exports ON reporting_export",
            ],
        ),
        policies.definer_function(
            "export_next_ordinal(of_year integer)", NEXT, returns="integer", volatile=True
        ),
    ]
