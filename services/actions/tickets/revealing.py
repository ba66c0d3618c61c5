"""The whole number of the person to be called about a ticket: each look is in the trail."""

from datetime import datetime

from django.db import transaction

from services.models import Ticket
from services.queries.ticket_sides import rows_for
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused
from wuhan_smes.looks import reason_of

# Who may call the enterprise: the desk's people who may look at contacts, and who handles it.
CALLERS = (Capability.CONTACT_REVEAL, Capability.TICKET_HANDLE)


@transaction.atomic
def reveal_contact(ticket_id: int, *, access: Access, at: datetime, reason: str) -> Ticket:
    """The ticket with its contact's whole number, for those who have to call, and why."""
    why = reason_of(reason)
    ticket = rows_for(access, CALLERS).get(pk=ticket_id)
    if not ticket.contact_phone:
        raise ActionRefused("该工单没有登记联系电话")
    changes = {"phone": ticket.masked_phone, "reason": why}
    trail.record("ticket.reveal", ticket, access=access, at=at, changes=changes)
    return ticket
