"""When a ticket is pressed for, and how much of it a person is told a day."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from services.rules.clocks import CITY_TIME, DAY_ENDS
from wuhan_smes.worktime.calendar import DAY, WorkCalendar, add_workdays

# A limit still missed after so many more working days is pressed for again; after that a leader's
# table is proposed.
AGAIN_AFTER_WORKDAYS: Final = 3
# So many notices of single tickets a person gets a day; the rest of his day is one digest.
NOTICES_A_DAY: Final = 20


def pressed_again_at(due_day: date, calendar: WorkCalendar) -> datetime:
    """When a limit that ended on `due_day` and is still missed is pressed for a second time."""
    day = add_workdays(due_day, AGAIN_AFTER_WORKDAYS, calendar)
    return datetime.combine(day, DAY_ENDS, CITY_TIME)


def again_table(first: date, last: date, calendar: WorkCalendar) -> Iterator[tuple[date, datetime]]:
    """The second pressing of every day from `first` to `last`, both included."""
    day = first
    while day <= last:
        yield day, pressed_again_at(day, calendar)
        day += DAY


def day_of(moment: datetime) -> date:
    return moment.astimezone(CITY_TIME).date()


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time.min, CITY_TIME)
