"""What the board shows: the ladder with its targets, units by tier, and how both came about."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from enterprises.choices import CountBasis, CountCut, Tier
from enterprises.queries.tier_counts import tier_counts
from enterprises.queries.trend import trend
from enterprises.rules.ladder import BESIDE, RUNGS
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.operations import rows
from wuhan_smes.operations.queries.goals import Goal, goals
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
    """One step of the ladder; `step` 1 is the broad base. A goal comes with its doubts."""

    step: int
    tier: Tier
    label: str
    cell: Cell
    beside: Sequence[Beside]
    goal: Goal | None

    @property
    def is_behind(self) -> bool:
        """Whether fewer hold it than the plan wants on the day."""
        planned = self.goal.planned if self.goal else None
        return planned is not None and self.cell.value < planned

    @property
    def note(self) -> str:
        """How it stands on its way, in a few words."""
        if self.goal is None or self.goal.planned is None:
            return ""
        return f"应达 {self.goal.planned:,}，{'落后于计划' if self.is_behind else '达到计划'}"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One managing unit; `total` only where the cells may be added."""

    key: str
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


def narrowed(reach: Reach, unit: Jurisdiction | None) -> Reach:
    """`reach` cut to one unit; to nothing where that lies outside."""
    if unit is None:
        return reach
    return Reach(frozenset({unit.pk})) if reach.covers(unit.pk) else Reach()


def board(
    *, on: date, basis: CountBasis, access: Access, unit: Jurisdiction | None = None
) -> Board:
    """The board on one day, for the units this person may count, or for one of them."""
    reach = narrowed(access.reach(Capability.COUNTS_VIEW), unit)
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
        rungs=_rungs(cells, goals(on=on, reach=reach)),
        units=[] if single else lines,
        totals=totals,
    )


def last_year(
    *, on: date, basis: CountBasis, access: Access, unit: Jurisdiction | None = None
) -> dict[Tier, list[tuple[date, Cell]]]:
    """Each rung at the ends of thirteen months, `on` the last."""
    reach = narrowed(access.reach(Capability.COUNTS_VIEW), unit)
    points = trend(reach, on=on, months=13, basis=basis)
    code = unit.code if unit else ""
    return {
        tier: [
            (
                one.on,
                Cell(
                    one.counts[tier],
                    rows.counted(on=one.on, tier=tier, basis=basis, unit=code),
                ),
            )
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
        total = sum(cell.value for cell in cells) if self.adds_up else None
        return UnitRow(unit, label, cells, total)


def _rungs(cells: Mapping[Tier, Cell], aims: Mapping[str, Goal]) -> list[Rung]:
    """Highest first, as a pyramid stands."""
    found = [
        Rung(
            step,
            tier,
            label,
            cells[tier],
            [Beside(NAMES[b], cells[b]) for b, its in BESIDE.items() if its == tier and b in cells],
            aims.get(tier),
        )
        for step, (tier, label) in enumerate(RUNGS.items(), start=1)
    ]
    return found[::-1]
