"""Rounds are everybody's; what is asked of an enterprise is its unit's and its station's."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import DateRangeField  # noqa: F401 - the lookups of ranges
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import FilteredRelation, Q

from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import JumpThreshold, MonitoringRound, PeriodReport


class MonitoringRoundQuerySet(ReferenceQuerySet["MonitoringRound"]):
    def for_list(self) -> Self:
        return self.order_by("-first", "kind", "basis")

    def running(self, *, on: date, since: date) -> Self:
        """Those whose last day is not longer ago than `since`."""
        return self.filter(due_on__gte=since, opened_at__date__lte=on)


class PeriodReportQuerySet(ScopedQuerySet["PeriodReport"]):
    jurisdiction_path = "jurisdiction_id"
    station_path = "station_id"

    def with_figures(self, of: "MonitoringRound") -> Self:
        """The reports of one round, their figures as known now beside them as `told`."""
        period = of.period
        figures = "enterprise__period_indicators"
        return self.filter(round=of).annotate(
            told=FilteredRelation(
                figures,
                condition=Q(
                    **{
                        f"{figures}__superseded_at__isnull": True,
                        f"{figures}__kind": of.kind,
                        f"{figures}__basis": of.basis,
                        f"{figures}__during": DateRange(period.first, period.until),
                    }
                ),
            )
        )

    def for_list(self) -> Self:
        return self.select_related("enterprise", "jurisdiction", "station", "round")

    def locked(self, pk: int) -> "PeriodReport":
        """One report, held until the transaction ends."""
        rows = self.select_related("round", "enterprise")
        return rows.select_for_update(of=("self",), no_key=True).get(pk=pk)


class JumpThresholdQuerySet(ReferenceQuerySet["JumpThreshold"]):
    def for_list(self) -> Self:
        return self.order_by("id")
