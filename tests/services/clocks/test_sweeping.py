"""Pressing for what is due: once for each limit, set by set, told to those who hold it."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from services.actions import sweeping
from services.actions.sweeping import Swept
from services.models import Notice, Supervision, Ticket, TicketStep
from tests.factories.accounts import make_access, make_agency, make_unit, make_user
from tests.factories.tickets import make_ticket
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

SYSTEM: Final = Access.of_system("按时限催办督办")
WARN: Final = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
DUE: Final = datetime(2026, 3, 10, 15, 59, 59, tzinfo=UTC)
AGAIN: Final = datetime(2026, 3, 13, 15, 59, 59, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)


def running(state: str = "in_progress", **values: Any) -> Ticket:
    """A ticket whose solving is due on Tuesday, 10 March, amber since Monday noon."""
    given = {"solve_due_at": DUE, "solve_warn_at": WARN, "escalate_at": WARN, **values}
    return make_ticket(state, **given)


def sweep(at: datetime, **words: Any) -> Swept:
    with scoped(SYSTEM):
        return sweeping.sweep(access=SYSTEM, at=at, **words)


def pressings(ticket: Ticket) -> list[tuple[str, int]]:
    rows = Supervision.objects.filter(ticket=ticket).order_by("id")
    return [(row.kind, row.level) for row in rows]


@pytest.mark.covers("services.sweeping.sweep", "works")
@pytest.mark.django_db
def test_a_ticket_is_reminded_at_amber_pressed_at_red_and_studied_after_two() -> None:
    ticket = running()
    moments = []
    for at in (WARN - SECOND, WARN, DUE - SECOND, DUE, AGAIN - SECOND, AGAIN, AGAIN + SECOND):
        swept = sweep(at)
        ticket.refresh_from_db()
        moments.append((swept.reminded, swept.supervised, swept.proposed, ticket.escalate_at))

    assert moments == [
        (0, 0, 0, WARN),
        (1, 0, 0, DUE),
        (0, 0, 0, DUE),
        (0, 1, 0, AGAIN),
        (0, 0, 0, AGAIN),
        (0, 1, 1, None),
        (0, 0, 0, None),
    ]
    assert pressings(ticket) == [("remind", 1), ("supervise", 1), ("supervise", 2), ("study", 1)]
    steps = TicketStep.objects.filter(ticket=ticket).order_by("-ordinal")[:3]
    assert [(s.move, s.actor_name, s.ordinal) for s in steps] == [
        ("supervise", "按时限催办督办", ticket.step_no),
        ("supervise", "按时限催办督办", ticket.step_no - 1),
        ("remind", "按时限催办督办", ticket.step_no - 2),
    ]
    assert AuditEvent.objects.filter(kind="ticket.sweep").count() == 3


@pytest.mark.covers("services.sweeping.sweep", "refused")
@pytest.mark.django_db
@pytest.mark.parametrize("at", [WARN, DUE, AGAIN])
def test_a_second_sweep_of_one_moment_does_nothing(at: datetime) -> None:
    ticket = running()
    sweep(at)
    before = pressings(ticket)

    again = sweep(at)
    with bootstrap_scope():
        Ticket.objects.filter(pk=ticket.pk).update(escalate_at=at)
    forced = sweep(at)

    assert again == Swept()
    assert (forced.looked_at, forced.reminded, forced.supervised, forced.proposed) == (1, 0, 0, 0)
    assert pressings(ticket) == before


@pytest.mark.django_db
def test_what_was_never_swept_is_pressed_for_at_once_without_a_reminder() -> None:
    ticket = running()

    sweep(AGAIN)

    assert pressings(ticket) == [("supervise", 1), ("supervise", 2), ("study", 1)]


@pytest.mark.django_db
def test_paused_and_closed_tickets_are_left_alone() -> None:
    paused = running("suspended")
    closed = running("closed")

    assert sweep(AGAIN) == Swept()
    assert pressings(paused) + pressings(closed) == []


@pytest.mark.django_db
def test_two_clocks_of_one_ticket_are_pressed_for_in_one_step() -> None:
    ticket = running(contact_due_at=WARN, contact_warn_at=WARN - timedelta(hours=7))

    sweep(WARN)

    rows = Supervision.objects.filter(ticket=ticket).order_by("clock_due_at")
    assert [(r.clock_kind, r.kind) for r in rows] == [("contact", "supervise"), ("solve", "remind")]
    step = TicketStep.objects.filter(ticket=ticket).latest("ordinal")
    assert (step.move, len(step.facts["clocks"])) == ("supervise", 2)


@pytest.mark.django_db
def test_a_sweep_asks_the_same_number_of_queries_however_many_tickets(
    django_assert_num_queries: Any,
) -> None:
    for _ in range(3):
        running()
    with scoped(SYSTEM):
        sweeping.sweep(access=SYSTEM, at=WARN - SECOND)
        with django_assert_num_queries(9):
            sweeping.sweep(access=SYSTEM, at=WARN)
    running()
    for ticket in Ticket.objects.filter(escalate_at=DUE):
        assert pressings(ticket) == [("remind", 1)]
    with scoped(SYSTEM), django_assert_num_queries(9):
        sweeping.sweep(access=SYSTEM, at=WARN)


@pytest.mark.django_db
def test_a_large_sweep_goes_on_portion_by_portion() -> None:
    tickets = [running() for _ in range(5)]

    found, reached = [], sweeping.BEGINNING
    for _ in range(4):
        swept = sweep(WARN, most=2, after=reached)
        reached = swept.reached
        found.append((swept.looked_at, reached))

    assert found == [
        (2, (WARN, tickets[1].pk)),
        (2, (WARN, tickets[3].pk)),
        (1, (WARN, tickets[4].pk)),
        (0, (WARN, tickets[4].pk)),
    ]
    assert all(pressings(ticket) == [("remind", 1)] for ticket in tickets)


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    running()

    call_command("sweep_tickets", at=DUE.isoformat())

    assert "查看 1 件：催办 0 次，督办 1 次，提请专题研究 0 件" in capsys.readouterr().out


@pytest.mark.covers("services.sweeping.sweep", "reach", "capability")
@pytest.mark.django_db
def test_only_the_product_itself_sweeps_the_city() -> None:
    for access in (make_access("district_lead", unit=make_unit()), make_access("handler")):
        with scoped(access), pytest.raises(NotPermitted):
            sweeping.sweep(access=access, at=WARN)


@pytest.mark.covers("services.sweeping.sweep", "race")
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_press_once() -> None:
    ticket = running()

    def act() -> Swept:
        return sweeping.sweep(access=SYSTEM, at=WARN)

    assert race(act, act, as_first=SYSTEM, as_second=SYSTEM) == ("done", "done")
    assert pressings(ticket) == [("remind", 1)]


@pytest.mark.django_db
def test_the_people_of_the_holder_are_told_and_nobody_else() -> None:
    agency = make_agency()
    mine, other = make_user("handler", agency=agency), make_user("handler")
    ticket = running(agency=agency)

    sweep(WARN)

    told = Notice.objects.filter(user_id__in=[mine.pk, other.pk], at=WARN)
    assert [(n.user_id, n.kind, n.ticket_id) for n in told] == [(mine.pk, "due_soon", ticket.pk)]
    assert told[0].subject == f"{ticket.number} {ticket.title}"


@pytest.mark.django_db
def test_nobody_is_flooded_the_rest_of_a_day_is_one_digest() -> None:
    agency = make_agency()
    user = make_user("handler", agency=agency)
    for _ in range(23):
        running(agency=agency)
    sweep(WARN)
    running(agency=agency)
    sweep(WARN + SECOND)

    own = Notice.objects.filter(user=user, day=WARN.date())
    assert own.exclude(kind="digest").count() == 20
    assert [n.count for n in own.filter(kind="digest")] == [4]


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(days=st.lists(st.integers(0, 20), min_size=1, max_size=6))
def test_however_often_the_sweep_runs_the_same_rows_are_left(days: list[int]) -> None:
    ticket, once = running(), running()
    with bootstrap_scope():
        Ticket.objects.filter(pk=once.pk).update(escalate_at=None)
    last = WARN + timedelta(days=max(days))
    for day in sorted(days):
        sweep(WARN + timedelta(days=day))
    with bootstrap_scope():
        Ticket.objects.filter(pk=once.pk).update(escalate_at=WARN)
    sweep(last)

    assert [p for p in pressings(ticket) if p[0] != "remind"] == [
        p for p in pressings(once) if p[0] != "remind"
    ]


@pytest.mark.django_db
def test_the_queue_is_found_by_its_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT * FROM services_ticket WHERE escalate_at <= now()")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "ticket_by_escalation" in plan
