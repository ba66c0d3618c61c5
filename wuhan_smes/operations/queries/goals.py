"""What the rungs of the ladder are to reach, and what the plans want of them on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from enterprises.models import TierTarget
from measures.choices import ShareOf
from measures.models import TargetPlan, TargetShare
from measures.queries.targets.glide import way_of
from wuhan_smes.access import Reach


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of the city, or the shares of it that some units were given.

    `planned` is what the newest plan wants on the day; None without a plan, and before it begins.
    """

    target: TierTarget
    value: int
    planned: int | None
    is_share: bool

    @property
    def year(self) -> int:
        return self.target.due_on.year


def goals(*, on: date, reach: Reach) -> Mapping[str, Goal]:
    """By tier: the city's targets for who reaches all of it, else the shares of the units reached,
    where targets are handed down at all.
    """
    if reach.everywhere:
        plans = {plan.target_id: plan for plan in TargetPlan.objects.newest().for_list()}
        return {it.tier: _of_city(it, plans.get(it.pk), on) for it in _targets()}
    if not settings.TARGETS_HANDED_DOWN or not reach.jurisdiction_ids:
        return {}
    rows = TargetShare.objects.within(reach).for_list()
    given = rows.filter(of=ShareOf.UNIT, plan__in=TargetPlan.objects.newest().values("pk"))
    by_tier: dict[str, list[TargetShare]] = {}
    for share in given.order_by("pk"):
        by_tier.setdefault(share.plan.target.tier, []).append(share)
    return {tier: _of_units(shares, on) for tier, shares in by_tier.items()}


def _targets() -> Iterable[TierTarget]:
    """The city's targets on the rungs; those for each chain are another matter."""
    found = TierTarget.objects.filter(each_chain=False, every_year=False, chain__isnull=True)
    return found.order_by("due_on")


def _of_city(target: TierTarget, plan: TargetPlan | None, on: date) -> Goal:
    begun = plan is not None and plan.opening_on <= on
    planned = way_of(plan).on(on) if plan is not None and begun else None
    return Goal(target, int(target.value), planned, is_share=False)


def _of_units(shares: list[TargetShare], on: date) -> Goal:
    plan = shares[0].plan
    planned = sum(way_of(plan, share).on(on) for share in shares)
    return Goal(
        plan.target,
        sum(share.value for share in shares),
        planned if plan.opening_on <= on else None,
        is_share=True,
    )
