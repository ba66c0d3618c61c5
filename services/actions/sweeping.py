"""Pressing for what is due: set by set over one indexed column, however many tickets are open.

At amber a ticket is reminded of (催办), at red it is pressed for (督办), again when it stays so,
and after two pressings a leader's table is proposed (专题研究). Each is a row of its own; a second
sweep of the same moment finds nothing to do.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection, transaction

from services.rules.pressing import again_table, day_of
from wuhan_smes import many_rows
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import NotPermitted
from wuhan_smes.worktime.queries import work_calendar

AT_ONCE: Final = 20_000
# Before everything: where a sweep begins. Each portion goes on where the one before it ended, for
# what that one moved on stays in the index until nobody can see it any more.
BEGINNING: Final = (datetime(1970, 1, 1, tzinfo=UTC), 0)
# Held first, then told to the statement by their keys: whatever it reckons with, each table is
# read by those, and what was read is joined by hashing. Left to reckon, it took a handful for what
# was thousands, and went through every pressing, or every held ticket, for each ticket.
HOLD: Final = """
    SELECT id, escalate_at,
           least(sign_due_at, contact_due_at, plan_due_at, study_due_at, solve_due_at)
      FROM services_ticket
     WHERE (escalate_at, id) > (%s, %s) AND escalate_at <= %s
       AND clocks_paused_at IS NULL AND state NOT IN ('draft', 'closed')
     ORDER BY escalate_at, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
BY_HASHING: Final = "SET LOCAL enable_nestloop = off"
ROW_BY_ROW: Final = "SET LOCAL enable_nestloop = on"
TELL: Final = "SELECT services_tell_pressed(%s, %s::bigint[])"
# Clocks of the tickets at hand, with the moments at which each is pressed for.
SWEEP: Final = """
WITH again AS MATERIALIZED (SELECT day, again_at FROM {again}),
due AS MATERIALIZED (
    SELECT id, round, state, step_no, version, desk_id, holder_kind, holder_id, holder_name,
           sign_due_at, sign_warn_at, contact_due_at, contact_warn_at, plan_due_at, plan_warn_at,
           study_due_at, study_warn_at, solve_due_at, solve_warn_at
      FROM services_ticket WHERE id = ANY (%(held)s::bigint[])
),
clock AS (
    SELECT d.id, d.round, c.kind, c.due_at, c.warn_at,
           coalesce(a.again_at, c.due_at + interval '5 days') AS again_at
      FROM due d
     CROSS JOIN LATERAL (VALUES
           ('sign', d.sign_due_at, d.sign_warn_at),
           ('contact', d.contact_due_at, d.contact_warn_at),
           ('plan', d.plan_due_at, d.plan_warn_at),
           ('study', d.study_due_at, d.study_warn_at),
           ('solve', d.solve_due_at, d.solve_warn_at)) c (kind, due_at, warn_at)
      LEFT JOIN again a ON a.day = (c.due_at AT TIME ZONE 'Asia/Shanghai')::date
     WHERE c.due_at IS NOT NULL
),
wanted AS (
    SELECT c.*, p.kind AS press, p.level
      FROM clock c
     CROSS JOIN LATERAL (VALUES
           ('remind', 1, c.warn_at <= %(at)s AND c.due_at > %(at)s),
           ('supervise', 1, c.due_at <= %(at)s),
           ('supervise', 2, c.again_at <= %(at)s)) p (kind, level, now)
     WHERE p.now
),
pressed AS (
    INSERT INTO services_supervision (ticket_id, round, kind, clock_kind, clock_due_at, level,
           number, told_kind, told_id, told_name, reason, at, by_id, by_name)
    SELECT w.id, w.round, w.press, w.kind, w.due_at, w.level, '', d.holder_kind, d.holder_id,
           d.holder_name, '', %(at)s, NULL, %(who)s
      FROM wanted w JOIN due d ON d.id = w.id
        ON CONFLICT (ticket_id, round, clock_kind, clock_due_at, kind, level) DO NOTHING
    RETURNING ticket_id, round, kind, clock_kind, clock_due_at, level
),
pressings AS (
    SELECT d.id, count(*) FILTER (WHERE s.kind = 'supervise') AS times, bool_or(s.fresh) AS fresh,
           bool_or(s.kind = 'study') AS proposed
      FROM due d
      JOIN (SELECT ticket_id, round, kind, true AS fresh FROM pressed WHERE kind = 'supervise'
            UNION ALL
            SELECT s.ticket_id, s.round, s.kind, false FROM services_supervision s
             WHERE s.ticket_id = ANY (%(held)s::bigint[]) AND s.kind IN ('supervise', 'study')) s
        ON s.ticket_id = d.id AND s.round = d.round
     GROUP BY d.id
),
proposed AS (
    INSERT INTO services_supervision (ticket_id, round, kind, clock_kind, clock_due_at, level,
           number, told_kind, told_id, told_name, reason, at, by_id, by_name)
    SELECT d.id, d.round, 'study', '', NULL, 1, '', 'unit', d.desk_id, j.name,
           %(proposal)s, %(at)s, NULL, %(who)s
      FROM due d
      JOIN pressings p ON p.id = d.id AND p.times >= 2 AND p.fresh AND NOT p.proposed
      JOIN accounts_jurisdiction j ON j.id = d.desk_id
     WHERE d.state <> 'special_study'
    RETURNING ticket_id
),
step AS (
    INSERT INTO services_ticketstep (ticket_id, ordinal, round, move, state_before, state_after, at,
           actor_id, actor_name, note, facts, ended, late, holder_kind, holder_id, holder_name)
    SELECT d.id, d.step_no + 1, d.round, n.move, d.state, d.state, %(at)s, NULL, %(who)s, '',
           n.facts, '{{}}', '{{}}', d.holder_kind, d.holder_id, d.holder_name
      FROM due d
      JOIN (SELECT ticket_id, max(kind) AS move,
                   jsonb_build_object('clocks', jsonb_agg(jsonb_build_object(
                       'kind', kind, 'clock', clock_kind, 'due_at', clock_due_at, 'level', level)
                       ORDER BY clock_due_at, clock_kind, level)) AS facts
              FROM pressed GROUP BY ticket_id) n ON n.ticket_id = d.id
    RETURNING ticket_id
),
next AS (
    SELECT c.id, min(m.moment) AS moment
      FROM clock c CROSS JOIN LATERAL (VALUES (c.warn_at), (c.due_at), (c.again_at)) m (moment)
     WHERE m.moment > %(at)s GROUP BY c.id
),
moved AS (
    UPDATE services_ticket t
       SET escalate_at = n.moment, step_no = d.step_no + (s.ticket_id IS NOT NULL)::int,
           version = d.version + (s.ticket_id IS NOT NULL)::int
      FROM due d LEFT JOIN next n ON n.id = d.id LEFT JOIN step s ON s.ticket_id = d.id
     WHERE t.id = d.id AND t.id = ANY (%(held)s::bigint[])
    RETURNING t.id
)
SELECT (SELECT count(*) FROM moved),
       (SELECT count(*) FROM pressed WHERE kind = 'remind'),
       (SELECT count(*) FROM pressed WHERE kind = 'supervise'),
       (SELECT count(*) FROM proposed),
       (SELECT array_agg(DISTINCT ticket_id) FROM pressed)
"""
NOTHING: Final = (0, 0, 0, 0, None)
COUNTED: Final = ("looked_at", "reminded", "supervised", "proposed")
PROPOSAL: Final = "两次督办后仍未办结，提请专题研究"


