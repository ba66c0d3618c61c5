"""Working days (工作日). Pure functions over a calendar value: no database, no clock.

Deadlines exclude the day of receipt; public notices (公示) include their first day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days that depart from the plain week, and the years the State Council has settled."""

    holidays: frozenset[date] = frozenset()
    makeup_workdays: frozenset[date] = frozenset()
    published_years: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        *,
        holidays: Iterable[date] = (),
        makeup_workdays: Iterable[date] = (),
        published_years: Iterable[int] = (),
    ) -> "WorkCalendar":
        return cls(frozenset(holidays), frozenset(makeup_workdays), frozenset(published_years))

    def is_workday(self, day: date) -> bool:
        if day in self.makeup_workdays:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether any day of [first, last] lies in a year without a notice."""
        return not self.published_years.issuperset(range(first.year, last.year + 1))


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a deadline (until its end), and whether a coming notice may move it."""

    on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class NoticeSpan:
    """The first and last day of a public notice, both included."""

    first: date
    last: date
    provisional: bool


def add_workdays(start: date, count: int, calendar: WorkCalendar) -> date:
    """The `count`-th working day after `start`; `start` itself for none."""
    if count < 0:
        raise ValueError("a deadline does not run backwards")
    day = start
    while count:
        day += DAY
        count -= calendar.is_workday(day)
    return day


def next_workday(day: date, calendar: WorkCalendar) -> date:
    """`day` if it is worked, else the first working day after it."""
    while not calendar.is_workday(day):
        day += DAY
    return day


def due(
    received: date, workdays: int, calendar: WorkCalendar, *, rest_day_rolls: bool = False
) -> Due:
    """When a deadline of `workdays` ends; the day of receipt does not count.

    `rest_day_rolls`: what arrives on a rest day counts as received on the next working day.
    """
    counted_from = next_workday(received, calendar) if rest_day_rolls else received
    last = add_workdays(counted_from, workdays, calendar)
    return Due(last, calendar.is_provisional(received, last))


def notice_span(first: date, workdays: int, calendar: WorkCalendar) -> NoticeSpan:
    """A public notice shown for `workdays` working days, its first day included."""
    if workdays < 1:
        raise ValueError("a notice is shown for at least one day")
    last = add_workdays(next_workday(first, calendar), workdays - 1, calendar)
    return NoticeSpan(first, last, calendar.is_provisional(first, last))


def workdays_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """Working days in (start, end]: how much of a deadline has run by the end of `end`."""
    days = (start + DAY * n for n in range(1, (end - start).days + 1))
    return sum(calendar.is_workday(day) for day in days)
