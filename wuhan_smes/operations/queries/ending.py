"""What ends soon, by tier: the radar's counts of every unit in reach added up for the board."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enterprises.choices import Tier
from enterprises.queries.radar import HORIZONS, radar_counts
from wuhan_smes.access import Access, Capability
from wuhan_smes.operations import rows
from wuhan_smes.operations.rows import Cell


@dataclass(frozen=True, slots=True)
class Ending:
    """One tier: how many titles end within each of HORIZONS."""

    tier: Tier
    cells: Sequence[Cell]


def ending_soon(*, on: date, access: Access) -> list[Ending]:
    """Tiers with something ending within the longest of HORIZONS, counted in one query."""
    found: Counter[tuple[Tier, int]] = Counter()
    for row in radar_counts(on=on, reach=access.reach(Capability.REGISTER_VIEW)):
        numbers = (row.within_30, row.within_90, row.within_180)
        for days, number in zip(HORIZONS, numbers, strict=True):
            found[row.tier, days] += number
    return [
        Ending(
            tier,
            [
                Cell(found[tier, days], rows.ending(on=on, days=days, tier=tier))
                for days in HORIZONS
            ],
        )
        for tier in Tier
        if found[tier, max(HORIZONS)]
    ]
