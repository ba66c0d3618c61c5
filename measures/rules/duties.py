"""When a word on a duty is due, and what its light shows. Values in, values out."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from measures.choices import DutyLight, ProgressState

# A quarter is told of until this many days after it ended.
DAYS_TO_TELL: Final = 15
# From here on a missing word is asked for, and every so many days again.
REMINDED_FROM: Final = 5
REMINDED_EVERY: Final = 5
WORST_FIRST: Final = (DutyLight.RED, DutyLight.AMBER, DutyLight.GREEN, DutyLight.GREY)
# What makes it doubtful who owes a clause.
GAPS: Final = frozenset({"F6", "F7", "F8"})


def quarter_of(day: date) -> date:
    """The first day of the quarter a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def next_quarter(first: date) -> date:
    return date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)


def last_ended(today: date) -> date:
    """The quarter that ended last: the one to be told of now."""
    return quarter_of(quarter_of(today) - timedelta(1))


def due_on(first: date) -> date:
    """The last day for a word on a quarter."""
    return next_quarter(first) + timedelta(DAYS_TO_TELL - 1)


def named(first: date) -> str:
    return f"{first.year} 年第{'一二三四'[first.month // 3]}季度"


def owed(starts_on: date | None, first: date) -> bool:
    """Whether a commitment owes a word on a quarter: it had begun when the quarter ended."""
    return starts_on is not None and starts_on < next_quarter(first)


def light(starts_on: date | None, first: date, state: str | None, today: date) -> DutyLight:
    """One unit's light for one quarter. What was returned counts as not told."""
    if not owed(starts_on, first):
        return DutyLight.GREY
    if state == ProgressState.ACCEPTED:
        return DutyLight.GREEN
    if state == ProgressState.SUBMITTED or today <= due_on(first):
        return DutyLight.AMBER
    return DutyLight.RED


def worst(lights: Iterable[DutyLight]) -> DutyLight | None:
    """The light of several; None where there is none to see."""
    found = set(lights)
    return next((one for one in WORST_FIRST if one in found), None)


def reminded_today(first: date, today: date) -> bool:
    """Whether missing words on a quarter are asked for on a day."""
    days = (today - due_on(first)).days + REMINDED_FROM
    return days >= 0 and days % REMINDED_EVERY == 0
