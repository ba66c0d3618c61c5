"""Where the city stands against its targets, on the basis each of them names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from enterprises.choices import CountCut, FlowColumn, TargetBasis, Tier
from enterprises.models import TierTarget
from enterprises.queries.computed import Computed
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
    counted: dict[int, _Counted] = {}
    found = []
    for target in targets:
        unit = target.jurisdiction
        if not (reach.everywhere if unit.parent_id is None else reach.covers(unit.pk)):
            found.append(Progress(target, on, None, conclusive=False))
            continue
        if unit.pk not in counted:
            own = reach if unit.parent_id is None else Reach(frozenset({unit.pk}))
            counted[unit.pk] = _Counted(own, on)
        found.append(_one(target, counted[unit.pk]))
    return found


class _Counted:
    """What the targets of one unit share; every tier is counted once."""

    def __init__(self, reach: Reach, on: date) -> None:
        self.reach, self.on = reach, on
        self.holders = Computed(reach).holders
        self._chains: dict[tuple[Tier, date], Mapping[str, int]] = {}

    def recognised(self, tier: Tier, since: date) -> Mapping[str, int]:
        """Newly recognised since a day, by primary chain; "" for those on none."""
        if (tier, since) not in self._chains:
            rows = tier_flows(self.reach, first=since, last=self.on, by=CountCut.CHAIN, tier=tier)
            self._chains[tier, since] = {
                row.key: row.columns[FlowColumn.RECOGNISED] for row in rows
            }
        return self._chains[tier, since]


def _one(target: TierTarget, counted: _Counted) -> Progress:
    tier, on = Tier(target.tier), counted.on
    if target.basis == TargetBasis.STOCK:
        return Progress(target, on, counted.holders(tier, on), conclusive=True)
    if target.basis == TargetBasis.CUMULATIVE and target.starts_on is None:
        return Progress(target, on, counted.holders(tier, on), conclusive=False)
    begun = since(target, on)
    if begun is None:
        return Progress(target, on, None, conclusive=False)
    chains = counted.recognised(tier, begun)
    if not target.each_chain:
        return Progress(target, on, sum(chains.values()), conclusive=True)
    named = [n for key, n in chains.items() if key]
    return Progress(
        target,
        on,
        sum(named),
        conclusive=True,
        chains=len(named),
        chains_reached=sum(n >= target.value for n in named),
    )


def since(target: TierTarget, on: date) -> date | None:
    """The first day that counts: of the year for a yearly target; none before it starts."""
    year = date(on.year, 1, 1)
    start = target.starts_on
    begun = year if start is None else max(year, start) if target.every_year else start
    return begun if begun <= on else None
