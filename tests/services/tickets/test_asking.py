"""A handler asks, his lead decides, and never the same person."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.actions.tickets import asking, handing, twins
from services.models import Ticket, TicketRequest
from services.rules.clocks import ExtensionRefused
from services.rules.ticket_refusals import TicketRefused
from tests.factories.accounts import make_access
from tests.factories.tickets import make_ticket
from tests.races import race
from tests.services.tickets.world import NOW, World
from wuhan_smes.errors import InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import bootstrap_scope, scoped

ASK = "services.tickets.asking.ask"
APPROVE = "services.tickets.asking.approve"
REFUSE = "services.tickets.asking.refuse"
EXTEND = "services.tickets.asking.extend"
UNMERGE = "services.tickets.twins.unmerge"
DUE = NOW + timedelta(days=10)
CLOCK: dict[str, Any] = {
    "urgency": "complex",
    "solve_due_at": DUE,
    "solve_warn_at": DUE - timedelta(days=2),
}


def asked(world: World, move: str = "suspend", **values: Any) -> TicketRequest:
    """A request of the handler that waits for the lead."""
    ticket = world.ticket(values.pop("state", "in_progress"), **values.pop("ticket", {}))
    given = {"waiting_for": "enterprise"} if move == "suspend" else {}
    with scoped(world.handler):
        return asking.ask(
            ticket.pk, access=world.handler, at=NOW, move=move, reason="材料不全", **given, **values
        )


@pytest.mark.covers(ASK, "works")
def test_a_handler_asks_and_the_ticket_stays_where_it_is(world: World) -> None:
    request = asked(world)

    ticket = Ticket.objects.get(pk=request.ticket_id)
    assert (request.state, request.asked_by_id) == ("pending", world.handler.actor_id)
    assert (ticket.state, ticket.steps.order_by("-ordinal")[0].move) == ("in_progress", "ask")


@pytest.mark.covers(ASK, "refused")
def test_the_same_is_not_asked_twice_nor_without_saying_why(world: World) -> None:
    request = asked(world)
    again = {"access": world.handler, "at": NOW, "move": "suspend", "waiting_for": "policy"}

    with scoped(world.handler), pytest.raises(TicketRefused):
        asking.ask(request.ticket_id, reason="再报", **again)
    with scoped(world.handler), pytest.raises(InputRefused):
        asking.ask(request.ticket_id, reason=" ", **again)


@pytest.mark.covers(ASK, "reach")
def test_another_agency_asks_nothing(world: World) -> None:
    ticket = world.ticket("in_progress")

    with pytest.raises(Ticket.DoesNotExist):
        asking.ask(ticket.pk, access=world.helper, at=NOW, move="suspend", reason="材料不全")


@pytest.mark.covers(ASK, "capability")
def test_an_auditor_asks_nothing(world: World) -> None:
    ticket = world.ticket("in_progress")

    with pytest.raises(NotPermitted):
        asking.ask(ticket.pk, access=make_access("auditor"), at=NOW, move="suspend", reason="材")


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers(ASK, "race")
def test_of_two_who_ask_at_once_one_has_asked(world: World) -> None:
    with bootstrap_scope():
        ticket, who = world.ticket("in_progress"), world.handler

    def act() -> object:
        said = {"move": "suspend", "reason": "材料不全", "waiting_for": "policy"}
        return asking.ask(ticket.pk, access=who, at=NOW, **said)

    assert race(act, act, as_first=who, as_second=who) == ("done", "ticket_refused")


@pytest.mark.covers(APPROVE, "works")
def test_what_a_lead_agrees_to_is_done(world: World) -> None:
    request = asked(world)

    with scoped(world.lead):
        ticket = asking.approve(request.ticket_id, request.pk, access=world.lead, at=NOW)

    request.refresh_from_db()
    assert (ticket.state, ticket.holder_kind) == ("suspended", "enterprise")
    assert (request.state, request.decided_by_id) == ("approved", world.lead.actor_id)


@pytest.mark.covers(APPROVE, "refused")
def test_what_was_decided_is_not_decided_again(world: World) -> None:
    request = asked(world)
    with scoped(world.lead):
        asking.refuse(request.ticket_id, request.pk, access=world.lead, at=NOW, note="可先行办理")

        with pytest.raises(TransitionRefused):
            asking.approve(request.ticket_id, request.pk, access=world.lead, at=NOW)


@pytest.mark.covers(APPROVE, "reach")
def test_a_lead_of_another_unit_decides_nothing(world: World) -> None:
    request = asked(world)

    with pytest.raises(Ticket.DoesNotExist):
        asking.approve(request.ticket_id, request.pk, access=World().lead, at=NOW)


@pytest.mark.covers(APPROVE, "capability")
def test_a_desk_agrees_to_nothing(world: World) -> None:
    request = asked(world)

    with pytest.raises(NotPermitted):
        asking.approve(request.ticket_id, request.pk, access=world.desk, at=NOW)


def both_decide(world: World, first: Any, second: Any) -> tuple[str, str]:
    with bootstrap_scope():
        lead, city = world.lead, world.city
    request = asked(world)
    key = (request.ticket_id, request.pk)
    return race(
        lambda: first(*key, access=lead, at=NOW, note="甲"),
        lambda: second(*key, access=city, at=NOW, note="乙"),
        as_first=lead,
        as_second=city,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers(APPROVE, "race")
def test_of_two_leads_at_once_one_agrees(world: World) -> None:
    assert both_decide(world, asking.approve, asking.approve) == ("done", "transition_refused")


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers(REFUSE, "race")
def test_of_two_leads_at_once_one_decides(world: World) -> None:
    assert both_decide(world, asking.refuse, asking.approve) == ("done", "transition_refused")


@pytest.mark.covers(REFUSE, "works")
def test_a_lead_says_no_and_why(world: World) -> None:
    request = asked(world)

    with scoped(world.lead):
        ticket = asking.refuse(
            request.ticket_id, request.pk, access=world.lead, at=NOW, note="可先行办理"
        )

    request.refresh_from_db()
    assert (ticket.state, request.state) == ("in_progress", "refused")
    assert request.decision_note == "可先行办理"


@pytest.mark.covers(REFUSE, "refused")
def test_a_no_without_a_reason_is_none(world: World) -> None:
    request = asked(world)

    with pytest.raises(InputRefused):
        asking.refuse(request.ticket_id, request.pk, access=world.lead, at=NOW, note="")


@pytest.mark.covers(REFUSE, "reach")
def test_a_lead_of_another_unit_refuses_nothing(world: World) -> None:
    request = asked(world)

    with pytest.raises(Ticket.DoesNotExist):
        asking.refuse(request.ticket_id, request.pk, access=World().lead, at=NOW, note="不")


@pytest.mark.covers(REFUSE, "capability")
def test_a_handler_refuses_nothing(world: World) -> None:
    request = asked(world)

    with pytest.raises(NotPermitted):
        asking.refuse(request.ticket_id, request.pk, access=world.handler, at=NOW, note="不")


def test_who_asked_does_not_agree_to_it_himself(world: World) -> None:
    request = asked(world)
    TicketRequest.objects.filter(pk=request.pk).update(asked_by_id=world.lead.actor_id)

    with scoped(world.lead), pytest.raises(NotPermitted, match="申请人"):
        asking.approve(request.ticket_id, request.pk, access=world.lead, at=NOW)


def test_what_was_asked_in_a_state_that_is_over_needs_no_answer(world: World) -> None:
    request = asked(world, "return", state="assigned")
    given = {"access": world.desk, "at": NOW, "reason": "职责在他"}
    other = world.other_agency.pk

    with scoped(world.desk):
        handing.transfer(request.ticket_id, agency_id=other, **given)

    request.refresh_from_db()
    assert request.state == "lapsed"


@pytest.mark.covers(EXTEND, "works")
def test_more_time_moves_the_due_date_and_keeps_the_one_before(world: World) -> None:
    ticket = world.ticket("in_progress", **CLOCK)

    with scoped(world.lead):
        extended = asking.extend(ticket.pk, access=world.lead, at=NOW, days=5, reason="涉及多部门")

    kept = TicketRequest.objects.get(ticket=ticket)
    assert extended.solve_due_at > DUE
    assert (kept.due_before, kept.due_after) == (DUE, extended.solve_due_at)


def test_more_time_that_was_asked_for_is_told_with_both_dates(world: World) -> None:
    request = asked(world, "extend", days=5, ticket=CLOCK)

    with scoped(world.lead):
        asking.approve(request.ticket_id, request.pk, access=world.lead, at=NOW)

    request.refresh_from_db()
    assert request.due_before == DUE
    assert request.due_after > DUE


@pytest.mark.covers(EXTEND, "refused")
@pytest.mark.parametrize(
    ("at", "before"),
    [
        pytest.param(DUE + timedelta(minutes=1), 0, id="after-the-due-date"),
        pytest.param(NOW, 1, id="a-second-time"),
    ],
)
def test_more_time_is_asked_for_in_time_and_once(world: World, at: datetime, before: int) -> None:
    ticket = world.ticket("in_progress", **CLOCK)
    given = {"access": world.lead, "days": 5, "reason": "涉及多部门"}

    with scoped(world.lead):
        for _ in range(before):
            asking.extend(ticket.pk, at=NOW, **given)
        with pytest.raises(ExtensionRefused):
            asking.extend(ticket.pk, at=at, **given)


@pytest.mark.covers(EXTEND, "reach")
def test_a_lead_of_another_unit_gives_no_time(world: World) -> None:
    ticket = world.ticket("in_progress", **CLOCK)

    with pytest.raises(Ticket.DoesNotExist):
        asking.extend(ticket.pk, access=World().lead, at=NOW, days=5, reason="多部门")


@pytest.mark.covers(EXTEND, "capability")
def test_a_handler_gives_himself_no_time(world: World) -> None:
    ticket = world.ticket("in_progress", **CLOCK)

    with pytest.raises(NotPermitted):
        asking.extend(ticket.pk, access=world.handler, at=NOW, days=5, reason="多部门")


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers(EXTEND, "race")
def test_of_two_leads_at_once_one_gives_more_time(world: World) -> None:
    with bootstrap_scope():
        ticket = world.ticket("in_progress", **CLOCK)
        lead, city = world.lead, world.city
    given = {"at": NOW, "days": 5, "reason": "涉及多部门"}

    outcomes = race(
        lambda: asking.extend(ticket.pk, access=lead, **given),
        lambda: asking.extend(ticket.pk, access=city, **given),
        as_first=lead,
        as_second=city,
    )

    assert outcomes == ("done", "extension_refused")


def twins_of(world: World) -> Ticket:
    """A ticket that was closed as a duplicate of another."""
    into, ticket = world.ticket("triaged"), world.ticket("collected")
    with scoped(world.desk):
        return twins.merge(ticket.pk, access=world.desk, at=NOW, into_id=into.pk)


@pytest.mark.covers(UNMERGE, "works")
def test_what_was_no_duplicate_starts_again(world: World) -> None:
    ticket = twins_of(world)

    with scoped(world.desk):
        again = twins.unmerge(ticket.pk, access=world.desk, at=NOW, reason="两件事")

    assert (again.state, again.merged_into_id, again.outcome) == ("collected", None, "")


@pytest.mark.covers(UNMERGE, "refused")
def test_what_was_never_merged_is_not_taken_apart(world: World) -> None:
    ticket = world.ticket("closed")

    with pytest.raises(TicketRefused):
        twins.unmerge(ticket.pk, access=world.desk, at=NOW, reason="两件事")


@pytest.mark.covers(UNMERGE, "reach")
def test_a_desk_of_another_unit_takes_nothing_apart(world: World) -> None:
    ticket = twins_of(world)

    with pytest.raises(Ticket.DoesNotExist):
        twins.unmerge(ticket.pk, access=World().desk, at=NOW, reason="两件事")


@pytest.mark.covers(UNMERGE, "capability")
def test_a_handler_takes_nothing_apart(world: World) -> None:
    ticket = twins_of(world)

    with pytest.raises(NotPermitted):
        twins.unmerge(ticket.pk, access=world.handler, at=NOW, reason="两件事")


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers(UNMERGE, "race")
def test_of_two_at_once_one_takes_it_apart(world: World) -> None:
    with bootstrap_scope():
        desk, second = world.desk, world.second_desk
    ticket = twins_of(world)

    outcomes = race(
        lambda: twins.unmerge(ticket.pk, access=desk, at=NOW, reason="两件事"),
        lambda: twins.unmerge(ticket.pk, access=second, at=NOW, reason="两件事"),
        as_first=desk,
        as_second=second,
    )

    assert outcomes == ("done", "transition_refused")


def test_a_ticket_is_not_joined_to_itself_or_to_a_closed_one(world: World) -> None:
    ticket, closed = world.ticket("collected"), make_ticket("closed", unit=world.unit)

    for into in (ticket, closed):
        with scoped(world.desk), pytest.raises(TicketRefused):
            twins.merge(ticket.pk, access=world.desk, at=NOW, into_id=into.pk)
