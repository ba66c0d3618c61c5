"""Where the city stands against its targets, on the basis each of them names."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enterprises.choices import CountCut, FlowColumn, TargetBasis, Tier
from enterprises.models import TierTarget
from enterprises.queries.computed import Computed
from enterprises.queries.cuts import rows_of
from enterprises.queries.tier_flows import tier_flows
from wuhan_smes.access import Reach


@dataclass(frozen=True, slots=True)
class Progress:
    """A target and what is counted beside it on a day.

    `computed` is None where the viewer does not reach all that the target speaks of: a unit's
    share beside a figure of the city would mislead. For a target set for every chain `computed`
    adds up the chains, and `chains_reached` of `chains` have the value asked of each.
    `conclusive` is False where the document leaves open since when it counts: then the holders
    of the day stand beside the target and no rate may be drawn from them.
    """

    target: TierTarget
    on: date
    computed: int | None
    conclusive: bool
    chains: int | None = None
    chains_reached: int | None = None


def progress(targets: Iterable[TierTarget], *, on: date, reach: Reach) -> list[Progress]:
    """Each target with the number of the day beside it, in the order given."""
    asked = list(targets)
    of_units: dict[int, list[TierTarget]] = defaultdict(list)
    for target in asked:
        unit = target.jurisdiction
        if reach.everywhere if unit.parent_id is None else reach.covers(unit.pk):
            of_units[unit.pk].append(target)
    counted = {
        unit_id: _Counted(_own(unit_id, its, reach), on, its) for unit_id, its in of_units.items()
    }
    return [
        _one(target, counted[target.jurisdiction_id])
        if target.jurisdiction_id in counted
        else Progress(target, on, None, conclusive=False)
        for target in asked
    ]


def _own(unit_id: int, targets: Sequence[TierTarget], reach: Reach) -> Reach:
    """Where the targets of one unit count: a district's in that district alone."""
    return reach if targets[0].jurisdiction.parent_id is None else Reach(frozenset({unit_id}))


class _Counted:
    """What the targets of one unit share: each day and each period is counted once."""

    def __init__(self, reach: Reach, on: date, targets: Iterable[TierTarget]) -> None:
        self.reach, self.on = reach, on
        self.holders = Computed(reach).holders
        self._tiers: dict[date, set[Tier]] = defaultdict(set)
        self._chains: dict[date, Mapping[Tier, Mapping[str, int]]] = {}
        for target in targets:
            begun = None if counts_holders(target) else since(target, on)
            if begun is not None:
                self._tiers[begun].add(Tier(target.tier))

    def recognised(self, tier: Tier, begun: date) -> Mapping[str, int]:
        """Newly recognised since a day, by primary chain; "" for those on none."""
        if begun not in self._chains:
            self._chains[begun] = self._recognised(begun)
        return self._chains[begun][tier]

    def tree(self) -> Collection[str]:
        """The chains in force on the day, of which each is asked for something."""
        labels = rows_of(CountCut.CHAIN, (), on=[self.on], reach=self.reach).labels
        return [key for key in labels if key]

    def _recognised(self, begun: date) -> Mapping[Tier, Mapping[str, int]]:
        """All that count since one day in one pass over the titles."""
        found: dict[Tier, dict[str, int]] = {tier: {} for tier in self._tiers[begun]}
        rows = tier_flows(
            self.reach, first=begun, last=self.on, by=CountCut.CHAIN, tiers=found.keys()
        )
        for row in rows:
            found[row.tier][row.key] = row.columns[FlowColumn.RECOGNISED]
        return found


def counts_holders(target: TierTarget) -> bool:
    """Whether the holders of the day stand beside it, and not those recognised since a day."""
    open_start = target.basis == TargetBasis.CUMULATIVE and target.starts_on is None
    return target.basis == TargetBasis.STOCK or open_start


def _one(target: TierTarget, counted: _Counted) -> Progress:
    tier, on = Tier(target.tier), counted.on
    if counts_holders(target):
        conclusive = target.basis == TargetBasis.STOCK
        return Progress(target, on, counted.holders(tier, on), conclusive=conclusive)
    begun = since(target, on)
    if begun is None:
        return Progress(target, on, None, conclusive=False)
    chains = counted.recognised(tier, begun)
    if not target.each_chain:
        return Progress(target, on, sum(chains.values()), conclusive=True)
    tree = counted.tree()
    return Progress(
        target,
        on,
        sum(n for key, n in chains.items() if key),
        conclusive=True,
        chains=len(tree),
        chains_reached=sum(chains.get(key, 0) >= target.value for key in tree),
    )


def since(target: TierTarget, on: date) -> date | None:
    """The first day that counts: of the year for a yearly target; none before it starts."""
    year = date(on.year, 1, 1)
    start = target.starts_on
    begun = year if start is None else max(year, start) if target.every_year else start
    return begun if begun <= on else None
