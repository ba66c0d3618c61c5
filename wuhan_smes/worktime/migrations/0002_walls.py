"""One calendar for everybody; whatever changes it changes its stamp."""

from django.db import migrations

from wuhan_smes import policies

TABLES = ("worktime_calendaryear", "worktime_workdayexception")


class Migration(migrations.Migration):
    dependencies = [("worktime", "0001_tables"), ("accounts", "0002_walls")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO worktime_calendarstamp (id, stamp) VALUES (1, gen_random_uuid())",
            "DELETE FROM worktime_calendarstamp",
        ),
        *(policies.reference_table(table) for table in (*TABLES, "worktime_calendarstamp")),
        policies.deletable("worktime_workdayexception"),
        migrations.RunSQL(
            [
                """CREATE FUNCTION worktime_stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    UPDATE worktime_calendarstamp SET stamp = gen_random_uuid();
                    RETURN NULL;
                    END $$""",
                *(
                    f"""CREATE TRIGGER stamped AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
                        ON {table} FOR EACH STATEMENT EXECUTE FUNCTION worktime_stamp()"""
                    for table in TABLES
                ),
            ],
            [
                *(f"DROP TRIGGER stamped ON {table}" for table in TABLES),
                "DROP FUNCTION worktime_stamp()",
            ],
        ),
    ]
