"""How a batch moves (推荐 → 评审 → 公示 → 公布), and its candidates with it."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from enterprises.choices import ApplicationKind, BatchStage, WithdrawalCause
from enterprises.choices import CandidateState as S
from enterprises.choices.holding import ExpertOutcome
from enterprises.rules.awards import require_awardable, require_level
from enterprises.rules.folding import folded, without_spaces
from enterprises.rules.spans import NUMERALS, last_day
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused

ORDER: Final = tuple(BatchStage)

# What people may do to a candidate. Stages move the rest along: see CARRIED.
FLOW: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        S.DUE: frozenset({S.APPLIED, S.WAIVED, S.NOT_SUBMITTED}),
        S.APPLIED: frozenset({S.RECOMMENDED, S.DECLINED, S.FAILED, S.WAIVED}),
        S.RECOMMENDED: frozenset({S.APPLIED, S.DECLINED, S.FAILED, S.WAIVED}),
        S.IN_REVIEW: frozenset({S.FAILED, S.WAIVED}),
        S.PUBLICISED: frozenset({S.FAILED, S.WAIVED}),
    }
)
OPEN: Final = frozenset({S.DUE, S.APPLIED})
# Who is on a list and will not have, or keep, the title by it.
OUT: Final = (S.DECLINED, S.FAILED, S.WAIVED, S.NOT_SUBMITTED)

# Where somebody stands who joins, or comes back after having been out, during a stage.
ENTRY: Final[Mapping[str, S]] = MappingProxyType(
    {
        BatchStage.RECOMMENDING: S.APPLIED,
        BatchStage.REVIEWING: S.IN_REVIEW,
        BatchStage.PUBLICISED: S.PUBLICISED,
    }
)

# Entering a stage carries candidates from one state to the next.
CARRIED: Final[Mapping[str, tuple[S, S]]] = MappingProxyType(
    {
        BatchStage.REVIEWING: (S.RECOMMENDED, S.IN_REVIEW),
        BatchStage.PUBLICISED: (S.IN_REVIEW, S.PUBLICISED),
        BatchStage.ANNOUNCED: (S.PUBLICISED, S.PASSED),
    }
)

# How the title of a candidate ends who came to a review and did not pass it.
CAUSES: Final[Mapping[str, WithdrawalCause]] = MappingProxyType(
    {
        S.DECLINED: WithdrawalCause.REVIEW_FAILED,
        S.FAILED: WithdrawalCause.REVIEW_FAILED,
        S.WAIVED: WithdrawalCause.WAIVED,
        S.NOT_SUBMITTED: WithdrawalCause.NOT_REVIEWED,
    }
)
NOTICE_WORKDAYS: Final = 5
LONGEST_NOTICE: Final = 60
YEARS: Final = range(2000, 2101)
ORDINAL: Final = re.compile(r"第?([一二三四五六七八九十]{1,3}|\d{1,2})批")
YEAR: Final = re.compile(r"(20\d{2})年?")
CHECKED: Final = ("tier", "recogniser_level", "kind", "name", "recogniser", "year")


def require_open(stage: str) -> None:
    """Refuses changing a list that was published."""
    if stage == BatchStage.ANNOUNCED:
        raise TransitionRefused("批次已公布，名单不能再改；个别称号有误请更正或终止该称号")


def require_recommending(stage: str) -> None:
    """Refuses freezing or opening a list that went on."""
    if stage != BatchStage.RECOMMENDING:
        raise TransitionRefused(f"批次处于“{BatchStage(stage).label}”阶段，名单不能再冻结或解冻")


def require_unfrozen(frozen_on: date | None) -> None:
    """Refuses changing a list that stands as of a day."""
    if frozen_on is not None:
        raise TransitionRefused(f"名单已按 {frozen_on} 冻结，不能增减；确有错漏请先解冻")


def require_reviewing(stage: str) -> None:
    if stage != BatchStage.REVIEWING:
        raise TransitionRefused(f"批次处于“{BatchStage(stage).label}”阶段，不能登记评审结果")


def require_result(state: str, before: str, outcome: str) -> None:
    """Refuses an outcome for somebody whom the experts did not look at."""
    if outcome not in ExpertOutcome.values:
        raise InputRefused(Fault("outcome", "unknown", "请写明评审通过或不通过"))
    if state != S.IN_REVIEW and not (state == S.FAILED and before):
        raise TransitionRefused(f"“{S(state).label}”的企业没有参加评审")


def require_results(unsaid: int) -> None:
    """Refuses a notice before the experts have said something of everybody."""
    if unsaid:
        raise ActionRefused(f"还有 {unsaid} 家没有评审结果，登记后才能公示")


def require_on_notice(stage: str, state: str) -> None:
    """Refuses an objection to what is not, or no longer, on public notice."""
    if stage != BatchStage.PUBLICISED or state not in {S.PUBLICISED, S.OBJECTED}:
        raise TransitionRefused("该企业不在公示中，不能登记异议")


def require_within_notice(
    raised_on: date, first: date | None, last: date | None, *, today: date
) -> None:
    """Refuses an objection that came before the notice, after it, or from the future."""
    if raised_on > today:
        raise InputRefused(Fault("raised_on", "in_the_future", "提出日期不能晚于今天"))
    if first is not None and last is not None and not first <= raised_on <= last:
        detail = f"异议应在公示期内（{first} 至 {last}）提出；期外反映请按举报登记"
        raise InputRefused(Fault("raised_on", "outside_notice", detail))


def require_notice(workdays: int | None) -> None:
    if workdays is not None and not 1 <= workdays <= LONGEST_NOTICE:
        detail = f"公示期为 1 至 {LONGEST_NOTICE} 个工作日"
        raise InputRefused(Fault("workdays", "out_of_range", detail))


def require_notice_over(last: date | None, *, today: date) -> None:
    """The last day of a notice belongs to it."""
    if last is not None and today <= last:
        raise TransitionRefused(f"公示至 {last}，期满后方可公布")


def require_another(closed_by: int | None, actor_id: int | None) -> None:
    """Who put the list on notice does not announce it."""
    if closed_by is not None and closed_by == actor_id:
        raise ActionRefused("公示名单由您提交，公布须由另一人办理")


def require_announced(stage: str) -> None:
    if stage != BatchStage.ANNOUNCED:
        raise TransitionRefused("该批次尚未公布，无需撤回")


def require_next(stage: str, to: str) -> None:
    """Refuses going back, skipping a stage, and announcing without announcement."""
    if to not in BatchStage.values:
        raise InputRefused(Fault("stage", "unknown", "没有这个阶段"))
    require_open(stage)
    following = ORDER[ORDER.index(BatchStage(stage)) + 1]
    if to != following:
        here = BatchStage(stage).label
        raise TransitionRefused(f"批次处于“{here}”阶段，下一阶段是“{following.label}”")
    if following is BatchStage.ANNOUNCED:
        raise TransitionRefused("公布须填写文号、公布日期与有效期，请使用“公布”")


def require_publicised(stage: str) -> None:
    """Refuses announcing twice, or before the public notice."""
    if stage == BatchStage.ANNOUNCED:
        raise TransitionRefused("该批次已公布，不能重复公布")
    if stage != BatchStage.PUBLICISED:
        raise TransitionRefused(f"批次处于“{BatchStage(stage).label}”阶段，公示后才能公布")


def require_settled(waiting: Mapping[str, int]) -> None:
    """Refuses leaving candidates behind that nobody has decided on."""
    left = [state for state in S if state in OPEN and waiting.get(state)]
    if left:
        told = "、".join(f"{state.label} {waiting[state]} 家" for state in left)
        raise ActionRefused(f"名单中还有未推荐的企业（{told}），请先推荐、退出或标记未提交")


def require_move(state: str, to: str, stage: str) -> None:
    """Refuses a step the procedure does not have."""
    if to not in S.values:
        raise InputRefused(Fault("state", "unknown", "没有这个状态"))
    allowed = {ENTRY[stage]} if state in OUT else FLOW.get(state, frozenset())
    if to not in allowed:
        names = "、".join(f"“{step.label}”" for step in S if step in allowed)
        raise TransitionRefused(
            f"“{S(state).label}”不能改为“{S(to).label}”，只能改为{names or '无'}"
        )


def require_not_excluded(excluded: str, to: str) -> None:
    """经提醒仍不更新的，丧失复核资格: whoever lost the right goes no further."""
    if excluded and to not in OUT:
        raise ActionRefused(excluded)


def checked(values: Mapping[str, object]) -> None:
    """Refuses words no batch may carry."""
    require_awardable(str(values["tier"]), "")
    require_level(str(values["recogniser_level"]))
    faults = []
    if values["kind"] not in ApplicationKind.values:
        faults.append(Fault("kind", "unknown", "没有这个批次类型"))
    faults += [
        Fault(name, "required", f"请填写{label}")
        for name, label in (("name", "名称"), ("recogniser", "认定机关"))
        if not str(values[name]).strip()
    ]
    if values["year"] not in YEARS:
        faults.append(Fault("year", "out_of_range", "年度应在 2000 至 2100 之间"))
    if faults:
        raise InputRefused(*faults)


def require_term(valid_from: date | None, valid_until: date | None) -> None:
    if valid_until is not None and (valid_from is None or valid_until <= valid_from):
        detail = f"截止日期 {last_day(valid_until)} 早于起始日期 {valid_from or '（未填）'}"
        raise InputRefused(Fault("valid_to", "reversed", detail))


def ends_on(end: date | None, *, pending: bool, announced_on: date) -> date:
    """When a title ends whose review was not passed: at its term; kept by the review, with it."""
    if end is None:
        return announced_on
    return max(end, announced_on) if pending else end


def read_batch(text: str) -> tuple[int | None, int | None]:
    """Number and year of a batch as lists write it: 第八批, 2024年第3批, 第十二批(2026年)."""
    plain = without_spaces(folded(text))
    number, year = ORDINAL.search(plain), YEAR.search(plain)
    return (
        _number(number[1]) if number else None,
        int(year[1]) if year and int(year[1]) in YEARS else None,
    )


def _number(text: str) -> int:
    """十二 → 12; digits as they are."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return NUMERALS[text[-1]]
    return 10 * (NUMERALS[tens] if tens else 1) + (NUMERALS[ones] if ones else 0)
