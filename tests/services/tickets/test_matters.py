"""Who leaves a station leaves no ticket behind, and a station that closes leaves none."""

from datetime import timedelta

import pytest
from django.db import Error

from services.actions import stations
from services.actions.handing_over import Occasion
from services.actions.ticket_matters import HandledTickets
from services.models import Ticket, TicketStep
from tests.factories.accounts import make_station, make_user
from tests.factories.stations import make_profile, make_specialist
from tests.services.tickets.world import NOW, World
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import bootstrap_scope, scoped


def test_a_successor_goes_on_with_what_was_handled(world: World) -> None:
    make_profile(world.station)
    user, heir = (make_user("specialist", station=world.station) for _ in range(2))
    leaver = make_specialist(world.station, user=user)
    successor = make_specialist(world.station, user=heir)
    mine = world.own_ticket("self_handled", handled_by_id=user.pk, handled_by_name="甲")
    done = world.own_ticket("closed", handled_by_id=user.pk, handled_by_name="甲")
    matters, day = HandledTickets(), NOW.date()
    by = Occasion(day, "调任", world.lead, NOW)

    with scoped(world.lead):
        counted = matters.open_with(leaver, on=day)
        given = matters.hand_over(leaver, successor, by)

    with bootstrap_scope():
        assert (counted, given, matters.open_with(leaver, on=day)) == (1, 1, 0)
        assert Ticket.objects.get(pk=mine.pk).handled_by_id == heir.pk
        assert Ticket.objects.get(pk=done.pk).handled_by_id == user.pk
        assert AuditEvent.objects.filter(kind="ticket.hand_over", target_id=mine.pk).count() == 1


def test_a_station_that_still_has_tickets_does_not_close_without_another(world: World) -> None:
    make_profile(world.station)
    world.own_ticket("self_handled")
    world.own_ticket("draft")
    world.own_ticket("closed")
    world.ticket("in_progress", station=world.station)  # an agency sees it through

    with scoped(world.lead), pytest.raises(ActionRefused, match="还有未销号工单 2 件，"):
        stations.close(world.station.pk, access=world.lead, at=NOW, on=NOW.date(), reason="整合")


def test_the_open_tickets_of_a_closing_station_go_along_and_tell_so(world: World) -> None:
    make_profile(world.station)
    target = make_station(world.unit)
    make_profile(target)
    mine, given = world.own_ticket("self_handled"), world.ticket("assigned", station=world.station)
    done = world.own_ticket("closed")

    with scoped(world.lead):
        stations.close(
            world.station.pk,
            access=world.lead,
            at=NOW,
            on=NOW.date() + timedelta(days=1),
            reason="整合",
            to_station_id=target.pk,
        )

    rows = {it.pk: it for it in Ticket.objects.filter(pk__in=[mine.pk, given.pk, done.pk])}
    assert [rows[it.pk].station_id for it in (mine, given)] == [target.pk, target.pk]
    assert (rows[mine.pk].holder_id, rows[mine.pk].holder_name) == (target.pk, target.name)
    assert rows[given.pk].holder_id == world.agency.pk
    assert rows[done.pk].station_id == world.station.pk
    step = TicketStep.objects.filter(ticket=mine).latest("ordinal")
    assert (step.move, step.facts["was"], step.note) == (
        "hand_over",
        world.station.name,
        "服务站撤销：整合",
    )


def test_raw_sql_puts_no_ticket_into_another_station(world: World) -> None:
    ticket, target = world.own_ticket("collected"), make_station(world.unit)

    with bootstrap_scope(), pytest.raises(Error, match="passes to another station") as caught:
        Ticket.objects.filter(pk=ticket.pk).update(station=target)

    assert caught.value.__cause__.diag.constraint_name == "ticket_passes_by_a_step"
