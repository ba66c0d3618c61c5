"""Time limits are the same for everybody; which of them hold depends on the day."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from wuhan_smes.scoping import ReferenceQuerySet

if TYPE_CHECKING:
    from services.models import TicketPolicy


class TicketPolicyQuerySet(ReferenceQuerySet["TicketPolicy"]):
    def on(self, day: date) -> Self:
        """The limits in force on `day`."""
        begun = Q(effective_from__lte=day)
        return self.filter(begun & (Q(effective_until__isnull=True) | Q(effective_until__gt=day)))

    def of(self, *, category: str, urgency: str) -> Self:
        """Limits for one kind of ticket: its own, and those of all categories."""
        return self.filter(category__in=("", category), urgency=urgency)

    def for_list(self) -> Self:
        return self.order_by("-effective_from", "-id")

    def last_locked(self, *, category: str, urgency: str, kind: str) -> "TicketPolicy | None":
        """The latest version of one limit, held until the transaction ends."""
        rows = self.filter(category=category, urgency=urgency, kind=kind)
        held = rows.select_for_update(of=("self",), no_key=True)
        return held.order_by("-effective_from").first()
