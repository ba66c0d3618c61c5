"""The way to a title: 种苗 → 培育 → 拟申报 → 申报 → 认定, as one table."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from enterprises.choices import CultivationMove as M
from enterprises.choices import CultivationStage as S
from enterprises.choices import DropCause, Tier
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused

OPEN: Final = (S.SEEDLING, S.GROWING, S.PREPARING, S.APPLIED)
BEGINNINGS: Final = (S.SEEDLING, S.GROWING, S.PREPARING)

# Where a move leads from a stage. A title may come whatever the papers say: from every open stage.
FLOW: Final[Mapping[tuple[M, S], S]] = MappingProxyType(
    {
        (M.NURTURE, S.SEEDLING): S.GROWING,
        (M.PREPARE, S.GROWING): S.PREPARING,
        (M.APPLY, S.PREPARING): S.APPLIED,
        (M.BACK, S.PREPARING): S.GROWING,
        (M.BACK, S.APPLIED): S.GROWING,
        **{(M.RECOGNISE, stage): S.RECOGNISED for stage in OPEN},
        **{(M.DROP, stage): S.DROPPED for stage in OPEN},
        (M.RESUME, S.DROPPED): S.GROWING,
        (M.UNDO, S.RECOGNISED): S.APPLIED,
    }
)
# Every step there is: (move, stage before, stage after). The database holds the same. A title that
# is taken back leads to where its papers stood when it came.
STEPS: Final = frozenset(
    {(M.PUT_IN.value, "", stage.value) for stage in BEGINNINGS}
    | {(move.value, before.value, after.value) for (move, before), after in FLOW.items()}
    | {(M.UNDO.value, S.RECOGNISED.value, stage.value) for stage in OPEN}
)
# 科技和创新型 has no standard of its own yet; the old provincial 小巨人 is given no more.
TARGETS: Final = tuple(
    tier for tier in Tier if tier not in {Tier.TECH_INNOVATIVE, Tier.LITTLE_GIANT_PROVINCIAL}
)


def next_stage(stage: str, move: str) -> S:
    """Where `move` leads from `stage`; refuses what the table does not have."""
    if move not in M.values or move == M.PUT_IN:
        raise InputRefused(Fault("move", "unknown", "没有这个操作"))
    try:
        return FLOW[M(move), S(stage)]
    except KeyError:
        names = "、".join(f"“{it.label}”" for it in moves_from(stage)) or "无"
        here = S(stage).label
        raise TransitionRefused(f"“{here}”阶段不能“{M(move).label}”，可办理：{names}") from None


def moves_from(stage: str) -> list[M]:
    """What can be done in a stage, in the order of the way."""
    return [move for move in M if (move, stage) in FLOW]


def require_target(tier: str) -> None:
    if tier not in TARGETS:
        raise InputRefused(Fault("tier", "not_a_target", "该梯度不能作为培育目标"))


def require_beginning(stage: str) -> None:
    if stage not in BEGINNINGS:
        names = "、".join(str(it.label) for it in BEGINNINGS)
        raise InputRefused(Fault("stage", "not_a_beginning", f"入库阶段只能是{names}"))


def require_cause(move: str, cause: str) -> None:
    """Whoever leaves says why; nobody else gives a cause."""
    if move == M.DROP and cause not in DropCause.values:
        raise InputRefused(Fault("cause", "required", "请选择退出原因"))
    if move != M.DROP and cause:
        raise InputRefused(Fault("cause", "not_wanted", "只有退出才填写退出原因"))


def require_task(title: str, due_on: date, *, today: date) -> str:
    """The words of a task; refuses none, and a day that is over."""
    words = title.strip()
    if not words:
        raise InputRefused(Fault("title", "required", "请填写任务内容"))
    if due_on < today:
        raise InputRefused(Fault("due_on", "in_the_past", "完成期限不能早于今天"))
    return words[:120]


def require_open(stage: str) -> None:
    """Refuses planning for one that has arrived or left."""
    if stage not in OPEN:
        raise ActionRefused(f"该企业处于“{S(stage).label}”，不能再安排培育")
