"""A telephone number is shown whole to whoever works on the ticket, and each look is kept."""

import pytest

from services.actions import ticket_contacts
from services.models import Ticket
from tests.factories.accounts import make_access, make_agency, make_unit
from tests.factories.tickets import RECEIVED, make_ticket
from tests.races import race
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import NotPermitted
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db


@pytest.mark.covers("services.ticket_contacts.reveal", "works")
def test_whoever_handles_a_ticket_sees_the_whole_number_and_is_seen_looking() -> None:
    agency = make_agency()
    handler = make_access("handler", agency=agency)
    ticket = make_ticket("signed", agency=agency, contact_phone="13800001234")

    with scoped(handler):
        found = ticket_contacts.reveal(ticket.pk, access=handler, at=RECEIVED, reason="核实")

    look = AuditEvent.objects.get(kind="ticket.reveal")
    assert found.contact_phone == "13800001234"
    assert (look.target_id, "1380" in str(look.changes)) == (ticket.pk, False)


@pytest.mark.covers("services.ticket_contacts.reveal", "reach")
def test_the_number_of_another_unit_s_ticket_is_not_there() -> None:
    elsewhere = make_access("district_staff", unit=make_unit())
    ticket = make_ticket("collected", contact_phone="13800001234")

    with scoped(elsewhere), pytest.raises(Ticket.DoesNotExist):
        ticket_contacts.reveal(ticket.pk, access=elsewhere, at=RECEIVED, reason="核实")


@pytest.mark.covers("services.ticket_contacts.reveal", "capability", "refused")
def test_reading_a_ticket_is_not_reading_its_number() -> None:
    auditor = make_access("auditor")
    ticket = make_ticket("collected", contact_phone="13800001234")

    with scoped(auditor), pytest.raises(NotPermitted):
        ticket_contacts.reveal(ticket.pk, access=auditor, at=RECEIVED, reason="核实")

    assert AuditEvent.objects.filter(kind="ticket.reveal").count() == 0


@pytest.mark.covers("services.ticket_contacts.reveal", "race")
@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_are_two_entries() -> None:
    unit = make_unit()
    clerk = make_access("district_staff", unit=unit)
    ticket = make_ticket("collected", unit=unit, contact_phone="13800001234")

    def look() -> object:
        return ticket_contacts.reveal(ticket.pk, access=clerk, at=RECEIVED, reason="核实")

    assert race(look, look, as_first=clerk, as_second=clerk) == ("done", "done")
    assert AuditEvent.objects.filter(kind="ticket.reveal").count() == 2
