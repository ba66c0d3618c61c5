"""Routes of tickets are the same for everybody; which of them holds depends on the day."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q

from wuhan_smes.scoping import ReferenceQuerySet

if TYPE_CHECKING:
    from services.models import TicketRoute


class TicketRouteQuerySet(ReferenceQuerySet["TicketRoute"]):
    def on(self, day: date) -> Self:
        """The routes in force on `day`."""
        begun = Q(effective_from__lte=day)
        return self.filter(begun & (Q(effective_until__isnull=True) | Q(effective_until__gt=day)))

    def leading(self, *, category: str, jurisdiction_id: int) -> Self:
        """Those a matter of this unit may take, the unit's own first."""
        mine = Q(jurisdiction=jurisdiction_id) | Q(jurisdiction__isnull=True)
        rows = self.filter(mine, category=category)
        return rows.order_by(F("jurisdiction").asc(nulls_last=True))

    def for_list(self) -> Self:
        return self.select_related("jurisdiction", "agency").order_by("-effective_from", "-id")

    def last_locked(self, *, category: str, jurisdiction_id: int | None) -> "TicketRoute | None":
        """The latest version of one route, held until the transaction ends."""
        rows = self.filter(category=category)
        whose = {"jurisdiction__isnull": True}
        rows = (
            rows.filter(jurisdiction=jurisdiction_id) if jurisdiction_id else rows.filter(**whose)
        )
        held = rows.select_for_update(of=("self",), no_key=True)
        return held.order_by("-effective_from").first()
