"""Holders, candidates and months of recognition, by unit or by chain: what plans are made of."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db.models import Count

from enterprises.choices import CountCut, FlowColumn, RecognitionOutcome, Tier
from enterprises.models import EnterpriseChain, Prospect, Recognition
from enterprises.queries.prospects import LEADS_TO, on_chain
from enterprises.queries.tier_counts import tier_counts
from enterprises.queries.tier_flows import tier_flows
from enterprises.querysets import ProspectQuerySet
from enterprises.rules.ladder import BASE_TITLES
from measures.choices import ShareOf
from wuhan_smes.access import Reach

CUTS: Final = {ShareOf.UNIT: CountCut.JURISDICTION, ShareOf.CHAIN: CountCut.CHAIN}
# Whose candidates could raise a tier; the base tier is a union, reached by its broader title.
CANDIDATES: Final[Mapping[Tier, Tier]] = {
    **{tier: tier for tier in LEADS_TO},
    Tier.TECH_INNOVATIVE: Tier.INNOVATIVE_SME,
}
YEARS_BACK: Final = 3


def held_by(tier: Tier, of: ShareOf | None, *, on: date, reach: Reach) -> dict[str, int]:
    """Holders on a day by the key of their row; of a day to come, those whose term still lasts."""
    cut = CountCut.ALL if of is None else CUTS[of]
    found = tier_counts(reach, on=on, by=cut)
    return {it.key: it.count for it in found if it.tier == tier}


def new_by(tier: Tier, of: ShareOf | None, *, on: date, reach: Reach) -> dict[str, int]:
    """Newly recognised in the year up to a day, by the key of their row."""
    cut = CountCut.ALL if of is None else CUTS[of]
    first = date(on.year - 1, on.month, min(on.day, 28))
    rows = tier_flows(reach, first=first, last=on, by=cut, tier=tier)
    return {row.key: row.columns[FlowColumn.RECOGNISED] for row in rows}


def candidates(tier: Tier, *, reach: Reach) -> ProspectQuerySet:
    """Who could hold the tier next; nobody where no standard can be judged by figures."""
    if tier not in CANDIDATES:
        return Prospect.objects.none()
    judged = CANDIDATES[tier]
    return Prospect.objects.within(reach).of(judged, LEADS_TO[judged])


def candidates_of(tier: Tier, of: ShareOf, key: str, *, reach: Reach) -> ProspectQuerySet:
    """The candidates of one unit or one chain, those with the fewest gaps first."""
    rows = candidates(tier, reach=reach)
    if of is ShareOf.UNIT:
        rows = rows.filter(jurisdiction__code=key)
    elif key:
        rows = rows.filter(on_chain(key))
    return rows.select_related("enterprise", "jurisdiction").order_by("steps", "enterprise_id")


def candidates_by(tier: Tier, of: ShareOf, *, reach: Reach) -> dict[str, int]:
    """How many candidates there are by unit or by chain."""
    rows = candidates(tier, reach=reach)
    if of is ShareOf.UNIT:
        return dict(rows.order_by().values_list("jurisdiction__code").annotate(n=Count("pk")))
    chains = EnterpriseChain.objects.current().filter(
        is_primary=True, during__upper_inf=True, enterprise__in=rows.values("enterprise")
    )
    return dict(chains.order_by().values_list("chain__code").annotate(n=Count("pk")))


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
