"""What stands against paying, in words."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from wuhan_smes.errors import ActionRefused


class Vetoed(ActionRefused):
    """Something stands against paying; the sentence says what, for each."""

    code = "vetoed"


def barred(until: date) -> str:
    last = until - timedelta(days=1)
    return f"因追回决定暂停享受至 {last.isoformat()}"


def above(net: Decimal, before: Decimal | None, standards: Iterable[Decimal | None]) -> str:
    """Why no more may be paid for a matter (就高从优不重复); empty while what is arranged here and
    what was paid `before` are within the best. None: paid, and nobody said how much.
    """
    if before is None:
        return "同一事项以往已兑付而金额不明，请先补全历史兑付金额"
    known = [standard for standard in standards if standard is not None]
    best = max(known, default=Decimal(0))
    if net + before <= best:
        return ""
    earlier = f"，以往已兑付 {before:,.2f} 元" if before else ""
    return f"同一事项已安排 {net:,.2f} 元{earlier}，超过最高标准 {best:,.2f} 元"


class Opened(Protocol):
    """The gates of the project of a key little giant, as its register tells them."""

    @property
    def start(self) -> bool: ...
    @property
    def evaluated(self) -> bool: ...
    @property
    def claw_back(self) -> bool: ...
    @property
    def why(self) -> str: ...


def gate_shut(project: Opened | None, *, evaluated: bool) -> str:
    """Why a key little giant gets no instalment now (first half when the plan runs, the rest once
    it is `evaluated`); empty where it may. One without a project has no gate but the evaluation.
    """
    if project is None:
        return "没有登记重点“小巨人”项目，评价后的一笔不能拨付" if evaluated else ""
    if project.claw_back:
        return "重点“小巨人”项目实际投资不足，应追回已拨资金"
    opened = project.evaluated if evaluated else project.start
    return "" if opened else f"重点“小巨人”项目：{project.why}"


def require_none(found: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Refuses if there is any reason, naming who and why; the first few."""
    lines = [f"{name}：{'、'.join(reasons)}" for name, reasons in found]
    if lines:
        more = f"等 {len(lines)} 项" if len(lines) > 5 else ""
        raise Vetoed(f"不能兑付——{'；'.join(lines[:5])}{more}，请先移出批次")
