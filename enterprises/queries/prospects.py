"""Lists of who could hold a title next: from rows worked out beforehand, so that a page of a
million is one look at an index. What one enterprise lacks is always worked out when it is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Exists, Min, OuterRef, Q

from enterprises.choices import ApplicationKind, BatchStage, CandidateState, Tier
from enterprises.models import BatchCandidate, EnterpriseChain, Prospect, ProspectRun
from enterprises.querysets import ProspectQuerySet
from wuhan_smes.access import Reach
from wuhan_smes.rulekit.choices import Result

# The tiers whose rules are known, each with the kind of application that leads to it.
LEADS_TO: Final[Mapping[Tier, ApplicationKind]] = {
    Tier.TECH_SME: ApplicationKind.SELF_ASSESSMENT,
    Tier.INNOVATIVE_SME: ApplicationKind.NEW,
    Tier.SRDI_SME: ApplicationKind.NEW,
    Tier.LITTLE_GIANT: ApplicationKind.NEW,
    Tier.KEY_LITTLE_GIANT: ApplicationKind.NEW,
    Tier.CHAMPION_PROVINCIAL: ApplicationKind.NEW,
    Tier.CHAMPION: ApplicationKind.NEW,
}
REVIEWED: Final = (
    Tier.INNOVATIVE_SME,
    Tier.SRDI_SME,
    Tier.LITTLE_GIANT,
    Tier.CHAMPION_PROVINCIAL,
    Tier.CHAMPION,
)
NOT_APPLIED: Final = (CandidateState.DUE, CandidateState.WAIVED, CandidateState.NOT_SUBMITTED)


def prospects(tier: str, *, reach: Reach, chain: str = "") -> ProspectQuerySet:
    """Everyone who does not hold the tier yet and of whom something is known."""
    rows = Prospect.objects.within(reach).of(tier, LEADS_TO[Tier(tier)])
    return rows.filter(on_chain(chain)) if chain else rows


def discovered(tier: str, *, reach: Reach) -> ProspectQuerySet:
    """主动发现: meets the tier by what figures tell, and is on no list that is still under way."""
    return prospects(tier, reach=reach).ready().filter(not_applied())


def not_applied() -> Q:
    """Prospects on no list of a batch of their tier that is under way."""
    candidates = BatchCandidate.objects.filter(
        enterprise=OuterRef("enterprise"), batch__tier=OuterRef("tier")
    )
    applied = candidates.exclude(state__in=NOT_APPLIED).exclude(batch__stage=BatchStage.ANNOUNCED)
    return ~Q(Exists(applied))


def reviews(tier: str, *, reach: Reach) -> ProspectQuerySet:
    """Titles that end this year or wait for their review, and how each would fare today."""
    return Prospect.objects.within(reach).of(tier, ApplicationKind.REVIEW)


def on_chain(chain: str) -> Q:
    """Enterprises whose primary chain it is."""
    mine = EnterpriseChain.objects.current().filter(
        enterprise=OuterRef("enterprise"),
        chain__code=chain,
        is_primary=True,
        during__upper_inf=True,
    )
    return Q(Exists(mine))


def worked_out(tier: str, kind: str, *, reach: Reach) -> tuple[date | None, datetime | None]:
    """For which day the list was worked out, and when: of several units, the one longest ago."""
    oldest = (
        ProspectRun.objects.within(reach)
        .of(tier, kind)
        .aggregate(day=Min("judged_on"), at=Min("worked_at"))
    )
    return oldest["day"], oldest["at"]


@dataclass(frozen=True, slots=True)
class Load:
    """How much work waits in one unit for one tier."""

    key: str
    label: str
    known: int
    ready: int
    lacking_one: int
    only_unknown: int
    reviews: int
    reviews_at_risk: int


def load_by_unit(tier: str, *, reach: Reach) -> list[Load]:
    """Units with somebody to look after for the tier; one query."""
    new, review = (
        Q(application_kind=LEADS_TO[Tier(tier)]),
        Q(application_kind=ApplicationKind.REVIEW),
    )
    rows = (
        Prospect.objects.within(reach)
        .filter(tier=tier)
        .values_list("jurisdiction__code", "jurisdiction__name")
        .annotate(
            known=Count("pk", filter=new),
            ready=Count("pk", filter=new & Q(verdict__in=(Result.MET, Result.MANUAL))),
            lacking_one=Count("pk", filter=new & ~Q(sole="")),
            only_unknown=Count("pk", filter=new & Q(verdict=Result.UNKNOWN)),
            reviews=Count("pk", filter=review),
            at_risk=Count("pk", filter=review & Q(verdict=Result.UNMET)),
        )
        .order_by("jurisdiction__display_order", "jurisdiction_id")
    )
    return [Load(*row) for row in rows]