@dataclass(frozen=True, slots=True)
class Swept:
    """How many tickets were looked at, what was done, and the last of them by moment and id."""

    looked_at: int = 0
    reminded: int = 0
    supervised: int = 0
    proposed: int = 0
    reached: tuple[datetime, int] = BEGINNING

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in COUNTED}

    def __add__(self, later: "Swept") -> "Swept":
        return Swept(
            self.looked_at + later.looked_at,
            self.reminded + later.reminded,
            self.supervised + later.supervised,
            self.proposed + later.proposed,
            max(self.reached, later.reached),
        )


@transaction.atomic
def sweep(
    *,
    access: Access,
    at: datetime,
    after: tuple[datetime, int] = BEGINNING,
    most: int = AT_ONCE,
) -> Swept:
    """Press for up to `most` tickets whose moment has come, the longest due first; call again,
    `after` what was reached, until none is looked at.

    Two sweeps at once share the work: neither sees what the other holds.
    """
    if not access.reach(Capability.TICKET_APPROVE).everywhere:
        raise NotPermitted("催办督办由系统按时限对全市统一执行")
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [*after, at, most])
        held = cursor.fetchall()
        if not held:
            return Swept(reached=after)
        first = day_of(min((due for *_, due in held if due is not None), default=at))
        rows = [(str(d), m.isoformat()) for d, m in again_table(first, day_of(at), work_calendar())]
        again, values = many_rows.given({"day": "date", "again_at": "timestamptz"}, rows)
        named = {f"again_{n}": value for n, value in enumerate(values)}
        again = again.replace("%s", "{}").format(*(f"%({name})s" for name in named))
        words: dict[str, Any] = {
            "at": at,
            "held": many_rows.array(ticket_id for ticket_id, *_ in held),
            "who": access.actor_name,
            "proposal": PROPOSAL,
            **named,
        }
        cursor.execute(BY_HASHING)
        cursor.execute(SWEEP.format(again=again), words)
        moved, reminded, supervised, proposed, pressed_for = cursor.fetchone() or NOTHING
        cursor.execute(ROW_BY_ROW)
        ticket_id, moment, _ = held[-1]
        swept = Swept(moved, reminded, supervised, proposed, (moment, ticket_id))
        if pressed_for:
            cursor.execute(TELL, [at, pressed_for])
    changes = {"reminded": swept.reminded, "supervised": swept.supervised}
    changes["proposed"] = swept.proposed
    trail.record_fact("ticket.sweep", "催办督办", access=access, at=at, changes=changes)
    return swept
