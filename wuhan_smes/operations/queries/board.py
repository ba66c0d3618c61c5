"""What the board shows: the ladder with its targets, units by tier, and how both came about."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from enterprises.choices import CountBasis, CountCut, Tier
from enterprises.models import TierTarget
from enterprises.queries.tier_counts import tier_counts
from enterprises.queries.trend import trend
from enterprises.rules.ladder import BESIDE, RUNGS
from wuhan_smes.access import Access, Capability
from wuhan_smes.operations import rows
from wuhan_smes.operations.rows import Cell

# Each rung, and beside it what is shown with it and never added to it.
COLUMNS: Final[Sequence[Tier]] = [
    tier for rung in RUNGS for tier in (rung, *(one for one, its in BESIDE.items() if its == rung))
]
NAMES: Final[Mapping[Tier, str]] = {
    **RUNGS,
    Tier.INNOVATIVE_SME: "其中创新型",
    Tier.KEY_LITTLE_GIANT: "其中重点“小巨人”",
    Tier.CHAMPION_PROVINCIAL: "另有省级单项冠军",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """A title shown beside its rung and never added to it."""

    label: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder; `step` 1 is the broad base. A target comes with its doubts."""

    step: int
    label: str
    cell: Cell
    beside: Sequence[Beside]
    target: TierTarget | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One managing unit; `total` only where the cells may be added."""

    label: str
    cells: Sequence[Cell]
    total: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """One picture of a day. `units` is empty for a person who reaches a single one."""

    columns: Sequence[Tier]
    rungs: Sequence[Rung]
    units: Sequence[UnitRow]
    totals: UnitRow

    @property
    def head(self) -> list[str]:
        return [NAMES[tier] for tier in self.columns]

    def column(self, tier: Tier) -> int:
        """Where the cells of `tier` stand in a row."""
        return self.columns.index(tier)


def board(*, on: date, basis: CountBasis, access: Access) -> Board:
    """The board on one day, for the units this person may count."""
    reach = access.reach(Capability.COUNTS_VIEW)
    adds_up = basis == CountBasis.HIGHEST
    columns = list(RUNGS) if adds_up else COLUMNS
    table = _Table(on, basis, columns, adds_up=adds_up)
    found = tier_counts(reach, on=on, by=CountCut.JURISDICTION, basis=basis)
    units = {one.key: one.label for one in found}
    by_unit = {(one.key, one.tier): one.count for one in found}
    sums: Counter[Tier] = Counter()
    for one in found:
        sums[one.tier] += one.count
    single = next(iter(units)) if len(units) == 1 else ""
    totals = table.row("合计", sums, single)
    lines = [
        table.row(label, {tier: by_unit[key, tier] for tier in columns}, key)
        for key, label in units.items()
    ]
    cells = dict(zip(columns, totals.cells, strict=True))
    return Board(
        columns=columns,
        rungs=_rungs(cells, whole_city=reach.everywhere),
        units=[] if single else lines,
        totals=totals,
    )


def last_year(
    *, on: date, basis: CountBasis, access: Access
) -> dict[Tier, list[tuple[date, Cell]]]:
    """Each rung at the ends of thirteen months, `on` the last."""
    points = trend(access.reach(Capability.COUNTS_VIEW), on=on, months=13, basis=basis)
    return {
        tier: [
            (one.on, Cell(one.counts[tier], rows.counted(on=one.on, tier=tier, basis=basis)))
            for one in points
        ]
        for tier in RUNGS
    }


@dataclass(frozen=True, slots=True)
class _Table:
    """What every row of one table shares."""

    on: date
    basis: CountBasis
    columns: Sequence[Tier]
    adds_up: bool

    def row(self, label: str, counts: Mapping[Tier, int], unit: str) -> UnitRow:
        cells = [
            Cell(counts[tier], rows.counted(on=self.on, tier=tier, basis=self.basis, unit=unit))
            for tier in self.columns
        ]
        return UnitRow(label, cells, sum(cell.value for cell in cells) if self.adds_up else None)


def _rungs(cells: Mapping[Tier, Cell], *, whole_city: bool) -> list[Rung]:
    """Highest first, as a pyramid stands."""
    targets = _targets() if whole_city else {}
    found = [
        Rung(
            step,
            label,
            cells[tier],
            [Beside(NAMES[b], cells[b]) for b, its in BESIDE.items() if its == tier and b in cells],
            targets.get(tier),
        )
        for step, (tier, label) in enumerate(RUNGS.items(), start=1)
    ]
    return found[::-1]


def _targets() -> dict[str, TierTarget]:
    """The city's targets on the rungs; those for each chain are another matter."""
    found = TierTarget.objects.filter(each_chain=False, every_year=False, chain__isnull=True)
    return {target.tier: target for target in found.order_by("due_on")}
