"""Which titles end soon: counted by tier for the board, listed for the radar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q

from enterprises.choices import Tier
from enterprises.models import Recognition
from enterprises.querysets import RecognitionQuerySet
from enterprises.rules.spans import day_after
from wuhan_smes.access import Access, Capability
from wuhan_smes.operations import rows
from wuhan_smes.operations.rows import Cell

HORIZONS: Final = (30, 90, 180)


@dataclass(frozen=True, slots=True)
class Ending:
    """One tier: how many titles end within each of HORIZONS."""

    tier: Tier
    cells: Sequence[Cell]


def ending_titles(*, on: date, days: int, access: Access) -> RecognitionQuerySet:
    """Titles in force on `on` whose last day comes within `days`."""
    reach = access.reach(Capability.REGISTER_VIEW)
    last = on + timedelta(days=days)
    titles = Recognition.objects.within(reach).in_force(on=on)
    return titles.filter(in_force__endswith__lte=day_after(last))


def ending_soon(*, on: date, access: Access) -> list[Ending]:
    """Tiers with something ending within the longest of HORIZONS, counted in one query."""
    bounds = [day_after(on + timedelta(days=days)) for days in HORIZONS]
    counted = (
        ending_titles(on=on, days=max(HORIZONS), access=access)
        .values_list("tier")
        .annotate(**{f"by_{n}": _until(bound) for n, bound in enumerate(bounds)})
    )
    found = {tier: counts for tier, *counts in counted}
    return [
        Ending(
            tier,
            [
                Cell(count, rows.ending(on=on, days=days, tier=tier))
                for days, count in zip(HORIZONS, found[tier], strict=True)
            ],
        )
        for tier in Tier
        if tier in found
    ]


def _until(bound: date) -> Count:
    return Count("pk", filter=Q(in_force__endswith__lte=bound))
