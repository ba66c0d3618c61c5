"""Figures of enterprises as files, in the words the import of each list knows."""

from typing import Final

from django.db.models import Case, CharField, F, Func, Value, When

from enterprises.choices import PeriodKind
from enterprises.models import (
    ANNUAL,
    PERIODIC,
    AnnualIndicators,
    IndicatorEvidence,
    PeriodIndicators,
)
from enterprises.reports.enterprise_lists import OF_ENTERPRISE, TAKES_OUT
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of


def _written(pattern: str) -> Func:
    """The first day of the period in a pattern of PostgreSQL."""
    first = F("during__startswith")
    return Func(first, Value(pattern), function="to_char", output_field=CharField())


PERIOD: Final = Case(
    When(kind=PeriodKind.QUARTER, then=_written('YYYY"-Q"Q')),
    default=_written("YYYY-MM"),
    output_field=CharField(),
)

ANNUAL_INDICATORS: Final = ListExport(
    "annual-indicators",
    "年度指标",
    columns_of(
        AnnualIndicators,
        *OF_ENTERPRISE,
        "year",
        *((it.name, it.heading) for it in ANNUAL.values()),
        "evidence",
        "as_of",
        "source",
    ),
    TAKES_OUT,
)

EVIDENCE: Final = ListExport(
    "indicator-evidence",
    "指标佐证",
    columns_of(
        IndicatorEvidence,
        *OF_ENTERPRISE,
        "year",
        "indicator",
        "name",
        "size",
        "sha256",
        "added_at",
        "added_by_name",
        "removed_at",
        "removed_reason",
    ),
    TAKES_OUT,
)
PERIOD_INDICATORS: Final = ListExport(
    "period-indicators",
    "运行指标",
    columns_of(
        PeriodIndicators,
        *OF_ENTERPRISE,
        Shown("期间", PERIOD, "word", 10),
        "basis",
        *((it.name, it.heading) for it in PERIODIC.values()),
        "explanation",
        "evidence",
        "source",
    ),
    TAKES_OUT,
)
