"""What ends soon, by tier, in all units in reach together: for the board and the first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enterprises.choices import Tier
from enterprises.queries.radar import HORIZONS, ending_counts
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.operations import rows
from wuhan_smes.operations.queries.board import narrowed
from wuhan_smes.operations.rows import Cell


@dataclass(frozen=True, slots=True)
class Ending:
    """One tier: how many titles end within each of HORIZONS."""

    tier: Tier
    cells: Sequence[Cell]

    @property
    def label(self) -> str:
        """The unicorns' list ends as a whole, though 潜在 and 种子 stand on no rung."""
        return (
            f"{self.tier.label}（含潜在、种子）" if self.tier == Tier.UNICORN else self.tier.label
        )


def ending_soon(*, on: date, access: Access, unit: Jurisdiction | None = None) -> list[Ending]:
    """Tiers with something ending within the longest of HORIZONS, counted in one query."""
    found = ending_counts(on=on, reach=narrowed(access.reach(Capability.REGISTER_VIEW), unit))
    code = unit.code if unit else ""
    return [
        Ending(
            tier,
            [
                Cell(found[tier, days], rows.ending(on=on, days=days, tier=tier, unit=code))
                for days in HORIZONS
            ],
        )
        for tier in Tier
        if found.get((tier, max(HORIZONS)))
    ]
