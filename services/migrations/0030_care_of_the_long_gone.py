"""Care for enterprises that were gone before their leaving ended it ends now, on the same day.

What 0016 does from now on whenever an enterprise is struck off or leaves the city is done here
once for those that went earlier. Merged ones are left out as there: their care went along.
"""

from django.db import migrations

LONG_GONE = """
WITH gone AS (
    SELECT a.id, least(coalesce((
               SELECT upper(s.during) FROM enterprises_jurisdictionstay s
                WHERE s.enterprise_id = e.id AND s.superseded_at IS NULL
                ORDER BY lower(s.during) DESC LIMIT 1), now()::date), now()::date) AS since,
           CASE e.status WHEN 'deregistered' THEN '企业已注销' ELSE '企业迁出本市' END AS why
      FROM services_assignment a JOIN enterprises_enterprise e ON e.id = a.enterprise_id
     WHERE e.status IN ('deregistered', 'moved_out') AND a.voided_at IS NULL
       AND (upper_inf(a.during) OR upper(a.during) > now()::date)
)
UPDATE services_assignment a
   SET during = CASE WHEN lower(a.during) < g.since THEN daterange(lower(a.during), g.since)
                     ELSE a.during END,
       voided_at = CASE WHEN lower(a.during) < g.since THEN NULL ELSE now() END,
       end_reason = g.why, version = a.version + 1
  FROM gone g WHERE g.id = a.id
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0029_study_limit"), ("enterprises", "0030_evidence")]

    operations = [
        migrations.RunSQL(
            ["SET LOCAL ROLE app_definer", LONG_GONE, "SET LOCAL ROLE NONE"],
            migrations.RunSQL.noop,
        ),
    ]
