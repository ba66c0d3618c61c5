"""督办单: pressure on paper, numbered without gaps for each unit and year."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from services.choices.tickets import PressureKind
from services.models import Supervision
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused
from wuhan_smes.in_line import stand_in_line


@transaction.atomic
def number_sheet(supervision_id: int, *, access: Access, at: datetime) -> Supervision:
    """Give a 督办 the next number of its unit and year; one that has a number keeps it."""
    reach = access.reach(Capability.TICKET_APPROVE)
    row = (
        Supervision.objects.within(reach)
        .select_related("ticket__jurisdiction")
        .get(pk=supervision_id)
    )
    if row.kind != PressureKind.SUPERVISE:
        raise ActionRefused("只有督办可以出具督办单")
    head = f"{row.ticket.jurisdiction.short}督〔{timezone.localdate(at).year}〕"
    stand_in_line(head)
    row.refresh_from_db(fields=["number"])
    if row.number:
        return row
    row.number = f"{head}{Supervision.objects.filter(number__startswith=head).count() + 1}号"
    row.save(update_fields=["number"])
    trail.record("supervision.number", row, access=access, at=at, changes={"number": row.number})
    return row
