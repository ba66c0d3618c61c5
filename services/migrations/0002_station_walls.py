"""Stations, people and care: who sees and changes them, and what a move of an enterprise ends."""

from django.db import migrations

from wuhan_smes import policies

READ = f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
WRITE = f"jurisdiction_id = ANY({policies.ids('write_jurisdictions')})"
MINE = f"station_id = ANY({policies.ids('read_stations')})"
EVENTS = f"SELECT id FROM services_serviceevent WHERE {MINE}"  # noqa: S608 - constants
AT_STATION = f"{READ} OR {MINE}"
ATTENDANCE = "services_eventattendance"
STATION = "accounts_servicestation"
STATIONED = (
    "services_stationprofile",
    "services_specialist",
    "services_assignment",
    "services_serviceevent",
)
SAME_SPECIALIST = "services_assignment_same_specialist_unit"

# The receiving unit neither sees nor ends what the giving one arranged, yet the enterprise must be
# free to be taken up there. Care that would only have begun is void instead of ended.
LEAVE = """
DECLARE
    today date := (NEW.updated_at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    UPDATE public.services_assignment
       SET during = CASE WHEN lower(during) < today THEN daterange(lower(during), today)
                         ELSE during END,
           voided_at = CASE WHEN lower(during) < today THEN NULL ELSE NEW.updated_at END,
           end_reason = '企业迁往其他管理单位', version = version + 1
     WHERE enterprise_id = NEW.id AND jurisdiction_id = OLD.jurisdiction_id
       AND voided_at IS NULL AND (upper_inf(during) OR upper(during) > today);
    RETURN NULL;
END
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0001_stations"), ("enterprises", "0002_walls")]

    operations = [
        *(policies.guarded_table(table, read=AT_STATION, write=WRITE) for table in STATIONED),
        *(policies.scope_key(table, STATION, key="station_id") for table in STATIONED),
        migrations.RunSQL(
            f"""ALTER TABLE services_assignment ADD CONSTRAINT {SAME_SPECIALIST}
                FOREIGN KEY (specialist_id, jurisdiction_id)
                REFERENCES services_specialist (id, jurisdiction_id) ON UPDATE CASCADE""",
            f"ALTER TABLE services_assignment DROP CONSTRAINT {SAME_SPECIALIST}",
        ),
        policies.guarded_table(
            ATTENDANCE,
            read=f"{READ} OR event_id IN ({EVENTS})",
            write=WRITE,
        ),
        policies.scope_key(ATTENDANCE, "services_serviceevent", key="event_id"),
        policies.deletable(ATTENDANCE),
        # Everybody counts under a drive; only the unit that called it changes it.
        policies.guarded_table("services_campaign", read="true", write=WRITE),
        policies.reference_table("services_visitcadence"),
        policies.definer_function("assignments_leave()", LEAVE, returns="trigger", volatile=True),
        migrations.RunSQL(
            [
                "GRANT SELECT, UPDATE ON services_assignment TO app_definer",
                """CREATE POLICY leave ON services_assignment FOR UPDATE TO app_definer
                   USING (true) WITH CHECK (true)""",
                """CREATE TRIGGER assignments_leave
                   AFTER UPDATE OF jurisdiction_id ON enterprises_enterprise FOR EACH ROW
                   WHEN (OLD.jurisdiction_id IS DISTINCT FROM NEW.jurisdiction_id)
                   EXECUTE FUNCTION assignments_leave()""",
            ],
            [
                "DROP TRIGGER assignments_leave ON enterprises_enterprise",
                "DROP POLICY leave ON services_assignment",
                "REVOKE UPDATE ON services_assignment FROM app_definer",
            ],
        ),
    ]
