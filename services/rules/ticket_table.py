"""The state table as a page of the documentation: docs/tickets.md is written from the rules."""

from collections.abc import Iterator
from typing import Final

from services.choices.tickets import TicketState
from services.rules.ticket_ways import Way, listed
from services.rules.tickets import BALL, FLOW, RETURNS_TO_ARBITRATE, successors, told

HEAD: Final = f"""# 工单的状态与动作

本页由 `services/rules/tickets.py` 生成，测试逐字核对；数据库按同一张表拒绝表外的变化。

- 状态名称可由市级在“工单状态名称”中改写，代码不变；办理结果与状态分开记录。
- 每一步都有责任方：自该步起到下一步止，这段时间归他，各段相加等于办理总时长。
- 标“可申请”的动作，承办方提出，负责人同意后即办；申请人不得审批自己的申请。
- 首接负责：退回满 {RETURNS_TO_ARBITRATE} 次，只能由负责人裁定承办单位，裁定后不得再退回。
"""
TRIED: Final = """## 如何核对

- 表外的每一对“状态 × 动作”由本表生成，经动作、接口（单件与批量）、管理后台和数据库逐一尝试：
  `pytest tests/services/tickets/test_illegal_moves.py tests/services/tickets/test_raw_sql.py`
- 随机办理过程与一个不依赖本表的小模型逐步比对；平时十五次，改动本表后跑两千次：
  `make long LONG=tests/services/tickets/test_agrees_with_the_model.py`
"""


def rendered() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_states(), "", *_moves(), "", TRIED])


def _states() -> Iterator[str]:
    yield "## 状态\n"
    yield "| 代码 | 名称 | 责任方 | 之后可到 |"
    yield "| --- | --- | --- | --- |"
    for state in TicketState:
        after = "、".join(it.label for it in successors(state)) or "—"
        yield f"| `{state.value}` | {state.label} | {BALL[state].value} | {after} |"


def _moves() -> Iterator[str]:
    yield "## 动作\n"
    yield "| 代码 | 动作 | 从 | 到 | 谁办理 | 须给出 | 时限 | 说明 |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for way in FLOW:
        yield "| " + " | ".join(_cells(way)) + " |"


def _cells(way: Way) -> Iterator[str]:
    yield f"`{way.move.value}`"
    yield way.move.label
    yield "、".join(state.label for state in TicketState if state in way.frm)
    yield way.to.label if way.to else "不变"
    asks = f"（{told(way.asked_by)}可申请）" if way.asked_by else ""
    yield told(way.who) + asks
    yield "；".join(need.label for need in way.needs) or "—"
    yield listed(way.clocks)
    yield way.remark or "—"
