"""Every move: made, refused, out of reach, without the right, and by two people at once."""

import pytest

from services.actions.tickets import moving
from services.models import Ticket, TicketStep
from services.querysets.tickets import TicketQuerySet
from services.rules import tickets as rules
from tests.factories.accounts import make_access
from tests.races import race
from tests.services.tickets.cases import CASES, Case, params
from tests.services.tickets.world import NOW, World
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import NotPermitted, StaleVersion, TransitionRefused
from wuhan_smes.scope import bootstrap_scope, scoped


@pytest.mark.parametrize("case", params("works"))
def test_a_move_leads_where_the_table_says_and_leaves_its_step_and_its_trail(
    case: Case, world: World
) -> None:
    ticket = case.make(world)

    given = case.given(world)

    with scoped(given.access):
        given.do(ticket)

    moved = Ticket.objects.get(pk=ticket.pk)
    last = TicketStep.objects.filter(ticket=ticket).order_by("-ordinal")[0]
    trail = AuditEvent.objects.filter(target="services.ticket", target_id=ticket.pk)
    assert (moved.state, moved.step_no) == (case.after, ticket.step_no + 1)
    assert (last.state_before, last.state_after, last.ordinal) == (
        case.state,
        case.after,
        moved.step_no,
    )
    assert (last.holder_kind, last.holder_id) == (moved.holder_kind, moved.holder_id)
    assert [event.kind for event in trail] == [f"ticket.{last.move}"]


@pytest.mark.parametrize("case", params("refused"))
def test_a_move_the_table_does_not_have_is_refused(case: Case, world: World) -> None:
    ticket = case.make(world, "draft" if case.state == "closed" else "closed")

    given = case.given(world)

    with pytest.raises(TransitionRefused), scoped(given.access):
        given.do(ticket)

    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version


@pytest.mark.parametrize("case", params("reach"))
def test_a_move_finds_no_ticket_of_others(case: Case, world: World) -> None:
    ticket = case.make(world)
    stranger = getattr(World(), case.who)
    given = case.given(world)

    with pytest.raises(Ticket.DoesNotExist), scoped(stranger):
        given.do(ticket, stranger)


@pytest.mark.parametrize("case", params("capability"))
def test_a_move_needs_its_capability(case: Case, world: World) -> None:
    ticket = case.make(world)

    given = case.given(world)

    with pytest.raises(NotPermitted):
        given.do(ticket, make_access("auditor"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("case", params("race"))
def test_of_two_people_at_once_one_moves(case: Case, world: World) -> None:
    """What changes nothing but the history is told apart by the version both of them read."""
    with bootstrap_scope():
        ticket = case.make(world)
        given = case.given(world, **({} if case.moves else {"expected_version": ticket.version}))

    outcomes = race(
        lambda: given.do(ticket),
        lambda: given.do(ticket),
        as_first=given.access,
        as_second=given.access,
    )

    assert outcomes == ("done", "transition_refused" if case.moves else "stale_version")


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_decide_on_the_same_state(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control: what the race test looks for can be seen."""
    decided = []
    case = CASES[0]
    with bootstrap_scope():
        ticket, given = case.make(world), case.given(world)
    monkeypatch.setattr(TicketQuerySet, "locked", lambda rows, pk: rows.get(pk=pk))
    monkeypatch.setattr(
        "services.actions.tickets.judging.take",
        lambda turn, **_: decided.append(turn.ticket.state),
    )

    race(
        lambda: given.do(ticket),
        lambda: given.do(ticket),
        as_first=given.access,
        as_second=given.access,
    )

    assert decided == ["collected", "collected"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.action)
def test_who_read_an_older_version_is_told(case: Case, world: World) -> None:
    ticket = case.make(world)
    given = case.given(world, expected_version=ticket.version + 1)

    with pytest.raises(StaleVersion):
        given.do(ticket)


def test_every_move_of_the_table_has_its_case() -> None:
    alone = {"raise", "submit", "unmerge", "ask", "refuse", "extend", "recalculate", "hand_over"}
    named = {
        "send_return": "return",
        "put_on_list": "list",
    }
    tried = {case.action.rpartition(".")[2] for case in CASES}

    assert {named.get(name, name) for name in tried} | alone == {
        move for move, _, _ in rules.steps()
    }


def test_somebody_of_another_side_is_told_whose_turn_it_is(world: World) -> None:
    ticket = world.ticket("assigned")

    with pytest.raises(NotPermitted, match="承办方"):
        moving.held(ticket.pk, "sign", access=world.helper_of(ticket), at=NOW)
