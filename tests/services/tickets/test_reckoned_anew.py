"""A ticket put under another urgency or category is held to the limits of that, from receipt."""

from datetime import datetime, timedelta
from typing import Final

import pytest
from django.utils import timezone

from services.actions.raising import raise_ticket
from services.actions.recalculating import recalculate
from services.actions.sweeping import sweep
from services.actions.tickets import closing, handing, judging, pressing, working
from services.models import Supervision, Ticket, TicketPolicy, TicketStep
from tests.services.tickets.world import NOW, World
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.scope import bootstrap_scope, scoped

# Monday, 2 March 2026; the city's defaults: normal 15 working days, complex 30, urgent 24 hours.
DAY: Final = timedelta(days=1)
SYSTEM: Final = Access.of_system("按时限催办督办")


def raised(world: World, **words: str) -> Ticket:
    given = {"title": "周转资金紧张", "text": "希望对接银行", "category": "financing", **words}
    return raise_ticket(
        access=world.desk, at=NOW, channel="letter", jurisdiction_id=world.unit.pk, **given
    )


def triaged(world: World, ticket: Ticket, at: datetime, **words: str) -> Ticket:
    with scoped(world.desk):
        return judging.triage(ticket.pk, access=world.desk, at=at, **words)


@pytest.mark.parametrize("urgency", ["complex", "urgent"])
def test_the_limit_of_the_new_urgency_runs_from_receipt(world: World, urgency: str) -> None:
    with scoped(world.desk):
        ticket, as_such = raised(world), raised(world, urgency=urgency)

    moved = triaged(world, ticket, NOW + 2 * DAY, urgency=urgency)

    assert moved.solve_due_at == as_such.solve_due_at != ticket.solve_due_at
    assert (moved.solve_warn_at, moved.sign_due_at) == (as_such.solve_warn_at, None)
    step = TicketStep.objects.filter(ticket=ticket).latest("ordinal")
    told = [datetime.fromisoformat(moment) for moment in step.facts["due"]["solve"]]
    assert told == [ticket.solve_due_at, moved.solve_due_at]
    event = AuditEvent.objects.get(kind="ticket.triage", target_id=ticket.pk)
    assert event.changes["due"] == step.facts["due"]


def test_a_ticket_that_stays_what_it_was_keeps_its_limits(world: World) -> None:
    with scoped(world.desk):
        ticket = raised(world)

    moved = triaged(world, ticket, NOW + DAY, urgency="normal", category="financing")

    assert moved.solve_due_at == ticket.solve_due_at
    assert "due" not in TicketStep.objects.filter(ticket=ticket).latest("ordinal").facts


def test_what_the_new_limit_makes_late_is_pressed_for_by_the_next_sweep(world: World) -> None:
    with scoped(world.desk):
        ticket = raised(world)
    at = NOW + 3 * DAY

    moved = triaged(world, ticket, at, urgency="urgent")
    with scoped(SYSTEM):
        sweep(access=SYSTEM, at=at)

    assert moved.escalate_at is not None
    assert moved.escalate_at <= at
    assert [it.clock_kind for it in Supervision.objects.filter(ticket=ticket)] == ["solve"]


def test_a_move_of_a_late_ticket_does_not_spare_it_the_second_pressing(world: World) -> None:
    with scoped(world.desk):
        ticket = raised(world)
    late = timezone.make_aware(datetime(2026, 3, 24, 9))  # noqa: DTZ001 - made aware in Wuhan
    triaged(world, ticket, NOW)
    with scoped(world.desk):
        judging.self_handle(ticket.pk, access=world.desk, at=NOW)
    with scoped(SYSTEM):
        sweep(access=SYSTEM, at=late)
    with scoped(world.desk):
        working.progress(
            ticket.pk, access=world.desk, at=late, note="在谈", contacted=True, planned=True
        )

    with scoped(SYSTEM):
        sweep(access=SYSTEM, at=late)
        sweep(access=SYSTEM, at=late + 10 * DAY)

    pressed = Supervision.objects.filter(ticket=ticket, clock_kind="solve", kind="supervise")
    assert [it.level for it in pressed.order_by("level")] == [1, 2]


def test_reckoning_the_city_again_agrees_with_what_the_triage_found(world: World) -> None:
    with scoped(world.desk):
        ticket = raised(world)
    triaged(world, ticket, NOW + DAY, urgency="complex")
    agency = world.agency
    with scoped(world.desk):
        handing.assign(ticket.pk, access=world.desk, at=NOW + DAY, agency_id=agency.pk)

    with scoped(world.city):
        found = recalculate(access=world.city, at=NOW + 2 * DAY, reason="核对", dry_run=True)

    assert (found.looked_at, found.moved) == (1, [])


def handed_on(world: World, ticket: Ticket, at: datetime) -> tuple[Ticket, Ticket]:
    """Assigned to one unit, and a working day later to another."""
    one, other = world.agency.pk, world.other_agency.pk
    who, later = ({"access": world.desk, "at": moment} for moment in (at, at + DAY))
    with scoped(world.desk):
        judging.triage(ticket.pk, **who)
        first = handing.assign(ticket.pk, **who, agency_id=one)
        return first, handing.transfer(ticket.pk, **later, agency_id=other, reason="职责不符")


def test_the_limit_for_signing_begins_anew_on_a_transfer_unless_the_policy_keeps_it(
    world: World,
) -> None:
    with scoped(world.desk):
        ticket = raised(world)

    first, second = handed_on(world, ticket, NOW)

    assert first.sign_due_at is not None
    assert second.sign_due_at is not None
    assert second.sign_due_at > first.sign_due_at
    assert second.solve_due_at == ticket.solve_due_at
    signing = TicketPolicy.objects.filter(kind="sign", urgency="normal").values()[0]
    changed = {"effective_from": NOW.date(), "version": 2, "kept_on_transfer": True}
    with bootstrap_scope():
        TicketPolicy.objects.filter(pk=signing.pop("id")).update(effective_until=NOW.date())
        TicketPolicy.objects.create(**{**signing, **changed})
    with scoped(world.desk):
        again = raised(world)
    first, second = handed_on(world, again, NOW)
    assert first.sign_due_at == second.sign_due_at


def test_a_leaders_table_has_a_limit_of_its_own_that_a_reply_sent_back_does_not_bring_back(
    world: World,
) -> None:
    ticket = world.ticket("in_progress", received_at=NOW)
    lead = {"access": world.lead, "at": NOW + DAY}

    with scoped(world.lead):
        studied = pressing.study(ticket.pk, **lead, held_on=NOW.date(), chair="示例局长")
    assert studied.study_due_at is not None
    assert timezone.localdate(studied.study_due_at).isoformat() == "2026-03-17"
    with scoped(world.handler):
        handler = {"access": world.handler, "at": NOW + 2 * DAY}
        replied = working.reply(ticket.pk, **handler, outcome="solved", note="已对接")
    with scoped(world.desk):
        desk = {"access": world.desk, "at": NOW + 3 * DAY}
        back = closing.send_back(ticket.pk, **desk, reason="企业说没有")

    assert replied.study_due_at is None
    assert (back.state, back.study_due_at) == ("in_progress", None)
