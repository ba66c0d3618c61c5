"""Which imports, rows and lessons somebody may see."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import BigIntegerField, F, Q
from django.db.models.functions import Cast

from wuhan_smes.access import Reach
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from wuhan_smes.exchange.models import HeaderAlias, Import, ImportRow, Provenance

M = TypeVar("M", bound=models.Model)
WRITTEN = (Verdict.NEW, Verdict.CHANGED)
# More than a sheet can have: sheet and line make one number.
LINES = 1_000_000_000


class OfUnitQuerySet(ScopedQuerySet[M]):
    jurisdiction_path = "jurisdiction_id"


class ImportQuerySet(ScopedQuerySet["Import"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        return self.select_related("job", "jurisdiction").order_by("-id")

    def locked(self, pk: int) -> "Import":
        """One import, its row held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class ImportRowQuerySet(ScopedQuerySet["ImportRow"]):
    jurisdiction_path = "jurisdiction_id"

    def to_write(self) -> Self:
        """Rows that an application writes: new, changed, and conflicts settled for the file."""
        return self.filter(Q(verdict__in=WRITTEN) | Q(verdict=Verdict.CONFLICT, chosen="file"))

    def left_over(self) -> Self:
        """Rows nobody could use as they are."""
        return self.filter(
            Q(verdict__in=[Verdict.REFUSED, Verdict.DOUBTFUL])
            | Q(verdict=Verdict.CONFLICT, chosen="")
        )

    def at_places(self, places: Collection[int]) -> Self:
        """Rows whose `place` is among them."""
        place = Cast("sheet", BigIntegerField()) * LINES + F("line")
        return self.annotate(at=place).filter(at__in=places)


class ProvenanceQuerySet(ScopedQuerySet["Provenance"]):
    jurisdiction_path = "jurisdiction_id"


class HeaderAliasQuerySet(ScopedQuerySet["HeaderAlias"]):
    jurisdiction_path = "jurisdiction_id"

    def within(self, reach: Reach) -> Self:
        """Everybody's aliases and those of the units in reach."""
        return self.filter(jurisdiction=None) | super().within(reach)
