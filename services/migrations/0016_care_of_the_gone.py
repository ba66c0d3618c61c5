"""An enterprise that was struck off or left the city leaves the care of its specialist.

Care ends on the day the enterprise was gone from, which its last stay tells; care that would only
have begun later is void. A merge is not among these: there care follows to the kept row where it
has room, and the rest ends with the merge.
"""

from importlib import import_module

from django.db import migrations

from wuhan_smes import policies

EARLIER = import_module("services.migrations.0002_station_walls")
FUNCTION = "assignments_leave()"
TABLE = "enterprises_enterprise"
DROP = f"DROP TRIGGER assignments_leave ON {TABLE}"
MOVED = "OLD.jurisdiction_id IS DISTINCT FROM NEW.jurisdiction_id"
STRUCK = "(OLD.status = 'active' AND NEW.status IN ('deregistered', 'moved_out'))"
LEAVE = f"""
DECLARE
    today date := (NEW.updated_at AT TIME ZONE 'Asia/Shanghai')::date;
    since date := today;
    why text := '企业迁往其他管理单位';
BEGIN
    IF {STRUCK} THEN
        why := CASE NEW.status WHEN 'deregistered' THEN '企业已注销' ELSE '企业迁出本市' END;
        SELECT least(upper(s.during), today) INTO since
          FROM public.enterprises_jurisdictionstay s
         WHERE s.enterprise_id = NEW.id AND s.superseded_at IS NULL
         ORDER BY lower(s.during) DESC LIMIT 1;
        since := coalesce(since, today);
    END IF;
    UPDATE public.services_assignment
       SET during = CASE WHEN lower(during) < since THEN daterange(lower(during), since)
                         ELSE during END,
           voided_at = CASE WHEN lower(during) < since THEN NULL ELSE NEW.updated_at END,
           end_reason = why, version = version + 1
     WHERE enterprise_id = NEW.id AND jurisdiction_id = OLD.jurisdiction_id
       AND voided_at IS NULL AND (upper_inf(during) OR upper(during) > today);
    RETURN NULL;
END
"""  # noqa: S608 - constants


def leaves(body: str) -> migrations.RunSQL:
    return policies.definer_function(FUNCTION, body, returns="trigger", volatile=True)


def when(columns: str, condition: str) -> str:
    return f"""CREATE TRIGGER assignments_leave AFTER UPDATE OF {columns} ON {TABLE}
        FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION assignments_leave()"""


BEFORE, AFTER = leaves(EARLIER.LEAVE), leaves(LEAVE)
ONLY_MOVED = when("jurisdiction_id", MOVED)


class Migration(migrations.Migration):
    dependencies = [("services", "0015_ticket_basis")]

    operations = [
        migrations.RunSQL(DROP, ONLY_MOVED),
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        AFTER,
        migrations.RunSQL(when("jurisdiction_id, status", f"{MOVED} OR {STRUCK}"), DROP),
    ]
