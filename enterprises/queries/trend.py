"""How the gradient grew: counts at the ends of months."""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from enterprises.choices import CountBasis, CountCut, Tier
from enterprises.queries.tier_counts import profiles
from enterprises.rules.counting import counted
from wuhan_smes.access import Reach

MONTHS: Final = 24


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The counts of every tier on one day."""

    on: date
    counts: dict[Tier, int]


def trend(
    reach: Reach,
    *,
    on: date,
    months: int = MONTHS,
    basis: CountBasis = CountBasis.HOLDER,
) -> list[TrendPoint]:
    """Month ends up to `on` (itself the last point), oldest first, in one query."""
    days = month_ends(on, months)
    cells: Counter[tuple[date, Tier]] = Counter()
    for day, _, held, _, enterprises in profiles(reach, days=days, by=CountCut.ALL):
        for tier in counted(held, basis):
            cells[day, tier] += enterprises
    return [TrendPoint(day, {tier: cells[day, tier] for tier in Tier}) for day in days]


def month_ends(on: date, months: int) -> Sequence[date]:
    """`months` days: the ends of the months before that of `on`, then `on`."""
    serial = on.year * 12 + on.month - 1
    ends = []
    for past in range(months - 1, 0, -1):
        year, month = divmod(serial - past, 12)
        ends.append(date(year, month + 1, monthrange(year, month + 1)[1]))
    return [*ends, on]
