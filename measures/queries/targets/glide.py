"""A plan beside the day: what should be there, what is, what is to be expected, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enterprises.choices import Tier
from enterprises.queries.trend import counts_on
from measures.choices import ShareOf
from measures.models import TargetPlan, TargetShare
from measures.queries.targets.counting import held_by, new_by, new_of
from measures.rules.glide import Outlook, Way, stations
from wuhan_smes.access import Reach


@dataclass(frozen=True, slots=True)
class Station:
    """One day on the way. `held` is what was there (None for a day to come), `expected` what is to
    be expected of a day to come.
    """

    on: date
    planned: int
    held: int | None
    expected: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan, or one share of it, on a day.

    `ending` titles end by the due day; `expected` is what remains of them, with as many new ones
    as last year brought; `missing` is what the target lacks today.
    """

    label: str
    key: str
    of: ShareOf | None
    opening: int
    value: int
    planned: int
    held: int
    ending: int
    new_a_year: int
    expected: int

    @property
    def missing(self) -> int:
        return max(0, self.value - self.held)

    @property
    def is_behind(self) -> bool:
        return self.held < self.planned


def way_of(plan: TargetPlan, share: TargetShare | None = None) -> Way:
    """The way of a plan, or of one share of it."""
    ends = plan if share is None else share
    return Way(plan.opening_on, ends.opening, plan.due_on, ends.value, tuple(plan.months))


def whole(plan: TargetPlan, *, on: date, reach: Reach) -> Standing | None:
    """Where the city stands; None for who does not reach all of it."""
    if not reach.everywhere:
        return None
    (found,) = _standings(plan, [None], None, on, reach)
    return found


def shares(plan: TargetPlan, of: ShareOf, *, on: date, reach: Reach) -> list[Standing]:
    """Where each unit, or each chain, stands, as far as the viewer reaches it."""
    rows = TargetShare.objects.within(reach).filter(plan=plan, of=of)
    if of is ShareOf.CHAIN and not reach.everywhere:
        return []
    given = list(rows.select_related("jurisdiction", "chain").order_by("pk"))
    return _standings(plan, given, of, on, reach) if given else []


def way(plan: TargetPlan, *, on: date, reach: Reach) -> list[Station]:
    """The stations of the whole plan: past ones with what was there, others with the outlook."""
    if not reach.everywhere:
        return []
    (found,) = ways([(plan, None)], on=on, reach=reach)
    return found


def ways(
    given: Sequence[tuple[TargetPlan, TargetShare | None]], *, on: date, reach: Reach
) -> list[list[Station]]:
    """The stations of each way; `reach` is that of those whom the plans or shares are about.

    However many ways, the counts of all their days are one pass over the titles.
    """
    if not given:
        return []
    paths = [way_of(plan, share) for plan, share in given]
    days = [list(stations(path.first, path.due)) for path in paths]
    every = sorted({on, *(day for several in days for day in several)})
    counts = {it.on: it.counts for it in counts_on(every, reach=reach)}
    tiers = [Tier(plan.target.tier) for plan, _ in given]
    new = new_of(set(tiers), on=on, reach=reach)
    return [
        [
            _station(
                day, path, plan, {at: held[tier] for at, held in counts.items()}, new[tier], on
            )
            for day in several
        ]
        for (plan, _), path, several, tier in zip(given, paths, days, tiers, strict=True)
    ]


def _station(
    day: date, path: Way, plan: TargetPlan, held: Mapping[date, int], new: int, on: date
) -> Station:
    there = held[day]
    if day <= on:
        return Station(day, path.on(day), there, None)
    outlook = Outlook(held[on], max(0, held[on] - there), new, plan.review_percent)
    return Station(day, path.on(day), None, outlook.on(day, today=on))


def _standings(
    plan: TargetPlan,
    given: Sequence[TargetShare | None],
    of: ShareOf | None,
    on: date,
    reach: Reach,
) -> list[Standing]:
    tier = Tier(plan.target.tier)
    held = held_by(tier, of, on=on, reach=reach)
    lasting = held_by(tier, of, on=max(on, plan.due_on), reach=reach)
    new = new_by(tier, of, on=on, reach=reach)
    found = []
    for share in given:
        key = "all" if share is None else share.key
        path = way_of(plan, share)
        there = held.get(key, 0)
        ending = max(0, there - lasting.get(key, 0))
        outlook = Outlook(there, ending, new.get(key, 0), plan.review_percent)
        found.append(
            Standing(
                "全市" if share is None else share.label,
                key,
                of,
                path.opening,
                path.value,
                path.on(on),
                there,
                ending,
                outlook.new_a_year,
                outlook.on(max(on, plan.due_on), today=on),
            )
        )
    return found
