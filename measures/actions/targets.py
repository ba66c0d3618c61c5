"""A plan to reach a target: the way, and whose share is whose."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from enterprises.choices import TargetBasis, Tier
from enterprises.models import IndustryChain, TierTarget
from enterprises.queries.cuts import UNCLASSIFIED
from measures.choices import GlideShape, ShareBy, ShareOf
from measures.models import TargetPlan, TargetShare
from measures.queries.targets.closing import candidates_by
from measures.queries.targets.counting import held_by, recognised_by_month
from measures.rules.glide import HUNDRED, months_of
from measures.rules.sharing import targets
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted

MONTHS: Final = 12


@transaction.atomic
def plan(
    target_id: int,
    *,
    access: Access,
    at: datetime,
    definition: str,
    shape: str = GlideShape.LINEAR,
    share_by: str = ShareBy.HOLDERS,
    review_percent: int = 100,
    opening_on: date | None = None,
    months: Sequence[int] = (),
) -> TargetPlan:
    """Plan the way to a target of the city anew; the edition before stays as it was.

    The start is counted, never told. Units and chains get shares that add up to the target,
    unless the installation hands no targets down.
    """
    reach = access.reach(Capability.TARGET_EDIT)
    if not reach.everywhere:
        raise NotPermitted("目标推进计划由市级制定", capability=Capability.TARGET_EDIT)
    rows = TierTarget.objects.within(reach)
    target = rows.select_for_update(of=("self",), no_key=True).get(pk=target_id)
    begins = opening_on or timezone.localdate(at)
    _require_plannable(target, begins, timezone.localdate(at))
    said = definition.strip()
    _require_sound(said, shape, share_by, review_percent, months)
    tier = Tier(target.tier)
    if shape == GlideShape.SEASONAL and not months:
        months = months_of(recognised_by_month(tier, on=begins, reach=reach))
    last = TargetPlan.objects.filter(target=target).aggregate(no=Max("edition"))["no"] or 0
    row = TargetPlan.objects.create(
        target=target,
        edition=last + 1,
        opening_on=begins,
        opening=held_by(tier, None, on=begins, reach=reach)["all"],
        due_on=target.due_on,
        value=target.value,
        shape=shape,
        months=list(months) if shape == GlideShape.SEASONAL else [],
        review_percent=review_percent,
        share_by=share_by,
        definition=said[:300],
        set_by_name=access.actor_name[:150],
        set_at=at,
    )
    if settings.TARGETS_HANDED_DOWN:
        given = [share for of in ShareOf for share in _shares(row, tier, of, target, reach)]
        TargetShare.objects.bulk_create(given)
    changes = {
        "target": target.code,
        "edition": row.edition,
        "opening": row.opening,
        "value": row.value,
        "shape": shape,
        "share_by": share_by,
        "handed_down": settings.TARGETS_HANDED_DOWN,
    }
    trail.record("target.plan", row, access=access, at=at, changes=changes)
    return row


def _shares(
    row: TargetPlan, tier: Tier, of: ShareOf, target: TierTarget, reach: Reach
) -> list[TargetShare]:
    """Everybody's share: what he holds at the start and at the end."""
    openings = held_by(tier, of, on=row.opening_on, reach=reach)
    weights = _weights(row.share_by, tier, of, row.opening_on, openings, reach)
    given = targets(list(openings.values()), row.value, [weights.get(key, 0) for key in openings])
    named = Jurisdiction if of is ShareOf.UNIT else IndustryChain
    known = {code: (pk, name) for code, pk, name in named.objects.values_list("code", "pk", "name")}
    return [
        TargetShare(
            plan=row,
            of=of,
            jurisdiction_id=known[key][0] if of is ShareOf.UNIT else target.jurisdiction_id,
            chain_id=known[key][0] if of is ShareOf.CHAIN and key else None,
            label=known[key][1] if key else UNCLASSIFIED,
            opening=opening,
            value=value,
        )
        for (key, opening), value in zip(openings.items(), given, strict=True)
    ]


def _weights(
    share_by: str, tier: Tier, of: ShareOf, begins: date, openings: dict[str, int], reach: Reach
) -> dict[str, int]:
    if share_by == ShareBy.CANDIDATES:
        return candidates_by(tier, of, on=begins, reach=reach)
    if share_by == ShareBy.HOLDERS:
        return openings
    return {key: 1 for key in openings if key}


def _require_plannable(target: TierTarget, begins: date, today: date) -> None:
    if target.each_chain or target.every_year or target.basis == TargetBasis.FLOW:
        raise ActionRefused("逐年、逐链新增的目标不做推进计划，只看当年进度")
    if target.jurisdiction.parent_id is not None or target.chain_id is not None:
        raise ActionRefused("只为全市目标制定推进计划，各单位和产业链由分解得出")
    if begins > today:
        raise InputRefused(Fault("opening_on", "in_the_future", "起点日期不能晚于今天"))
    if begins >= target.due_on:
        raise InputRefused(Fault("opening_on", "after_due", "起点日期须早于目标到期日期"))


def _require_sound(
    definition: str, shape: str, share_by: str, review_percent: int, months: Sequence[int]
) -> None:
    faults = []
    if not definition:
        faults.append(Fault("definition", "required", "请写明口径：数什么、从何时算起"))
    if shape not in GlideShape.values:
        faults.append(Fault("shape", "unknown", "推进方式只能是均匀或按月"))
    if share_by not in ShareBy.values:
        faults.append(Fault("share_by", "unknown", "没有这种分解依据"))
    if not 0 <= review_percent <= HUNDRED:
        faults.append(Fault("review_percent", "out_of_range", "复核通过率应在 0 至 100 之间"))
    if months and (len(months) != MONTHS or sum(months) != HUNDRED or min(months) < 0):
        faults.append(Fault("months", "not_100", "各月占比应为 12 个数，合计 100"))
    if faults:
        raise InputRefused(*faults)
