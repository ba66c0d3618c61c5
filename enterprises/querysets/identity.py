"""Which pairs and which merges."""

from typing import TYPE_CHECKING, Self

from enterprises.choices import DuplicateState, EnterpriseStatus
from wuhan_smes.access import Reach
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import DuplicatePair, Merge


class DuplicatePairQuerySet(ScopedQuerySet["DuplicatePair"]):
    """A pair belongs to who reaches both of its rows."""

    jurisdiction_path = "jurisdiction_id"

    def within(self, reach: Reach) -> Self:
        if reach.everywhere:
            return self
        ids = reach.jurisdiction_ids
        return self.filter(jurisdiction_id__in=ids, other_jurisdiction_id__in=ids)

    def waiting(self) -> Self:
        """Pairs somebody should look at: undecided, and neither row merged away or voided since."""
        gone = (EnterpriseStatus.MERGED, EnterpriseStatus.VOIDED)
        undecided = self.filter(state=DuplicateState.OPEN)
        return undecided.exclude(a__status__in=gone).exclude(b__status__in=gone)

    def with_rows(self) -> Self:
        """Everything one row of the queue needs, in one query."""
        return self.select_related("a__jurisdiction", "b__jurisdiction")

    def locked(self, pk: int) -> "DuplicatePair":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class MergeQuerySet(ScopedQuerySet["Merge"]):
    """A merge belongs to the unit of the row that was kept."""

    jurisdiction_path = "jurisdiction_id"

    def standing(self) -> Self:
        """Merges not undone."""
        return self.filter(undone_at__isnull=True)

    def with_rows(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("into", "jurisdiction")

    def locked(self, pk: int) -> "Merge":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
