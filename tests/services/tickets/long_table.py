"""A long table of tickets for the planner to look at."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from tests.databases import url_for
from tests.services.tickets.world import World

ROWS: Final = int(os.environ.get("TICKET_ROWS", "12000"))
# One ticket in forty is of the world's unit, one in fifty of its agency, one in twelve still open;
# everybody else has an invented number. Nobody's steps are there: only the planner looks.
MANY: Final = """
    INSERT INTO services_ticket (number, channel, nature, category, urgency, grade, title, text,
        enterprise_id, enterprise_name, jurisdiction_id, desk_id, station_id, contact_name,
        contact_phone, received_at, collected_by_id, collected_by_name, historical, external_no,
        state, step_no, round, returns, arbitrated, outcome, answer, waiting_for,
        closed_at, handler_kind, lead_agency_id, agency_ids, handled_by_id, handled_by_name,
        holder_kind, holder_id, holder_name, held_since, version, due_at, warn_at, provisional)
    SELECT 'WT' || n, (ARRAY['visit', 'station', 'hanqitong', 'guanggu', 'dianxiaoer'])[1 + n % 5],
        'appeal', (ARRAY['financing', 'labour', 'land', 'energy'])[1 + n % 4], 'normal', 1,
        '诉求' || n, repeat('周转资金紧张，希望对接银行。', 6),
        n % 5000 + 1, '企业' || n % 5000, unit, unit,
        CASE WHEN n % 3 = 0 THEN CASE n % 40 WHEN 0 THEN %(station)s ELSE -(n % 600) END END,
        '', '', since, n % 300, '甲', false, '',
        CASE WHEN running THEN (ARRAY['assigned', 'in_progress'])[1 + n / 12 % 2] ELSE 'closed' END,
        9, 1, 0, false, CASE WHEN running THEN '' ELSE 'solved' END, '', '',
        CASE WHEN NOT running THEN since + interval '9 days' END,
        'agency', agency, ARRAY[agency, -(n % 61) - 1], n % 300, '乙',
        CASE WHEN NOT running THEN '' WHEN n % 7 = 0 THEN 'unit' ELSE 'agency' END,
        CASE WHEN running THEN CASE n % 7 WHEN 0 THEN unit ELSE agency END END,
        CASE WHEN running THEN '丙' ELSE '' END, CASE WHEN running THEN since END, 1,
        CASE WHEN running THEN since + interval '20 days' END,
        CASE WHEN running THEN since + interval '17 days' END, false
      FROM generate_series(1, %(rows)s) n
      CROSS JOIN LATERAL (SELECT
        timestamptz '2026-03-05' - n * interval '1 hour' AS since, n % 12 = 0 OR n < 300 AS running,
        CASE n % 40 WHEN 0 THEN %(unit)s ELSE -(n % 40) END AS unit,
        CASE n % 50 WHEN 0 THEN %(agency)s ELSE -(n % 50) - 100 END AS agency) AS who
"""


@contextmanager
def long_table(database: str, world: World) -> Iterator[psycopg.Connection]:
    """Its owner's connection to a database where the table is long and its planner knows.

    Whatever the invented numbers break would be asked for at a commit that never comes.
    """
    said = {
        "rows": ROWS,
        "unit": world.unit.pk,
        "station": world.station.pk,
        "agency": world.agency.pk,
    }
    url = url_for("APP_OWNER_DATABASE_URL", database)
    with psycopg.connect(url, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute("SET LOCAL ROLE app_bootstrap")
        connection.execute(MANY.replace(" % ", " %% "), said)
        connection.execute("RESET ROLE")
        connection.execute("ANALYZE services_ticket")
        yield connection
        connection.rollback()
