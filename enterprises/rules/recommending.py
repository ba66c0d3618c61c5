"""Who recommends whom: each unit decides on every line of its own, within its quota."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from enterprises.choices import ApplicationKind, BatchStage, Tier
from enterprises.choices import CandidateState as S
from enterprises.rules.batches import OUT
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused

NAMED_AT_MOST: Final = 10
DECISIONS: Final = (S.RECOMMENDED, S.DECLINED, S.WAIVED, S.NOT_SUBMITTED)
DECIDABLE: Final = frozenset({S.DUE, S.APPLIED, S.RECOMMENDED, *OUT})
# 单项冠军：小巨人企业优先推荐。
FIRST_BY_TIER: Final[Mapping[str, Tier]] = {Tier.CHAMPION: Tier.LITTLE_GIANT}


def require_frozen(stage: str, frozen_on: date | None) -> None:
    """Units decide on a list that stands, while recommendations are taken."""
    if stage != BatchStage.RECOMMENDING:
        raise TransitionRefused(f"批次处于“{BatchStage(stage).label}”阶段，推荐已经结束")
    if frozen_on is None:
        raise TransitionRefused("名单尚未冻结，冻结后由各单位推荐")


def require_in_time(until: date | None, *, today: date, city: bool) -> None:
    """After the last day only the city decides, for whoever is missing."""
    if until is not None and today > until and not city:
        raise TransitionRefused(f"推荐已于 {until} 截止，如需补报请联系市经信局")


def require_decision(
    state: str, to: str, *, kind: str, excluded: str, note: str, rank: int | None
) -> None:
    """Refuses a decision the procedure does not have, and one without its ground."""
    if to not in DECISIONS or (to == S.NOT_SUBMITTED and kind != ApplicationKind.REVIEW):
        raise InputRefused(Fault("state", "unknown", "请选择推荐、不予推荐或企业放弃"))
    if state not in DECIDABLE:
        raise TransitionRefused(f"“{S(state).label}”的企业不再由单位推荐")
    if excluded and to == S.RECOMMENDED:
        raise ActionRefused(excluded)
    if to == S.DECLINED and not note.strip():
        raise InputRefused(Fault("note", "required", "不予推荐须说明理由"))
    if rank is not None and (to != S.RECOMMENDED or rank < 1):
        raise InputRefused(Fault("rank", "not_wanted", "只有推荐的企业排序，自 1 起"))


def require_within_quota(quota: int | None, ranks: Sequence[int | None]) -> None:
    """`ranks` of everybody recommended. Where places are counted, everyone has his own."""
    if quota is None:
        return
    if len(ranks) > quota:
        raise ActionRefused(f"推荐 {len(ranks)} 家，超出名额 {quota} 家")
    if sorted(rank or 0 for rank in ranks) != list(range(1, len(ranks) + 1)):
        raise ActionRefused(f"按名额推荐须逐家排序，序号应为 1 至 {len(ranks)}，不重不漏")


def require_order(tier: str, ranked: Sequence[tuple[str, bool]]) -> None:
    """`ranked`: in order, each name and whether it holds the title that goes first."""
    first = FIRST_BY_TIER.get(tier)
    if first is None:
        return
    behind = False
    for name, holds in ranked:
        if holds and behind:
            raise ActionRefused(f"“{first.label}”应优先推荐：{name}排在没有该称号的企业之后")
        behind = behind or not holds


def require_all_in(missing: Collection[str]) -> None:
    """Refuses going on without a unit that has not reported."""
    if missing:
        named = "、".join(sorted(missing)[:NAMED_AT_MOST])
        more = f" 等 {len(missing)} 个单位" if len(missing) > NAMED_AT_MOST else ""
        raise ActionRefused(f"尚未报送推荐：{named}{more}")
