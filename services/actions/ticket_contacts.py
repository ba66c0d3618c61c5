"""The telephone number of who is to be called about a ticket."""

from datetime import datetime
from typing import Final

from django.db import transaction

from services.models import Ticket
from services.queries.ticket_sides import rows_for
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.looks import reason_of

# Whoever works on a ticket calls the enterprise; others need the right to see numbers.
CALLERS: Final = (
    Capability.TICKET_HANDLE,
    Capability.TICKET_TRIAGE,
    Capability.TICKET_CLOSE,
    Capability.CONTACT_REVEAL,
)


def may_reveal(ticket: Ticket, access: Access) -> bool:
    held = [capability for capability in CALLERS if access.holds(capability)]
    return bool(held) and rows_for(access.offered(), held).filter(pk=ticket.pk).exists()


@transaction.atomic
def reveal(ticket_id: int, *, access: Access, at: datetime, reason: str) -> Ticket:
    """The ticket with the whole number; each look leaves an entry, and why."""
    why = reason_of(reason)
    ticket = rows_for(access, CALLERS).get(pk=ticket_id)
    trail.record("ticket.reveal", ticket, access=access, at=at, changes={"reason": why})
    return ticket
