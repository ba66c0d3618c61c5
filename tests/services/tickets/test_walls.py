"""The database keeps to the state table by itself, whoever writes to it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import Error, connection, transaction

from services.choices.tickets import TicketState
from services.models import Ticket, TicketStep
from services.rules import tickets as rules
from tests.factories.tickets import make_ticket
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db


def constraint_of(caught: pytest.ExceptionInfo[Error]) -> str:
    return caught.value.__cause__.diag.constraint_name


@contextmanager
def committed() -> Iterator[None]:
    """What the database would say to a commit, said at the end of the block."""
    with bootstrap_scope():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_the_database_holds_the_state_table_as_the_rules_have_it() -> None:
    words = [
        (m, b, a) for m in _moves() for b in ["", *TicketState.values] for a in TicketState.values
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m, b, a FROM unnest(%s::text[], %s::text[], %s::text[]) AS w(m, b, a)"
            " WHERE services_ticket_flow(m, b, a)",
            [list(column) for column in zip(*words, strict=True)],
        )
        told = set(cursor.fetchall())

    assert told == set(rules.steps())


@pytest.mark.parametrize("state", TicketState.values)
def test_a_ticket_stands_in_every_state_with_its_steps(state: str) -> None:
    with committed():
        ticket = make_ticket(state)

    assert ticket.steps.count() == ticket.step_no


def test_raw_sql_cannot_change_a_state_without_its_step() -> None:
    ticket = make_ticket("collected")

    with pytest.raises(Error) as caught, bootstrap_scope():
        Ticket.objects.filter(pk=ticket.pk).update(state="triaged")

    assert constraint_of(caught) == "ticket_moves_by_its_steps"


def test_raw_sql_cannot_add_a_step_the_table_does_not_have() -> None:
    ticket = make_ticket("collected")

    with pytest.raises(Error) as caught, bootstrap_scope():
        _step(ticket, 2, "assign", "collected", "assigned")

    assert constraint_of(caught) == "ticket_step_is_in_the_table"


def test_a_step_begins_where_the_last_one_ended() -> None:
    ticket = make_ticket("collected")

    with pytest.raises(Error) as caught, bootstrap_scope():
        _step(ticket, 2, "assign", "triaged", "assigned")

    assert constraint_of(caught) == "ticket_step_follows_the_last"


def test_a_step_nobody_took_does_not_commit() -> None:
    ticket = make_ticket("collected")

    with pytest.raises(Error) as caught, committed():
        _step(ticket, 2, "triage", "collected", "triaged")

    assert constraint_of(caught) == "ticket_step_is_taken"


def test_a_ticket_without_its_first_step_does_not_commit() -> None:
    ticket = make_ticket("collected")
    ticket.pk, ticket.number = None, "WT-2"

    with pytest.raises(Error) as caught, committed():
        ticket.save(force_insert=True)

    assert constraint_of(caught) == "ticket_moves_by_its_steps"


def test_steps_are_never_changed_or_deleted() -> None:
    ticket = make_ticket("triaged")

    for act in (
        lambda: TicketStep.objects.filter(ticket=ticket).update(note="改"),
        lambda: TicketStep.objects.filter(ticket=ticket).delete(),
    ):
        with pytest.raises(Error, match="append-only"), transaction.atomic(), bootstrap_scope():
            act()


def test_what_a_ticket_was_when_it_came_does_not_change() -> None:
    ticket = make_ticket("triaged")

    with pytest.raises(Error, match="does not change"), bootstrap_scope():
        Ticket.objects.filter(pk=ticket.pk).update(number="WT-1")


def _moves() -> list[str]:
    return sorted({move for move, _, _ in rules.steps()} | {"nothing"})


def _step(ticket: Ticket, ordinal: int, move: str, before: str, after: str) -> None:
    TicketStep.objects.create(
        ticket=ticket,
        ordinal=ordinal,
        move=move,
        state_before=before,
        state_after=after,
        at=ticket.held_since,
        actor_name="乙",
        holder_kind="unit",
        holder_id=ticket.jurisdiction_id,
    )
