"""A report belongs to the unit it speaks for; what it said is never changed by anybody."""

from django.db import migrations

from wuhan_smes import policies

TABLE = "reporting_reportrun"
MINE = f"actor_id = {policies.ACTOR}"
READ = f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
WRITE = f"{READ} AND ({MINE} OR jurisdiction_id = ANY({policies.ids('write_jurisdictions')}))"
# Two at once take turns, so that no number is given twice and none is left out.
NEXT = """
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('reporting_reportrun'), of_year);
    RETURN (SELECT coalesce(max(ordinal), 0) + 1 FROM public.reporting_reportrun
             WHERE year = of_year);
END
"""
# Told only to who holds the file: its fingerprint opens the answer.
BEARING = """
BEGIN
    RETURN QUERY
    SELECT r.title::text, j.name::text, r.version::int, r.finished_at, r.sealed_at, r.sha256::text,
           CASE WHEN r.sha256 = digest THEN 'canonical' ELSE p.key END,
           pg_catalog.encode(pg_catalog.sha256(r.body), 'hex') = r.sha256
      FROM public.reporting_reportrun r
      JOIN public.accounts_jurisdiction j ON j.id = r.jurisdiction_id
      LEFT JOIN LATERAL pg_catalog.jsonb_each_text(r.prints) p ON p.value = digest
     WHERE r.year = of_year AND r.ordinal = of_ordinal
       AND (r.sha256 = digest OR p.key IS NOT NULL)
     LIMIT 1;
END
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_report_runs"), ("accounts", "0002_walls")]

    operations = [
        policies.guarded_table(TABLE, read=READ, write=WRITE),
        policies.append_only(
            TABLE,
            once=(
                *("job_id", "finished_at", "row_count", "body", "sha256", "prints"),
                *("sealed_at", "sealed_by_name"),
            ),
        ),
        migrations.RunSQL(
            [
                # A reader of the whole city still has reports made.
                f"CREATE POLICY reader_reports ON {TABLE} TO r_city_read USING ({MINE})",
                f"GRANT INSERT, UPDATE ON {TABLE} TO r_city_read",
                f"""ALTER TABLE {TABLE} ADD CONSTRAINT report_run_is_what_it_hashes_to
                    CHECK (sha256 = encode(sha256(body), 'hex'))""",
                # Read seldom, and then as a whole.
                f"ALTER TABLE {TABLE} ALTER COLUMN body SET STORAGE EXTERNAL",
            ],
            [
                f"ALTER TABLE {TABLE} ALTER COLUMN body SET STORAGE EXTENDED",
                f"ALTER TABLE {TABLE} DROP CONSTRAINT report_run_is_what_it_hashes_to",
                f"DROP POLICY reader_reports ON {TABLE}",
            ],
        ),
        policies.definer_function(
            "report_next_ordinal(of_year integer)", NEXT, returns="integer", volatile=True
        ),
        policies.definer_function(
            "report_bearing(of_year integer, of_ordinal integer, digest text)",
            BEARING,
            returns="TABLE (title text, unit text, version int, made_at timestamptz,"
            " sealed_at timestamptz, sha256 text, matches text, is_intact boolean)",
        ),
    ]
