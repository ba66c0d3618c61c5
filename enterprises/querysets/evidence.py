"""Papers belong to the unit of their enterprise."""

from typing import TYPE_CHECKING, Self

from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import IndicatorEvidence


class IndicatorEvidenceQuerySet(ScopedQuerySet["IndicatorEvidence"]):
    jurisdiction_path = "jurisdiction_id"

    def standing(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def locked(self, pk: int) -> "IndicatorEvidence":
        """One paper, held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
