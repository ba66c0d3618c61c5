"""What documents report beside what the system counts, with the doubts both carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from enterprises.choices import CountBasis, FigureBasis
from enterprises.models import ReportedFigure, SourceFlag
from enterprises.models.figure import Qualifier
from enterprises.queries.tier_counts import tier_counts
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.operations import rows

LOOSELY: Final[Mapping[str, str]] = {
    Qualifier.ABOUT: "约",
    Qualifier.OVER: "超过",
    Qualifier.UNDER: "不到",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One reported figure; `computed` is None where nothing is computed or may be seen."""

    figure: ReportedFigure
    on: date
    computed: int | None
    url: str

    @property
    def difference(self) -> Decimal | None:
        return None if self.computed is None else self.computed - self.figure.value

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
    lines: Sequence[Comparison]


def comparisons(*, access: Access) -> list[Group]:
    """Every reported figure, grouped. Only whoever counts the whole city sees computed ones:
    a share of a unit beside a figure of the city would mislead.
    """
    reach = access.reach(Capability.COUNTS_VIEW)
    figures = list(ReportedFigure.objects.order_by("display_order", "id"))
    counted = _Computed(reach) if reach.everywhere else None
    lines = [_compare(figure, counted) for figure in figures]
    order = {line.figure.group: n for n, line in reversed(list(enumerate(lines)))}
    lines.sort(key=lambda line: order[line.figure.group])
    return [
        Group(name, list(found)) for name, found in groupby(lines, key=lambda x: x.figure.group)
    ]


def flags() -> list[SourceFlag]:
    """Every doubt about a source, F1 first."""
    return sorted(SourceFlag.objects.all(), key=lambda flag: int(flag.code[1:]))


class _Computed:
    """What the system counts for a figure; the counts of a day are asked for once."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._days: dict[date, Mapping[str, int]] = {}

    def value(self, name: str, on: date) -> tuple[int, str]:
        """The number and the address of its rows."""
        kind, _, tier = name.partition(":")
        if kind == "managing_units":
            return Jurisdiction.objects.managing().count(), ""
        if kind != "tier_holders":
            raise LookupError(f"no computation is called {name}")
        if on not in self._days:
            counts = tier_counts(self._reach, on=on, basis=CountBasis.HOLDER)
            self._days[on] = {one.tier.value: one.count for one in counts}
        return self._days[on][tier], rows.counted(on=on, tier=tier, basis=CountBasis.HOLDER)


def _compare(figure: ReportedFigure, counted: _Computed | None) -> Comparison:
    on = figure.as_of or figure.stated_on
    if on is None:
        raise LookupError(f"figure {figure.code} has no date, against its constraint")
    if counted is None or not figure.computed_by:
        return Comparison(figure, on, None, "")
    number, url = counted.value(figure.computed_by, on)
    return Comparison(figure, on, number, url)
