"""Which limits hold for a ticket."""

from collections.abc import Iterable
from datetime import date

from services.choices.clocks import ClockKind
from services.models import TicketPolicy
from services.rules.clocks import Limits


def limits_for(*, category: str, urgency: str, on: date) -> Limits:
    """The limits in force on `on`; those of the category before those of all categories."""
    rows = TicketPolicy.objects.on(on).of(category=category, urgency=urgency)
    return limits_of(rows.order_by("category"))


def limits_of(rows: Iterable[TicketPolicy]) -> Limits:
    """Rows of one kind of ticket, the general ones first, as one value."""
    found = {ClockKind(row.kind): row for row in rows}
    if not found:
        return Limits()
    receipt = found.get(ClockKind.SOLVE) or next(iter(found.values()))
    return Limits(
        {kind: row.limit for kind, row in found.items()}, receipt.late_rolls, receipt.closes_at
    )
