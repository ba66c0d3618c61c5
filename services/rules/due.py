"""Whom to call upon first: the reasons for going, each with its weight. Values in, values out.

A further reason is one more entry of REASONS; what it looks at is one more field of Standing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

SOON_DAYS: Final = 7
EXPIRY_STEPS: Final = ((30, 40), (90, 25), (180, 10))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one enterprise in somebody's care, on one day."""

    due_on: date | None
    last_on: date | None
    title: str = ""
    title_ends_on: date | None = None
    open_problems: int = 0
    late_problems: int = 0
    errands: int = 0
    errand_due_on: date | None = None
    duties: int = 0
    duty_due_on: date | None = None
    support_wanting: int = 0
    support_unpaid: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why to go. `tone` colours it: bad, warn or plain."""

    text: str
    weight: int
    tone: str = ""


def _expiry(it: Standing, on: date) -> Iterator[Reason]:
    if it.title_ends_on is None or it.title_ends_on < on:
        return
    days = (it.title_ends_on - on).days
    for within, weight in EXPIRY_STEPS:
        if days <= within:
            tone = "bad" if within == EXPIRY_STEPS[0][0] else "warn"
            yield Reason(f"{it.title} {days} 天后到期", weight, tone)
            return


def _problems(it: Standing, on: date) -> Iterator[Reason]:
    if it.late_problems:
        yield Reason(f"{it.late_problems} 个问题已逾期", 45, "bad")
    elif it.open_problems:
        yield Reason(f"{it.open_problems} 个问题在办", 30, "warn")


def _visit(it: Standing, on: date) -> Iterator[Reason]:
    if it.due_on is None:
        return
    late = (on - it.due_on).days
    if late > 0:
        yield Reason(f"走访逾期 {late} 天", 20 + min(late, 60) // 3, "bad")
    elif late == 0:
        yield Reason("今天到期", 20, "warn")
    elif -late <= SOON_DAYS:
        yield Reason(f"{-late} 天内应走访", 10)


def _errands(it: Standing, on: date) -> Iterator[Reason]:
    """What the unit asks to be done on the way to a tier (梯度培育)."""
    if not it.errands or it.errand_due_on is None:
        return
    days = (it.errand_due_on - on).days
    if days < 0:
        yield Reason(f"{it.errands} 项培育任务已逾期", 40, "bad")
    else:
        within = days <= SOON_DAYS
        when = "今天到期" if days == 0 else f"{days} 天后到期"
        yield Reason(f"{it.errands} 项培育任务，{when}", 35 if within else 15, "warn")


def _duties(it: Standing, on: date) -> Iterator[Reason]:
    """What a holder of a title owes (年度更新、变更报告): the call that saves his review."""
    if not it.duties or it.duty_due_on is None:
        return
    days = (it.duty_due_on - on).days
    if days < 0:
        yield Reason(f"{it.duties} 项称号更新已逾期", 42, "bad")
    else:
        when = "今天到期" if days == 0 else f"{days} 天后到期"
        yield Reason(f"{it.duties} 项称号更新，{when}", 32 if days <= SOON_DAYS else 18, "warn")


def _support(it: Standing, on: date) -> Iterator[Reason]:
    """What the enterprise would be paid if it brought a paper, and what it still waits for."""
    if it.support_wanting:
        yield Reason(f"{it.support_wanting} 项支持只差材料", 28, "warn")
    if it.support_unpaid:
        yield Reason(f"{it.support_unpaid} 项支持未到账", 12)


def _silence(it: Standing, on: date) -> Iterator[Reason]:
    if it.last_on is None:
        yield Reason("还没有走访过", 8)


REASONS: Final[tuple[Callable[[Standing, date], Iterator[Reason]], ...]] = (
    _problems,
    _expiry,
    _errands,
    _duties,
    _support,
    _visit,
    _silence,
)


def reasons(standing: Standing, *, on: date) -> list[Reason]:
    """Every reason to go, the weightiest first."""
    found = [reason for rule in REASONS for reason in rule(standing, on)]
    return sorted(found, key=lambda reason: -reason.weight)


def weight(found: Sequence[Reason]) -> int:
    """How pressing all of it is; 0 for no reason at all."""
    return sum(reason.weight for reason in found)
