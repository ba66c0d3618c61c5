"""How the gradient grew: counts at the ends of months."""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from enterprises.choices import CountBasis, Tier
from enterprises.queries.tier_counts import counting_words
from enterprises.rules.counting import counted
from enterprises.rules.steps import held_from_to
from wuhan_smes.access import Reach

MONTHS: Final = 24
STEPS: Final = """
SELECT titles, days_here, enterprises
  FROM tier_steps(%(days)s, %(units)s, %(tiers)s, %(bits)s, %(beside)s)
"""


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
    """Month ends up to `on` (itself the last point), oldest first."""
    return counts_on(month_ends(on, months), reach=reach, basis=basis)


def counts_on(
    days: Sequence[date], *, reach: Reach, basis: CountBasis = CountBasis.HOLDER
) -> list[TrendPoint]:
    """The counts of these days, which come in order; a day to come counts by the terms known.

    One pass over the titles, however many days: alike histories come as one.
    """
    with connection.cursor() as cursor:
        cursor.execute(STEPS, {"days": list(days), **counting_words(reach, None)})
        found = cursor.fetchall()
    changes: Counter[tuple[int, Tier]] = Counter()
    for titles, days_here, enterprises in found:
        for first, past, held in held_from_to(titles, days_here, len(days)):
            for tier in counted(held, basis):
                changes[first, tier] += enterprises
                changes[past, tier] -= enterprises
    points, sums = [], dict.fromkeys(Tier, 0)
    for place, day in enumerate(days):
        sums = {tier: n + changes[place, tier] for tier, n in sums.items()}
        points.append(TrendPoint(day, sums))
    return points


def month_ends(on: date, months: int) -> Sequence[date]:
    """`months` days: the ends of the months before that of `on`, then `on`."""
    serial = on.year * 12 + on.month - 1
    ends = []
    for past in range(months - 1, 0, -1):
        year, month = divmod(serial - past, 12)
        ends.append(date(year, month + 1, monthrange(year, month + 1)[1]))
    return [*ends, on]
