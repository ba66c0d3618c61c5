"""How units are assessed by call-backs (考核): versioned, so that a past month keeps its ranking.

有效回访 are call-backs in which somebody was reached. A rate without any is unknown, never 0.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

DAY: Final = timedelta(days=1)
HUNDRED: Final = Decimal(100)
CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Formula:
    """Weights from a day on. 响应率 = 联系数/有效回访，解决率 = 解决数/有效回访，满意率 =
    (满意 + fairly × 基本满意)/有效回访，综合成绩 = 三率按权重相加 × 100。
    """

    version: int
    effective_from: date
    response: Decimal
    satisfaction: Decimal
    solved: Decimal
    fairly: Decimal
    source: str


FORMULAS: Final = (
    Formula(
        1,
        date(2015, 1, 1),
        Decimal("0.1"),
        Decimal("0.4"),
        Decimal("0.5"),
        Decimal("0.9"),
        "某区12345热线考核通报（单一来源，待市经信局确认）",
    ),
)


@dataclass(frozen=True, slots=True)
class CallBacks:
    """What the call-backs of a period say of one unit."""

    counted: int = 0
    contacted: int = 0
    solved: int = 0
    satisfied: int = 0
    fairly: int = 0


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares from 0 to 1 and a score from 0 to 100; None where nothing was counted."""

    response: Decimal | None
    solved: Decimal | None
    satisfaction: Decimal | None
    score: Decimal | None


def formula_on(day: date) -> Formula:
    """The formula in force on `day`; the first one before it began."""
    begun = [it for it in FORMULAS if it.effective_from <= day]
    return begun[-1] if begun else FORMULAS[0]


def rates(found: CallBacks, formula: Formula) -> Rates:
    if not found.counted:
        return Rates(None, None, None, None)
    counted = Decimal(found.counted)
    response, solved = found.contacted / counted, found.solved / counted
    satisfaction = (found.satisfied + formula.fairly * found.fairly) / counted
    score = (
        formula.response * response + formula.satisfaction * satisfaction + formula.solved * solved
    ) * HUNDRED
    return Rates(response, solved, satisfaction, score.quantize(CENT, ROUND_HALF_UP))


def percent(share: Decimal | None) -> Decimal | None:
    """A share as people read it: 0.88 is 88.00 %."""
    return None if share is None else (share * HUNDRED).quantize(CENT, ROUND_HALF_UP)


def period_before(first: date, last: date) -> tuple[date, date]:
    """The period compared with: the month before a whole month, else as many days before."""
    if (
        first.day == 1
        and (last + DAY).day == 1
        and (first.year, first.month) == (last.year, last.month)
    ):
        end = first - DAY
        return end.replace(day=1), end
    length = last - first
    return first - length - DAY, first - DAY
