"""The index is everybody's; what a unit reports of itself is its own and the city's."""

from datetime import date
from typing import TYPE_CHECKING, Self

from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from measures.models import (
        AssessmentRound,
        DistrictFigure,
        DistrictIndex,
        DistrictReturn,
        IndexIndicator,
        ReturnEvidence,
    )


class DistrictIndexQuerySet(ReferenceQuerySet["DistrictIndex"]):
    def for_list(self) -> Self:
        return self.prefetch_related("indicators")

    def on(self, day: date) -> "DistrictIndex | None":
        """The edition in force on a day."""
        return self.filter(effective_from__lte=day).order_by("-effective_from").first()


class IndexIndicatorQuerySet(ReferenceQuerySet["IndexIndicator"]):
    """What an edition of the index is made of."""


class AssessmentRoundQuerySet(ReferenceQuerySet["AssessmentRound"]):
    def for_list(self) -> Self:
        return self.select_related("index")


class DistrictReturnQuerySet(ScopedQuerySet["DistrictReturn"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, figures and files included."""
        return self.select_related("round__index", "jurisdiction").prefetch_related(
            "figures__indicator", "figures__evidence"
        )

    def locked(self, pk: int) -> "DistrictReturn":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class DistrictFigureQuerySet(ScopedQuerySet["DistrictFigure"]):
    jurisdiction_path = "jurisdiction_id"


class ReturnEvidenceQuerySet(ScopedQuerySet["ReturnEvidence"]):
    jurisdiction_path = "jurisdiction_id"
