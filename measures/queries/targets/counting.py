"""Holders and months of recognition, by unit or by chain: what plans are made of."""

from collections.abc import Collection
from datetime import date
from typing import Final

from django.db.models import Count

from enterprises.choices import CountCut, FlowColumn, RecognitionOutcome, Tier
from enterprises.models import Recognition
from enterprises.queries.tier_counts import tier_counts
from enterprises.queries.tier_flows import tier_flows
from enterprises.rules.ladder import BASE_TITLES
from measures.choices import ShareOf
from wuhan_smes.access import Reach

CUTS: Final = {ShareOf.UNIT: CountCut.JURISDICTION, ShareOf.CHAIN: CountCut.CHAIN}
YEARS_BACK: Final = 3


def held_by(tier: Tier, of: ShareOf | None, *, on: date, reach: Reach) -> dict[str, int]:
    """Holders on a day by the key of their row; of a day to come, those whose term still lasts."""
    cut = CountCut.ALL if of is None else CUTS[of]
    found = tier_counts(reach, on=on, by=cut)
    return {it.key: it.count for it in found if it.tier == tier}


def new_by(tier: Tier, of: ShareOf | None, *, on: date, reach: Reach) -> dict[str, int]:
    """Newly recognised in the year up to a day, by the key of their row."""
    cut = CountCut.ALL if of is None else CUTS[of]
    rows = tier_flows(reach, first=_year_before(on), last=on, by=cut, tiers={tier})
    return {row.key: row.columns[FlowColumn.RECOGNISED] for row in rows}


def new_of(tiers: Collection[Tier], *, on: date, reach: Reach) -> dict[Tier, int]:
    """Newly recognised in the year up to a day, of each tier; one pass over the titles."""
    rows = tier_flows(reach, first=_year_before(on), last=on, tiers=tiers)
    return {row.tier: row.columns[FlowColumn.RECOGNISED] for row in rows}


def _year_before(on: date) -> date:
    return date(on.year - 1, on.month, min(on.day, 28))


def recognised_by_month(tier: Tier, *, on: date, reach: Reach) -> list[int]:
    """How many new titles began in each month of the year, over the last three years."""
    tiers = BASE_TITLES if tier == Tier.TECH_INNOVATIVE else {tier}
    rows = (
        Recognition.objects.within(reach)
        .current()
        .filter(
            tier__in=tiers,
            outcome=RecognitionOutcome.NEW,
            valid_from__gt=date(on.year - YEARS_BACK, on.month, min(on.day, 28)),
            valid_from__lte=on,
        )
    )
    months = dict(rows.order_by().values_list("valid_from__month").annotate(n=Count("pk")))
    return [months.get(month, 0) for month in range(1, 13)]
