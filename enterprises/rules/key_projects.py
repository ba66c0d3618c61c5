"""重点“小巨人”项目: what a plan promises, when it passes, and which gate of payment that opens.

财建〔2024〕148号（单一来源）：三年计划投资（不含土地与厂房）超过 2000 万元；先拨 50%，评价通过后
再拨 50%；实际投资不足 2000 万元的追回已拨资金。
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from enterprises.choices.holding import ProjectState
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused

LEAST_INVESTED: Final = Decimal(2000)
MOST_PAPERS: Final = 20
ENDS: Final = (ProjectState.PASSED, ProjectState.FAILED, ProjectState.STOPPED)
Promise = tuple[str, date]


def require_plan(title: str, planned: Decimal, starts_on: date, ends_on: date) -> None:
    faults = []
    if not title.strip():
        faults.append(Fault("title", "required", "请填写项目名称"))
    if planned <= LEAST_INVESTED:
        faults.append(Fault("planned", "too_low", f"计划投资须超过 {LEAST_INVESTED} 万元"))
    if ends_on <= starts_on:
        faults.append(Fault("ends_on", "reversed", "计划结束应晚于计划开始"))
    if faults:
        raise InputRefused(*faults)


def require_milestones(promises: Sequence[Promise], starts_on: date, ends_on: date) -> None:
    """A plan promises something, within its span."""
    if not promises or not all(title.strip() for title, _ in promises):
        raise InputRefused(Fault("milestones", "required", "请至少填写一个节点目标"))
    if not all(starts_on <= due_on <= ends_on for _, due_on in promises):
        raise InputRefused(Fault("milestones", "outside_plan", "节点应在计划期内"))


def require_running(state: str) -> None:
    if state != ProjectState.RUNNING:
        raise TransitionRefused(f"项目{ProjectState(state).label}，不能再办理")


def require_evaluation(state: str, invested: Decimal, ground: str, unreached: int) -> None:
    """Passed: everything promised was reached and enough was invested."""
    if state not in ENDS:
        raise InputRefused(Fault("state", "unknown", "请选择评价结果"))
    if invested < 0:
        raise InputRefused(Fault("invested", "negative", "实际投资不能为负"))
    if not ground.strip():
        raise InputRefused(Fault("evaluation", "required", "请写明评价依据"))
    if state != ProjectState.PASSED:
        return
    if unreached:
        raise ActionRefused(f"还有 {unreached} 个节点没有完成，不能评价通过")
    if invested < LEAST_INVESTED:
        raise ActionRefused(f"实际投资不足 {LEAST_INVESTED} 万元，不能评价通过")


def require_room(count: int) -> None:
    """Refuses one more file where a milestone has as many as it may."""
    if count >= MOST_PAPERS:
        raise InputRefused(Fault("file", "too_many", f"每个节点最多 {MOST_PAPERS} 个佐证文件"))


def claws_back(state: str, invested: Decimal | None) -> bool:
    """Whether what was paid is asked back."""
    ended = state in {ProjectState.FAILED, ProjectState.STOPPED}
    return ended and invested is not None and invested < LEAST_INVESTED
