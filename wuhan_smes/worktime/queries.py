"""The calendar as a value, loaded once a process and again whenever it changes."""

from datetime import date
from threading import Lock
from typing import Final

from django.db import connection

from wuhan_smes.worktime.calendar import WorkCalendar
from wuhan_smes.worktime.choices import DayKind, YearState
from wuhan_smes.worktime.models import CalendarStamp, CalendarYear, WorkdayException

_kept: dict[str, WorkCalendar] = {}
_lock: Final = Lock()


def work_calendar() -> WorkCalendar:
    """The whole calendar as this transaction sees it; one narrow query while nothing changed.

    The stamp is read first: a calendar changed in between is at worst loaded once more.
    """
    stamp = CalendarStamp.objects.values_list("stamp", flat=True).get()
    key = f"{connection.settings_dict['NAME']}/{stamp}"
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = _loaded()
        with _lock:
            _kept.clear()
            _kept[key] = found
    return found


def _loaded() -> WorkCalendar:
    days: dict[str, list[date]] = {kind: [] for kind in DayKind.values}
    for day, kind in WorkdayException.objects.values_list("date", "kind"):
        days[kind].append(day)
    years = CalendarYear.objects.filter(state=YearState.PUBLISHED).values_list("year", flat=True)
    return WorkCalendar.of(
        holidays=days[DayKind.HOLIDAY],
        makeup_workdays=days[DayKind.MAKEUP_WORKDAY],
        published_years=years,
    )
