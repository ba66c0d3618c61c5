"""The spans that figures are for: a year, a quarter, a month. As people write them, and in days."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from enterprises.choices import PeriodKind
from enterprises.rules.period_words import month_or_quarter
from enterprises.rules.spans import months_later
from wuhan_smes.errors import Fault, InputRefused

YEARS: Final = range(1990, 2101)
MONTHS: Final = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3}


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a quarter, [first, until)."""

    kind: PeriodKind
    first: date

    @property
    def until(self) -> date:
        return months_later(self.first, MONTHS[self.kind])

    def __str__(self) -> str:
        """2026-03 or 2026-Q1, as programs write it."""
        if self.kind == PeriodKind.QUARTER:
            return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        return f"{self.first:%Y-%m}"


def month(year: int, number: int) -> Period:
    return Period(PeriodKind.MONTH, date(year, number, 1))


def quarter(year: int, number: int) -> Period:
    return Period(PeriodKind.QUARTER, date(year, number * 3 - 2, 1))


def parse_period(text: str) -> Period:
    """2026-03, 2026年3月, 202603; 2026-Q1, 2026年一季度. Refuses anything else."""
    found = month_or_quarter(text)
    if found is None:
        detail = f"无法识别周期“{text.strip()}”，请写成 2026-03 或 2026-Q1"
        raise InputRefused(Fault("period", "unreadable", detail))
    year, kind, number = found
    make = quarter if kind == PeriodKind.QUARTER else month
    return make(plausible_year(year), number)


def plausible_year(year: int) -> int:
    if year not in YEARS:
        raise InputRefused(Fault("year", "out_of_range", "年度应在 1990 至 2100 之间"))
    return year
