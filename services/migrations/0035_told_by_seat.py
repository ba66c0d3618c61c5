"""A portion of a sweep finds the people of each holder once, not once for each ticket.

For every ticket it looked up who sits at the desk that holds it, and for every one of them what he
was told that day. Digests are written in the order of people, so that two sweeps at once wait for each
other instead of stopping each other.
"""

from importlib import import_module

from django.db import migrations

from wuhan_smes import policies

LATER = import_module("services.migrations.0031_hand_ins_told")
EARLIER = import_module("services.migrations.0011_notice_walls")
NAME = "services_tell_pressed(timestamptz, bigint[])"
PRESSED = f"""
DECLARE
    today date := (moment AT TIME ZONE 'Asia/Shanghai')::date;
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
         WHERE s.ticket_id = ANY (tickets) AND t.id = ANY (tickets)
           AND s.at = moment AND s.by_id IS NULL
         GROUP BY s.told_kind, s.told_id, s.ticket_id, t.number, t.title
    ),
    seats AS (
        SELECT h.holder_kind, h.holder_id, g.user_id,
               (SELECT count(*) FROM public.services_notice n
                 WHERE n.user_id = g.user_id AND n.day = today AND n.ticket_id IS NOT NULL) AS had
          FROM (SELECT DISTINCT holder_kind, holder_id FROM told) h
         CROSS JOIN LATERAL (
               SELECT g.user_id FROM public.accounts_grant g
                WHERE h.holder_kind = 'agency' AND g.agency_id = h.holder_id
                  AND g.approved_at IS NOT NULL AND g.revoked_at IS NULL
                UNION
               SELECT g.user_id FROM public.accounts_grant g
                WHERE h.holder_kind = 'station' AND g.station_id = h.holder_id
                  AND g.approved_at IS NOT NULL AND g.revoked_at IS NULL
                UNION
               SELECT g.user_id FROM public.accounts_grant g
                WHERE h.holder_kind = 'unit' AND g.jurisdiction_id = h.holder_id
                  AND g.role IN ({EARLIER.DESKS})
                  AND g.approved_at IS NOT NULL AND g.revoked_at IS NULL) g
          JOIN public.accounts_user u ON u.id = g.user_id AND u.is_active
    ),
    ranked AS (
        SELECT t.kind, t.ticket_id, t.subject, s.user_id,
               row_number() OVER (PARTITION BY s.user_id ORDER BY t.kind DESC, t.ticket_id)
               + s.had AS place
          FROM told t JOIN seats s USING (holder_kind, holder_id)
    ),
    single AS (
        INSERT INTO public.services_notice (user_id, kind, ticket_id, subject, count, day, at)
        SELECT user_id, kind, ticket_id, left(subject, 200), 1, today, moment
          FROM ranked WHERE place <= 20
    )
    INSERT INTO public.services_notice (user_id, kind, ticket_id, subject, count, day, at)
    SELECT user_id, 'digest', NULL, '', count(*), today, moment
      FROM ranked WHERE place > 20 GROUP BY user_id ORDER BY user_id
        ON CONFLICT (user_id, day) WHERE ticket_id IS NULL AND kind = 'digest'
        DO UPDATE SET count = services_notice.count + excluded.count, at = excluded.at,
                      read_at = NULL;
END
"""  # noqa: S608 - constants
BEFORE = import_module("services.migrations.0028_told_by_portion").Migration.operations[1]


class Migration(migrations.Migration):
    dependencies = [("services", "0034_swept_in_order")]

    operations = [
        migrations.RunSQL(
            f"DROP FUNCTION public.{NAME}",
            [*BEFORE.sql, LATER.saying(NAME, LATER.DIGESTS, LATER.ALONE)],
        ),
        policies.definer_function(
            "services_tell_pressed(moment timestamptz, tickets bigint[])",
            PRESSED,
            returns="void",
            volatile=True,
        ),
        # However few it reckons with, what was read by its key is not gone through for each row.
        migrations.RunSQL(
            f"ALTER FUNCTION public.{NAME} SET enable_nestloop = off", migrations.RunSQL.noop
        ),
    ]
