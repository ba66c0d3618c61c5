"""What documents report beside what the system counts, with the doubts both carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from enterprises.choices import CountBasis, FigureBasis
from enterprises.models import ReportedFigure, SourceFlag
from enterprises.models.figure import Qualifier
from enterprises.queries.comparisons import Comparison
from enterprises.queries.comparisons import comparisons as compared
from enterprises.queries.computed import MANAGING_UNITS, TIER_HOLDERS
from measures.queries.records import named
from wuhan_smes.access import Access, Capability
from wuhan_smes.operations import rows

LOOSELY: Final[Mapping[str, str]] = {
    Qualifier.ABOUT: "约",
    Qualifier.OVER: "超过",
    Qualifier.UNDER: "不到",
}


# The list that shows exactly the rows of a figure of a day, and what it is asked.
LISTS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    MANAGING_UNITS: ("managing-units", {}),
    "service_stations": ("stations", {}),
    "specialists": ("specialists", {}),
    "service_month_events": ("events", {"counted": "service_month_events"}),
    "city_visits": ("visits", {"counted": "city_visits"}),
    "problems_collected": ("tickets", {"whose": "all", "counted": "problems_collected"}),
    "appeals_closed": ("tickets", {"whose": "all", "counted": "appeals_closed"}),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One reported figure; `computed` is None where nothing is computed or may be seen."""

    figure: ReportedFigure
    on: date
    computed: int | None
    difference: Decimal | None
    url: str
    basis: str

    @property
    def loosely(self) -> str:
        """How the document softens its figure."""
        return LOOSELY.get(self.figure.qualifier, "")

    @property
    def way(self) -> FigureBasis:
        return FigureBasis(self.figure.counterpart)


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one subject, in the order of their document."""

    label: str
    lines: Sequence[Line]


def comparisons(*, access: Access) -> list[Group]:
    """Every reported figure, grouped."""
    reach = access.reach(Capability.COUNTS_VIEW)
    figures = ReportedFigure.objects.order_by("display_order", "id")
    lines = [_line(found) for found in compared(figures, reach=reach)]
    order = {line.figure.group: n for n, line in reversed(list(enumerate(lines)))}
    lines.sort(key=lambda line: order[line.figure.group])
    return [
        Group(name, list(found)) for name, found in groupby(lines, key=lambda x: x.figure.group)
    ]


def flags() -> list[SourceFlag]:
    """Every doubt about a source, F1 first."""
    return sorted(SourceFlag.objects.all(), key=lambda flag: int(flag.code[1:]))


def _line(found: Comparison) -> Line:
    url = _rows_behind(found.figure.computed_by, found.on) if found.computed is not None else ""
    return Line(found.figure, found.on, found.computed, found.difference, url, found.basis)


def _rows_behind(name: str, on: date) -> str:
    """Where the rows stand that a figure counts; empty where no list shows them."""
    kind, _, tier = name.partition(":")
    if kind == TIER_HOLDERS:
        return rows.counted(on=on, tier=tier, basis=CountBasis.HOLDER)
    if name in LISTS:
        page, asked = LISTS[name]
        return f"{reverse(page)}?{urlencode({**asked, 'on': on.isoformat()})}"
    record = named(name)
    if record is None:
        return ""
    model, count = record
    words = urlencode({"count": count.code, "on": on.isoformat()})
    return f"{reverse('records', args=[model.told.code])}?{words}"
