"""Which titles, batches and candidates."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q
from django.db.models.functions import Coalesce

from enterprises.rules.spans import day_after
from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import BatchCandidate, Recognition, RecognitionBatch


class RecognitionQuerySet(ScopedQuerySet["Recognition"]):
    jurisdiction_path = "jurisdiction_id"

    def current(self) -> Self:
        """The version of each title that we hold true now."""
        return self.filter(superseded_at__isnull=True)

    def known_at(self, moment: datetime) -> Self:
        """The version of each title that we held true at `moment`."""
        return self.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)).filter(
            recorded_at__lte=moment
        )

    def in_force(self, *, on: date) -> Self:
        """Titles in force on a day, as known now."""
        return self.current().holding(on)

    def holding(self, on: date) -> Self:
        """Versions that say the title is in force on a day.

        Said in bounds, not as `@>`: behind row policies the planner may not look at the
        statistics of an operator that is not leakproof, and would take two titles in five for
        one in two hundred. An empty span has no upper bound and is not endless.
        """
        endless = Q(in_force__upper_inf=True)
        return self.filter(endless | Q(in_force__endswith__gt=on), valid_from__lte=on)

    def for_list(self) -> Self:
        return self.select_related("enterprise", "jurisdiction", "batch")

    def ending_between(self, first: date, last: date) -> Self:
        """Titles whose last day, by award or extension, lies in [first, last]; none withdrawn."""
        end = Coalesce("extended_until", "valid_until")
        rows = self.filter(withdrawn_on__isnull=True).alias(term_end=end)
        return rows.filter(term_end__gt=first, term_end__lte=day_after(last))


class BatchQuerySet(ReferenceQuerySet["RecognitionBatch"]):
    """Batches are published lists: everybody may know of them, not of everyone on them."""

    def locked(self, pk: int) -> "RecognitionBatch":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class BatchCandidateQuerySet(ScopedQuerySet["BatchCandidate"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("enterprise", "jurisdiction", "assessment")

    def locked(self, pk: int) -> "BatchCandidate":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
