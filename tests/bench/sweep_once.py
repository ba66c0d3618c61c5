"""python -m tests.bench.sweep_once TICKETS: the sweep over so many open tickets, undone afterwards.

Tickets and their first steps are made in SQL inside the transaction of the sweep, so that nothing
of them stays. Prints one line of JSON.
"""

import json
import os
import sys
import time
from datetime import datetime, timedelta

import django

TICKETS = """
INSERT INTO services_ticket (number, channel, external_no, nature, category, urgency, grade, title,
       text, enterprise_name, jurisdiction_id, desk_id, contact_name, contact_phone, received_at,
       collected_by_name, historical, state, step_no, round, returns, arbitrated, outcome, answer,
       waiting_for, handler_kind, agency_ids, handled_by_name, holder_kind, holder_id, holder_name,
       held_since, version, solve_due_at, solve_warn_at, due_at, warn_at, escalate_at, provisional)
SELECT 'BENCH-' || n, 'letter', '', 'appeal', 'other', 'normal', 1, '测量', '测量', '测量', u.id,
       u.id, '', '', %(came)s, '测量', false, 'collected', 1, 1, 0, false, '', '', '', '', '{}', '',
       'unit',
       u.id, u.name, %(came)s, 1, m.due, m.due - interval '1 day', m.due, m.due - interval '1 day',
       m.due - interval '1 day', false
  FROM generate_series(1, %(count)s) n
  JOIN (SELECT id, name, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS units
          FROM accounts_jurisdiction WHERE parent_id IS NOT NULL) u ON u.place = n %% u.units
 CROSS JOIN LATERAL (SELECT %(came)s::timestamptz + (1 + n %% 20) * interval '1 day' AS due) m
"""
STEPS = """
INSERT INTO services_ticketstep (ticket_id, ordinal, round, move, state_before, state_after, at,
       actor_name, note, facts, ended, late, holder_kind, holder_id, holder_name)
SELECT id, 1, 1, 'raise', '', 'collected', received_at, '测量', '', '{}', '{}', '{}', holder_kind,
       holder_id, holder_name
  FROM services_ticket WHERE number LIKE 'BENCH-%%'
"""


def main(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuhan_smes.settings")
    django.setup()
    print(json.dumps(swept(count)))


def swept(count: int) -> dict[str, float]:
    """Seconds and numbers of a sweep that finds ten in twenty red and one amber."""
    # Django's modules can be imported only after the set-up.
    from django.db import connection, transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from services.actions.sweeping import Swept, sweep  # noqa: PLC0415
    from tests.bench.statistics import analyse  # noqa: PLC0415
    from wuhan_smes.access import Access  # noqa: PLC0415
    from wuhan_smes.scope import bootstrap_scope, scoped  # noqa: PLC0415

    now: datetime = timezone.now()
    access, total = Access.of_system("测量"), Swept()
    with transaction.atomic():
        with bootstrap_scope(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(TICKETS, {"count": count, "came": now - timedelta(days=10)})
            cursor.execute(STEPS)
            analyse("services_ticket", "services_ticketstep")
        begun = time.perf_counter()
        while True:
            with scoped(access):
                one = sweep(access=access, at=now, after=total.reached)
            if not one.looked_at:
                break
            total += one
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return {"tickets": count, "seconds": seconds, **total.as_dict()}


if __name__ == "__main__":
    main(int(sys.argv[1]))
