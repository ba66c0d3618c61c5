"""Typed records within reach: their list, and which of them a count counts."""

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db.models import Q

from measures.choices import CountOver
from measures.rules.records import Count, first_day
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from measures.models.records import Record

R = TypeVar("R", bound="Record")


class RecordQuerySet(ScopedQuerySet[R]):
    jurisdiction_path = "jurisdiction_id"

    def standing(self) -> Self:
        """What was not struck off."""
        return self.filter(struck_at__isnull=True)

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        names = {field.name for field in self.model._meta.concrete_fields}
        return self.select_related(*sorted(names & {"jurisdiction", "enterprise"}))

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
