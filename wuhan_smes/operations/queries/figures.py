"""The figures of one enterprise beside each other, each with where it comes from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from enterprises.choices import PeriodBasis, PeriodKind
from enterprises.models import ANNUAL, PERIODIC, AnnualIndicators, Indicator, PeriodIndicators
from enterprises.pages.indicator_words import UNKNOWN, heading, shown
from enterprises.rules.periods import Period
from wuhan_smes.access import Access, Capability
from wuhan_smes.exchange.choices import ImportState, Operation
from wuhan_smes.exchange.queries.provenance import provenance_of
from wuhan_smes.operations.queries.sources import cited

MOST_YEARS: Final = 5
MOST_PERIODS: Final = 6
Figures = AnnualIndicators | PeriodIndicators


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as people read it; `source` is the number of its line among the sources."""

    text: str
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator over the spans."""

    label: str
    cells: Sequence[Cell]


@dataclass(slots=True)
class FigureTable:
    """Indicators known for at least one of the spans; amounts in 万元, unknown as a dash."""

    spans: Sequence[str]
    lines: Sequence[Line]
    sources: list[str] = field(default_factory=list)

    def cite(self, text: str) -> int | None:
        """The number of a source; the same words are one source."""
        if not text:
            return None
        if text not in self.sources:
            self.sources.append(text)
        return self.sources.index(text) + 1


def annual_figures(enterprise_id: int, *, access: Access) -> FigureTable | None:
    """The last years known; None for who may not see figures."""
    if not access.holds(Capability.INDICATOR_VIEW):
        return None
    reach = access.reach(Capability.INDICATOR_VIEW)
    rows = AnnualIndicators.objects.within(reach).current().filter(enterprise_id=enterprise_id)
    latest = sorted(rows.order_by("-year")[:MOST_YEARS], key=lambda row: row.year)
    threads = {row.pk: str(row.year) for row in latest}
    return _table(latest, [str(row) for row in latest], ANNUAL, threads, enterprise_id, access)


def running_figures(enterprise_id: int, *, access: Access) -> FigureTable | None:
    """The last months and quarters known; None for who may not see figures."""
    if not access.holds(Capability.INDICATOR_VIEW):
        return None
    reach = access.reach(Capability.INDICATOR_VIEW)
    rows = PeriodIndicators.objects.within(reach).current().filter(enterprise_id=enterprise_id)
    latest = list(reversed(rows.order_by("-during", "-id")[:MOST_PERIODS]))
    spans = [
        str(row) if row.basis == PeriodBasis.CURRENT else f"{row}（{PeriodBasis(row.basis).label}）"
        for row in latest
    ]
    threads = {
        row.pk: f"{Period(PeriodKind(row.kind), row.during.lower)} {row.basis}" for row in latest
    }
    return _table(latest, spans, PERIODIC, threads, enterprise_id, access)


def _table(
    rows: Sequence[Figures],
    spans: Sequence[str],
    indicators: Mapping[str, Indicator],
    threads: Mapping[int, str],
    enterprise_id: int,
    access: Access,
) -> FigureTable:
    table = FigureTable(spans, [])
    told = _told(rows, enterprise_id, access)
    table.lines = [
        Line(heading(it), [_cell(table, it, row, threads[row.pk], told) for row in rows])
        for it in indicators.values()
        if any(getattr(row, it.name) is not None for row in rows)
    ]
    return table


def _cell(
    table: FigureTable,
    indicator: Indicator,
    row: Figures,
    thread: str,
    told: Mapping[tuple[str, str, str], str],
) -> Cell:
    """Cited by the import that gave the value, or else by what its row says of itself."""
    value = getattr(row, indicator.name)
    if value is None:
        return Cell(UNKNOWN)
    given = told.get((thread, indicator.name, _as_told(indicator, value)), row.source)
    return Cell(shown(indicator, value), table.cite(given))


def _told(
    rows: Iterable[Figures], enterprise_id: int, access: Access
) -> dict[tuple[str, str, str], str]:
    """Who last gave each value, by (thread, indicator, value as the list told it)."""
    tables = {row._meta.db_table for row in rows}
    mine = provenance_of(enterprise_id, access=access).filter(
        table__in=tables, operation=Operation.ADDED
    )
    traces = list(mine.exclude(of__state=ImportState.REVERTED))
    words = cited(traces, access)
    found: dict[tuple[str, str, str], str] = {}
    for trace in traces:
        for name in trace.fields:
            key = (trace.thread, name, str(trace.after.get(name)))
            found.setdefault(key, words[trace.pk])
    return found


def _as_told(indicator: Indicator, value: Any) -> str:
    """A value as a trace keeps it."""
    if isinstance(value, bool | list | str):
        return shown(indicator, value)
    return str(value)
