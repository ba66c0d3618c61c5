"""Everybody sees his own work and orders work in his own name only."""

from django.db import migrations

from wuhan_smes import policies

MINE = f"actor_id = {policies.ACTOR}"
SCHEDULE = (
    "clockedschedule",
    "crontabschedule",
    "intervalschedule",
    "periodictask",
    "periodictasks",
    "solarschedule",
)


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_tables"),
        ("accounts", "0002_walls"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]

    operations = [
        policies.guarded_table("jobs_job", read=MINE, write=MINE),
        migrations.RunSQL(
            [
                # A reader of the whole city still orders exports.
                f"CREATE POLICY reader_orders ON jobs_job TO r_city_read USING ({MINE})",
                "GRANT INSERT, UPDATE ON jobs_job TO r_city_read",
                # Work without an actor runs as the product itself: nobody else may order it.
                f"""CREATE POLICY own_name ON jobs_job AS RESTRICTIVE FOR INSERT TO r_city
                    WITH CHECK (actor_id IS NOT DISTINCT FROM {policies.ACTOR})""",
            ],
            ["DROP POLICY own_name ON jobs_job", "DROP POLICY reader_orders ON jobs_job"],
        ),
        # The scheduler keeps its own tables; nobody's data is in them.
        *(
            policies.internal_table(f"django_celery_beat_{name}", logins="app_worker")
            for name in SCHEDULE
        ),
    ]
