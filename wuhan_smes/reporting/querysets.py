"""Whose exports and reports may be seen."""

from typing import TYPE_CHECKING, Self

from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.choices import ExportState, HandInState
from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from wuhan_smes.reporting.models import Export, HandIn, HandInStep, ReportPeriod, ReportRun


class ExportQuerySet(ScopedQuerySet["Export"]):
    jurisdiction_path = "jurisdiction_id"

    def owned_by(self, access: Access) -> Self:
        """What this person took out himself."""
        return self.filter(actor_id=access.actor_id)

    def visible_to(self, access: Access) -> Self:
        """One's own, and for whoever reads the trail those of the people within reach."""
        own = self.owned_by(access)
        if not access.holds(Capability.TRAIL_VIEW):
            return own
        return self.within(access.reach(Capability.TRAIL_VIEW)) | own

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("job", "stored", "actor", "jurisdiction")

    def being_made(self) -> Self:
        """Ordered as background work that has not ended."""
        return self.filter(state=ExportState.OPEN, job__state__in=("queued", "running"))

    def locked(self, pk: int) -> "Export":
        """One export, its row held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class ReportRunQuerySet(ScopedQuerySet["ReportRun"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query; the tables themselves stay behind."""
        return self.select_related("job", "jurisdiction", "replaces").defer("body")

    def being_made_for(self, access: Access) -> Self:
        """Ordered by this person as background work that has not ended."""
        return self.filter(
            actor_id=access.actor_id,
            finished_at__isnull=True,
            job__state__in=("queued", "running"),
        )

    def locked(self, pk: int) -> "ReportRun":
        """One report, its row held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class ReportPeriodQuerySet(ReferenceQuerySet["ReportPeriod"]):
    """Which tables are asked for is known to everybody."""


class HandInQuerySet(ScopedQuerySet["HandIn"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query; the tables themselves stay behind."""
        return self.select_related("period", "jurisdiction", "run", "accepted_run").defer(
            "run__body", "accepted_run__body"
        )

    def due(self) -> Self:
        """Still to be handed in, or in again."""
        return self.filter(state__in=(HandInState.AWAITED, HandInState.RETURNED))

    def locked(self, pk: int) -> "HandIn":
        """One of them, its row held until the transaction ends."""
        return (
            self.select_related("period", "jurisdiction")
            .select_for_update(of=("self",), no_key=True)
            .get(pk=pk)
        )


class HandInStepQuerySet(ScopedQuerySet["HandInStep"]):
    jurisdiction_path = "jurisdiction_id"
