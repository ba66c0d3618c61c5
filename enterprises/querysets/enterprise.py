"""Which enterprises, and which of the dated facts about them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from enterprises.choices import EnterpriseStatus
from wuhan_smes.access import Reach
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import Enterprise, MoveRequest

F = TypeVar("F", bound=models.Model)


class EnterpriseQuerySet(ScopedQuerySet["Enterprise"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("jurisdiction", "industry")

    def registered(self) -> Self:
        """Without those whose registration was taken back."""
        return self.exclude(status=EnterpriseStatus.VOIDED)

    def locked(self, pk: int) -> "Enterprise":
        """One enterprise, its row held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class FactQuerySet(ScopedQuerySet[F]):
    """Dated facts about enterprises: what held on a day, as known at a moment."""

    jurisdiction_path = "jurisdiction_id"

    def current(self) -> Self:
        """What is known now."""
        return self.filter(superseded_at__isnull=True)

    def known_at(self, moment: datetime) -> Self:
        return self.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)).filter(
            recorded_at__lte=moment
        )

    def holding(self, *, on: date) -> Self:
        """Facts that held on a day, as known now. In bounds, for the planner's sake: see titles."""
        endless = Q(during__upper_inf=True)
        return self.current().filter(
            endless | Q(during__endswith__gt=on), during__startswith__lte=on
        )


class MoveRequestQuerySet(ScopedQuerySet["MoveRequest"]):
    """A request is seen by both sides, so its reach has two paths."""

    jurisdiction_path = "to_jurisdiction_id"

    def within(self, reach: Reach) -> Self:
        if reach.everywhere:
            return self
        ids = reach.jurisdiction_ids
        return self.filter(Q(from_jurisdiction_id__in=ids) | Q(to_jurisdiction_id__in=ids))

    def with_units(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("from_jurisdiction", "to_jurisdiction")

    def locked(self, pk: int) -> "MoveRequest":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
