"""How many enterprises hold each tier, on any day, as known at any moment."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from enterprises.choices import CountBasis, CountCut, Tier
from enterprises.queries.cuts import rows_of
from enterprises.rules.counting import BITS, NOT_COUNTED, counted, tiers_in
from wuhan_smes.access import Reach

PROFILES: Final = """
SELECT d.day, p.key, p.held, p.overall, p.enterprises
  FROM unnest(%(days)s::date[]) d (day)
 CROSS JOIN LATERAL tier_profiles(
       d.day, %(known_at)s, %(cut)s, %(units)s, %(tiers)s, %(bits)s, %(beside)s) p
"""


@dataclass(frozen=True, slots=True)
class TierCount:
    """One cell of the table: so many enterprises of row `key` count in `tier`."""

    key: str
    label: str
    tier: Tier
    count: int


def tier_counts(
    reach: Reach,
    *,
    on: date,
    by: CountCut = CountCut.ALL,
    basis: CountBasis = CountBasis.HOLDER,
    known_at: datetime | None = None,
) -> list[TierCount]:
    """Every row of the cut times every tier, zeros included, each as classified on the day.

    Enterprises no unit managed that day are not counted. Rows add up to the total, except by
    batch: who holds titles of two batches counts in both. Runs under the caller's scope.
    """
    found = profiles(reach, days=[on], by=by, known_at=known_at)
    rows = rows_of(by, {key for _, key, *_ in found}, on=[on], reach=reach)
    cells: Counter[tuple[str, Tier]] = Counter()
    for _, key, held, overall, enterprises in found:
        for tier in counted(overall, basis) & tiers_in(held):
            cells[rows.key(key), tier] += enterprises
    return [
        TierCount(key, label, tier, cells[key, tier])
        for key, label in rows.labels.items()
        for tier in Tier
    ]


def count_of(
    reach: Reach,
    tier: str,
    *,
    on: date,
    basis: CountBasis = CountBasis.HOLDER,
    known_at: datetime | None = None,
) -> int:
    """How many enterprises in reach count in one tier on a day."""
    found = profiles(reach, days=[on], by=CountCut.ALL, known_at=known_at)
    return sum(n for _, _, held, _, n in found if Tier(tier) in counted(held, basis))


def profiles(
    reach: Reach, *, days: Sequence[date], by: CountCut, known_at: datetime | None = None
) -> list[tuple[date, str, int, int, int]]:
    """(day, value of the cut, titles held under it, titles held at all, enterprises)."""
    words = {"days": list(days), "cut": by.value, **counting_words(reach, known_at)}
    with connection.cursor() as cursor:
        cursor.execute(PROFILES, words)
        return list(cursor.fetchall())


def counting_words(
    reach: Reach, known_at: datetime | None, only: Collection[Tier] | None = None
) -> dict[str, Any]:
    """The parameters every counting function shares; `only` the titles of some tiers."""
    bits = BITS if only is None else {tier: BITS[tier] for tier in BITS if tier in only}
    return {
        "known_at": known_at,
        "units": None if reach.everywhere else sorted(reach.jurisdiction_ids),
        "tiers": [tier.value for tier in bits],
        "bits": list(bits.values()),
        "beside": list(NOT_COUNTED),
    }
