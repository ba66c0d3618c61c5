"""Notices are a person's own; the database writes them where the step is written.

Whoever moves a ticket neither sees nor needs to see whose desk it lands on: one trigger finds the
people of the holder. Beyond twenty single notices a day the rest of a day is one digest.
"""

from django.db import migrations

from wuhan_smes import policies

TABLE = "services_notice"
MINE = f"user_id = {policies.ACTOR}"
# The roles that work at a unit's desk; an agency's and a station's people are all of theirs.
DESKS = "'bureau_staff', 'bureau_lead', 'district_staff', 'district_lead'"
# Rows (holder_kind, holder_id, kind, ticket_id, subject) of `told` to the people they concern.
TELL = f"""
    WITH people AS (
        SELECT t.kind, t.ticket_id, t.subject, g.user_id
          FROM told t
         CROSS JOIN LATERAL (
               SELECT g.user_id FROM public.accounts_grant g
                WHERE t.holder_kind = 'agency' AND g.agency_id = t.holder_id
                  AND g.approved_at IS NOT NULL AND g.revoked_at IS NULL
                UNION
               SELECT g.user_id FROM public.accounts_grant g
                WHERE t.holder_kind = 'station' AND g.station_id = t.holder_id
                  AND g.approved_at IS NOT NULL AND g.revoked_at IS NULL
                UNION
               SELECT g.user_id FROM public.accounts_grant g
                WHERE t.holder_kind = 'unit' AND g.jurisdiction_id = t.holder_id
                  AND g.role IN ({DESKS})
                  AND g.approved_at IS NOT NULL AND g.revoked_at IS NULL) g
          JOIN public.accounts_user u ON u.id = g.user_id AND u.is_active
         WHERE g.user_id IS DISTINCT FROM actor
    ),
    ranked AS (
        SELECT p.*, row_number() OVER (PARTITION BY p.user_id ORDER BY p.kind DESC, p.ticket_id)
               + (SELECT count(*) FROM public.services_notice n
                   WHERE n.user_id = p.user_id AND n.day = today AND n.ticket_id IS NOT NULL)
               AS place
          FROM people p
    ),
    single AS (
        INSERT INTO public.services_notice (user_id, kind, ticket_id, subject, count, day, at)
        SELECT user_id, kind, ticket_id, left(subject, 200), 1, today, moment
          FROM ranked WHERE place <= 20
    )
    INSERT INTO public.services_notice (user_id, kind, ticket_id, subject, count, day, at)
    SELECT user_id, 'digest', NULL, '', count(*), today, moment
      FROM ranked WHERE place > 20 GROUP BY user_id
        ON CONFLICT (user_id, day) WHERE ticket_id IS NULL
        DO UPDATE SET count = services_notice.count + excluded.count, at = excluded.at,
                      read_at = NULL;
"""  # noqa: S608 - constants
STEP = f"""
DECLARE
    moment timestamptz := NEW.at;
    today date := (NEW.at AT TIME ZONE 'Asia/Shanghai')::date;
    actor bigint := NEW.actor_id;
BEGIN
    WITH told AS (
        SELECT NEW.holder_kind AS holder_kind, NEW.holder_id AS holder_id, t.id AS ticket_id,
               t.number || ' ' || t.title AS subject,
               CASE WHEN NEW.move = 'reply' THEN 'replied'
                    WHEN NEW.move IN ('return', 'send_back', 'reopen') THEN 'returned'
                    ELSE 'assigned' END AS kind
          FROM public.services_ticket t WHERE t.id = NEW.ticket_id
    ), {TELL.strip().removeprefix("WITH ")}
    RETURN NULL;
END
"""  # noqa: S608 - constants
# Only the sweep, which reaches the city, tells of many at once.
PRESSED = f"""
DECLARE
    today date := (moment AT TIME ZONE 'Asia/Shanghai')::date;
    actor bigint := NULL;
BEGIN
    IF coalesce(current_setting('app.breadth', true), '') NOT IN ('city') THEN
        RAISE EXCEPTION 'only the sweep tells of many' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH told AS (
        SELECT s.told_kind AS holder_kind, s.told_id AS holder_id, s.ticket_id,
               t.number || ' ' || t.title AS subject,
               CASE max(CASE s.kind WHEN 'study' THEN 3 WHEN 'supervise' THEN 2 ELSE 1 END)
                    WHEN 3 THEN 'study' WHEN 2 THEN 'overdue' ELSE 'due_soon' END AS kind
          FROM public.services_supervision s
          JOIN public.services_ticket t ON t.id = s.ticket_id
         WHERE s.at = moment AND s.by_id IS NULL
         GROUP BY s.told_kind, s.told_id, s.ticket_id, t.number, t.title
    ), {TELL.strip().removeprefix("WITH ")}
END
"""  # noqa: S608 - constants


class Migration(migrations.Migration):
    dependencies = [("services", "0010_notices")]

    operations = [
        policies.guarded_table(TABLE, read=MINE, write=MINE, city_reads=MINE),
        migrations.RunSQL(
            [
                f"GRANT INSERT, UPDATE ON {TABLE} TO app_definer",
                f"GRANT USAGE ON SEQUENCE {TABLE}_id_seq TO app_definer",
                f"CREATE POLICY told ON {TABLE} TO app_definer USING (true) WITH CHECK (true)",
                f"REVOKE INSERT, UPDATE ON {TABLE} FROM r_scoped, r_city",
                f"GRANT UPDATE (read_at) ON {TABLE} TO r_scoped, r_city",
                # When the sweep asks what it just pressed for.
                "CREATE INDEX ticket_pressed_by_sweep ON services_supervision (at) WHERE by_id IS NULL",
            ],
            [
                "DROP INDEX ticket_pressed_by_sweep",
                f"GRANT INSERT, UPDATE ON {TABLE} TO r_scoped, r_city",
                f"DROP POLICY told ON {TABLE}",
                f"REVOKE USAGE ON SEQUENCE {TABLE}_id_seq FROM app_definer",
                f"REVOKE INSERT, UPDATE ON {TABLE} FROM app_definer",
            ],
        ),
        policies.definer_function("services_notice_told()", STEP, returns="trigger", volatile=True),
        policies.definer_function(
            "services_tell_pressed(moment timestamptz)", PRESSED, returns="void", volatile=True
        ),
        migrations.RunSQL(
            """CREATE TRIGGER told AFTER INSERT ON services_ticketstep FOR EACH ROW
               WHEN (NEW.move IN ('assign', 'arbitrate', 'transfer', 'refer', 'return', 'send_back',
                                  'reopen', 'reply'))
               EXECUTE FUNCTION services_notice_told()""",
            "DROP TRIGGER told ON services_ticketstep",
        ),
    ]
