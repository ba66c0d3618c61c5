"""Typed records within reach: their list, and which of them a count counts."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db.models import Q

from measures.choices import AgencyRole, CountOver
from measures.rules.records import Count, first_day
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from measures.models.records import Record

R = TypeVar("R", bound="Record")


def answered(clauses: Collection[str], reach: Reach, *, leads: bool = False) -> Reach:
    """What is reached of the records of some clauses: one's units, and those of the agencies that
    answer for one of the clauses, or with `leads` lead it. A department of the city answers for
    every unit, the government of a district for its own.
    """
    if reach.everywhere or not reach.agency_ids:
        return reach
    duty: dict[str, Any] = {"commitments__commitment__clause__code__in": clauses}
    if leads:
        duty["commitments__role"] = AgencyRole.LEAD
    agencies = Agency.objects.filter(pk__in=reach.agency_ids, **duty)
    units = Jurisdiction.objects.filter(
        Q(agencies__in=agencies) | Q(parent__agencies__in=agencies)
    ).order_by()
    return Reach(reach.jurisdiction_ids | frozenset(units.values_list("pk", flat=True)))


class RecordQuerySet(ScopedQuerySet[R]):
    """A unit's own records, and for an agency those of the kinds it answers for."""

    jurisdiction_path = "jurisdiction_id"

    def within(self, reach: Reach) -> Self:
        return super().within(answered(self.model.told.clauses, reach))

    def kept_within(self, reach: Reach) -> Self:
        """Those that may be told anew and struck: one's units' own, and what one's agency leads."""
        return super().within(answered(self.model.told.clauses, reach, leads=True))

    def standing(self) -> Self:
        """What was not struck off."""
        return self.filter(struck_at__isnull=True)

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query; agencies do not see the register, so
        that an enterprise is called as it was when the record was told.
        """
        return self.select_related("jurisdiction")

    def counted(self, count: Count, *, on: date) -> Self:
        """The rows behind a figure of a day."""
        rows = self.standing().filter(**count.where).filter(**{f"{count.on}__lte": on})
        if count.of:
            rows = rows.filter(**{f"{count.of}__isnull": False})
        first = first_day(count.over, on)
        if first is not None:
            rows = rows.filter(**{f"{count.on}__gte": first})
        if count.over is CountOver.STOCK:
            rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
        return rows

    def locked(self, pk: int) -> R:
        return self.standing().select_for_update(of=("self",), no_key=True).get(pk=pk)
