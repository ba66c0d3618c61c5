"""A number is shown to who has to call, and each look is in the trail."""

import pytest

from services.actions.tickets.revealing import reveal_contact
from services.models import Ticket
from tests.factories.accounts import make_access
from tests.races import race
from tests.services.tickets.world import NOW, World
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

REVEAL = "services.tickets.revealing.reveal_contact"
PHONE = {"contact_name": "王工", "contact_phone": "13800001234"}


@pytest.mark.covers(REVEAL, "works")
def test_who_handles_a_ticket_sees_the_number_and_the_trail_does_not(world: World) -> None:
    ticket = world.ticket("assigned", **PHONE)

    with scoped(world.handler):
        seen = reveal_contact(ticket.pk, access=world.handler, at=NOW, reason="核实")

    event = AuditEvent.objects.get(kind="ticket.reveal", target_id=ticket.pk)
    assert seen.contact_phone == PHONE["contact_phone"]
    assert event.changes == {"phone": "*******1234", "reason": "核实"}


@pytest.mark.covers(REVEAL, "refused")
def test_where_there_is_no_number_none_is_shown(world: World) -> None:
    ticket = world.ticket("assigned")

    with pytest.raises(ActionRefused):
        reveal_contact(ticket.pk, access=world.handler, at=NOW, reason="核实")


@pytest.mark.covers(REVEAL, "reach")
def test_nobody_sees_a_number_of_others(world: World) -> None:
    ticket = world.ticket("assigned", **PHONE)

    with pytest.raises(Ticket.DoesNotExist):
        reveal_contact(ticket.pk, access=world.helper, at=NOW, reason="核实")


@pytest.mark.covers(REVEAL, "capability")
def test_an_auditor_sees_no_number(world: World) -> None:
    ticket = world.ticket("assigned", **PHONE)

    with pytest.raises(NotPermitted):
        reveal_contact(ticket.pk, access=make_access("auditor"), at=NOW, reason="核实")


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers(REVEAL, "race")
def test_two_looks_at_once_are_two_entries(world: World) -> None:
    with bootstrap_scope():
        ticket, handler, desk = world.ticket("assigned", **PHONE), world.handler, world.desk

    outcomes = race(
        lambda: reveal_contact(ticket.pk, access=handler, at=NOW, reason="核实"),
        lambda: reveal_contact(ticket.pk, access=desk, at=NOW, reason="核实"),
        as_first=handler,
        as_second=desk,
    )

    assert outcomes == ("done", "done")
    with bootstrap_scope():
        assert AuditEvent.objects.filter(kind="ticket.reveal", target_id=ticket.pk).count() == 2
