"""How long a batch is shown, and when somebody may still object."""

from datetime import date
from typing import Final

from wuhan_smes.errors import ActionRefused, Fault, InputRefused

LEAST, MOST = 1, 30
# 市级公示 5 个工作日 (公示, 2024): single source, so a default and no rule.
USUAL: Final = 5


def require_workdays(workdays: int) -> None:
    if not LEAST <= workdays <= MOST:
        raise InputRefused(
            Fault("workdays", "out_of_range", f"公示应为 {LEAST} 至 {MOST} 个工作日")
        )


def require_coming(first: date, today: date) -> None:
    """Nobody saw a notice on days that were over when it was put up."""
    if first < today:
        raise InputRefused(Fault("shown_from", "too_early", "公示起始日不能早于今天"))


def require_come(field: str, on: date, today: date) -> None:
    """What is to happen on a day cannot be done before it."""
    if on > today:
        raise InputRefused(Fault(field, "too_late", "日期不能晚于今天"))


def require_running(first: date, last: date, on: date) -> None:
    if not first <= on <= last:
        raise ActionRefused(f"公示期为 {first} 至 {last}，不在公示期内")


def require_over(last: date, on: date) -> None:
    if on <= last:
        raise ActionRefused(f"公示至 {last} 结束，期满后才能下达")
