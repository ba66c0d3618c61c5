"""Files with a step: whoever made it adds them, until the ticket has moved on."""

import hashlib
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from services.models import Ticket, TicketAttachment, TicketStep
from services.queries.ticket_sides import rows_for
from services.rules import attachments as rules
from services.rules.ticket_refusals import TicketRefused
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.files.attachments import read_attachment
from wuhan_smes.files.storing import store

# Whoever may do anything with a ticket has steps of his own to add to.
ACTING: Final = (
    Capability.TICKET_HANDLE,
    Capability.TICKET_TRIAGE,
    Capability.TICKET_RAISE,
    Capability.TICKET_CLOSE,
    Capability.TICKET_APPROVE,
)


@transaction.atomic
def attach(
    ticket_id: int, *, access: Access, at: datetime, name: str, data: bytes
) -> TicketAttachment:
    """Keep a file with the last step this person made. The same file again is the first one."""
    ticket = rows_for(access, ACTING).locked(ticket_id)
    step = _own_step(ticket, access)
    given = read_attachment(name, data)
    sha256 = hashlib.sha256(given.data).hexdigest()
    known = TicketAttachment.objects.filter(step=step, sha256=sha256).first()
    if known is not None:
        return known
    rows = TicketAttachment.objects.filter(ticket=ticket)
    rules.require_room(rows.filter(step=step).count(), rows.count())
    file = store(
        given.name,
        given.media_type,
        [given.data],
        access=access,
        at=at,
        jurisdiction_id=ticket.jurisdiction_id,
    )
    made = TicketAttachment.objects.create(
        ticket=ticket,
        step=step,
        file=file,
        name=given.name,
        media_type=given.media_type,
        size=file.size,
        sha256=file.sha256,
        added_at=at,
        added_by_name=access.actor_name,
    )
    changes = {"attachment": made.pk, "name": made.name, "sha256": made.sha256}
    trail.record("ticket.attach", ticket, access=access, at=at, changes=changes)
    return made


def _own_step(ticket: Ticket, access: Access) -> TicketStep:
    """The last step of this person, if nothing but notes and reminders came after it."""
    steps = TicketStep.objects.filter(ticket=ticket)
    own = steps.filter(actor_id=access.actor_id).order_by("-ordinal").first()
    if own is None or access.actor_id is None:
        raise TicketRefused("附件随办理步骤上传，您还没有办理过这件工单")
    after = steps.filter(ordinal__gt=own.ordinal).exclude(state_before=F("state_after"))
    if after.exists():
        raise TicketRefused("工单已经流转，附件请随下一步办理上传")
    return own
