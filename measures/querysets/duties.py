"""Who promised what is known to everybody; what a unit reports is its own and the bureau's."""

from datetime import date
from typing import TYPE_CHECKING, Self

from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from measures.models import (
        Commitment,
        CommitmentUnit,
        ProgressEntry,
        ProgressEvidence,
        ProgressReminder,
    )


class CommitmentQuerySet(ReferenceQuerySet["Commitment"]):
    def for_list(self) -> Self:
        """Clause, measure and units of each, in three queries."""
        return self.select_related("clause__measure__document").prefetch_related("units__agency")

    def of_agency(self, agency_id: int) -> Self:
        """What one unit leads or helps with."""
        return self.filter(pk__in=self.model.objects.filter(units__agency=agency_id).values("pk"))

    def started(self, *, on: date) -> Self:
        """Those reports are due for."""
        return self.filter(starts_on__isnull=False, starts_on__lte=on)

    def locked(self, pk: int) -> "Commitment":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class CommitmentUnitQuerySet(ReferenceQuerySet["CommitmentUnit"]):
    """Who answers for a commitment."""


class ProgressQuerySet(ScopedQuerySet["ProgressEntry"]):
    jurisdiction_path = "jurisdiction_id"
    agency_path = "agency_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, evidence included."""
        return self.select_related("commitment__clause__measure", "agency").prefetch_related(
            "evidence"
        )

    def of_quarter(self, first: date) -> Self:
        return self.filter(quarter_on=first)

    def locked(self, pk: int) -> "ProgressEntry":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class ProgressEvidenceQuerySet(ScopedQuerySet["ProgressEvidence"]):
    jurisdiction_path = "jurisdiction_id"
    agency_path = "agency_id"


class ProgressReminderQuerySet(ScopedQuerySet["ProgressReminder"]):
    jurisdiction_path = "jurisdiction_id"
    agency_path = "agency_id"
