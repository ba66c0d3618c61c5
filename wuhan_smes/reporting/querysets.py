"""Whose exports and reports may be seen."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import User
from wuhan_smes.reporting.choices import ExportState, HandInState
from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from wuhan_smes.reporting.models import (
        Export,
        HandIn,
        HandInStep,
        NamedView,
        ReportPeriod,
        ReportRun,
        SheetForm,
    )


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
        return self.select_related("job", "jurisdiction", "replaces").defer("body", "members")

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
            "run__body", "run__members", "accepted_run__body", "accepted_run__members"
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


class NamedViewQuerySet(ScopedQuerySet["NamedView"]):
    jurisdiction_path = "jurisdiction_id"

    def of(self, access: Access) -> Self:
        """One's own."""
        return self.filter(owner_id=access.actor_id)

    def open_to(self, access: Access) -> Self:
        """One's own, and those shared by others of one's unit."""
        home = User.objects.filter(pk=access.actor_id).values("jurisdiction_id")
        return self.filter(
            Q(owner_id=access.actor_id) | Q(is_shared=True, jurisdiction_id__in=home)
        )

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("owner", "jurisdiction")

    def locked(self, pk: int) -> "NamedView":
        """One view, its row held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class SheetFormQuerySet(ScopedQuerySet["SheetForm"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query; the workbooks stay behind."""
        return self.select_related("jurisdiction").defer("content")

    def locked(self, pk: int) -> "SheetForm":
        """One form, its row held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
