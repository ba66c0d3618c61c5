"""A worker that dies amid a sweep: portions are whole or not there, and the next run goes on.

The death is that of its connection while it writes, which is all the database sees of a killed one.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

import psycopg
import pytest
from django.db import OperationalError, connection

from services import tasks
from services.actions import sweeping
from services.models import Notice, Supervision, Ticket, TicketStep
from tests.factories.accounts import make_agency, make_user
from tests.services.clocks.test_sweeping import AGAIN, DUE, WARN, running
from wuhan_smes.audit.models import AuditEvent

PORTION: Final = 2
TICKETS: Final = 25
TOLD_SINGLY: Final = 20


def swept(at: Any) -> dict[str, int]:
    """A run of the worker, on a connection of its own."""

    def run() -> dict[str, int]:
        try:
            return tasks.sweep_tickets(at=at.isoformat())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        return worker.submit(run).result()


def dies_in_its_second_portion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything of it is written by then, and nothing committed. Waits until it is gone."""
    write, portions = sweeping.trail.record_fact, []

    def and_dies(*words: Any, **named: Any) -> None:
        write(*words, **named)
        portions.append(None)
        if len(portions) == 2:
            of = connection.connection.info.backend_pid
            with psycopg.connect(os.environ["TEST_ADMIN_DATABASE_URL"]) as admin:
                admin.execute("SELECT pg_terminate_backend(%s, 10000)", [of])

    monkeypatch.setattr(sweeping.trail, "record_fact", and_dies)


@pytest.mark.django_db(transaction=True)
def test_a_killed_sweep_leaves_whole_portions_and_the_next_run_finishes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency = make_agency()
    user = make_user("handler", agency=agency)
    tickets = [running(agency=agency) for _ in range(TICKETS)]
    before = {ticket.pk: ticket.step_no for ticket in tickets}
    monkeypatch.setattr(sweeping, "sweep", partial(sweeping.sweep, most=PORTION))

    with monkeypatch.context() as dying:
        dies_in_its_second_portion(dying)
        with pytest.raises(OperationalError):
            swept(WARN)
    left = pressed_and_stepped(before)

    assert sorted(left) == [(0, 0, WARN)] * (TICKETS - PORTION) + [(1, 1, DUE)] * PORTION
    assert Notice.objects.filter(user=user, at=WARN).count() == PORTION
    assert AuditEvent.objects.filter(kind="ticket.sweep").count() == 1

    finished = swept(WARN)

    assert (finished["looked_at"], finished["reminded"]) == (TICKETS - PORTION,) * 2
    assert set(pressed_and_stepped(before)) == {(1, 1, DUE)}
    told = Notice.objects.filter(user=user, day=WARN.date())
    assert told.exclude(kind="digest").count() == TOLD_SINGLY
    assert [it.count for it in told.filter(kind="digest")] == [TICKETS - TOLD_SINGLY]
    assert swept(WARN)["looked_at"] == 0

    swept(AGAIN)

    kinds = Supervision.objects.filter(ticket__in=tickets).values_list("kind", "level")
    assert {kind: list(kinds).count(kind) for kind in set(kinds)} == dict.fromkeys(
        [("remind", 1), ("supervise", 1), ("supervise", 2), ("study", 1)], TICKETS
    )


def pressed_and_stepped(before: dict[int, int]) -> list[tuple[int, int, Any]]:
    """Of each ticket: how often it was pressed for, its steps since, and when it is next."""
    rows = []
    for ticket in Ticket.objects.filter(pk__in=before):
        steps = TicketStep.objects.filter(ticket=ticket, ordinal__gt=before[ticket.pk]).count()
        assert ticket.step_no == before[ticket.pk] + steps
        pressed = Supervision.objects.filter(ticket=ticket).count()
        rows.append((pressed, steps, ticket.escalate_at))
    return rows
