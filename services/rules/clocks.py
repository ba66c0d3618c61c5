"""The clocks of a ticket (办理时限): when they end and warn, what a pause or more time does.

A limit in working days excludes the day of receipt and ends with its last working day, in Wuhan's
time. A limit in hours runs by the clock. A coming year without a holiday notice makes a clock
provisional, never an error. Values in, values out; the limits themselves are data (TicketPolicy).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.choices.clocks import ClockKind, LimitUnit
from wuhan_smes.errors import ActionRefused
from wuhan_smes.worktime.calendar import (
    DAY,
    WorkCalendar,
    add_workdays,
    next_workday,
    workdays_between,
)

CITY_TIME: Final = ZoneInfo("Asia/Shanghai")
DAY_ENDS: Final = time(23, 59, 59)
OFFICE_CLOSES: Final = time(17, 30)
WHOLE: Final = 100


class LimitUnknown(ActionRefused):
    """No limit in force covers this clock."""

    code = "limit_unknown"


class ExtensionRefused(ActionRefused):
    """The clock cannot be given more time."""

    code = "extension_refused"


@dataclass(frozen=True, slots=True)
class WarningRule:
    """When a clock turns amber: after `percent` of its time, and for limits of at least
    `days_left_from` working days already when `days_left` of them are left, if that is earlier.
    """

    percent: int = 70
    days_left: int | None = 2
    days_left_from: int = 5


@dataclass(frozen=True, slots=True)
class Limit:
    """How long one clock runs, and how much may be added: `extension` at most, `extensions` times.

    Both are counted in `unit`. `kept_on_transfer`: it runs on when another unit is to sign.
    """

    amount: int
    unit: LimitUnit = LimitUnit.WORKDAYS
    warning: WarningRule = WarningRule()
    extension: int = 0
    extensions: int = 0
    kept_on_transfer: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits one ticket is held to. `late_rolls`: what arrives after `closes` or on a rest
    day counts as received on the next working day.
    """

    of: Mapping[ClockKind, Limit] = field(default_factory=dict)
    late_rolls: bool = False
    closes: time = OFFICE_CLOSES

    def limit(self, kind: ClockKind) -> Limit:
        try:
            return self.of[kind]
        except KeyError:
            raise LimitUnknown(f"未设定“{kind.label}”的办理时限，请先维护办理时限") from None


@dataclass(frozen=True, slots=True)
class Clock:
    """One running limit. Overdue after `due_at`, amber from `warn_at`; `provisional` while a
    coming holiday notice may still move it.
    """

    kind: ClockKind
    due_at: datetime
    warn_at: datetime
    provisional: bool = False


def opened(kind: ClockKind, limits: Limits, at: datetime, calendar: WorkCalendar) -> Clock:
    """The clock that starts with what was received or handed over `at`."""
    limit = limits.limit(kind)
    if limit.unit == LimitUnit.HOURS:
        return _by_the_clock(kind, at + timedelta(hours=limit.amount), limit, at)
    received = _wuhan(at).date()
    counted_from = _counted_from(at, limits, calendar)
    last = add_workdays(counted_from, limit.amount, calendar)
    warn_at = max(at, _warning(last, limit.amount, limit.warning, calendar))
    return Clock(kind, _end_of(last), warn_at, calendar.is_provisional(received, last))


def resumed(
    clock: Clock,
    paused_from: datetime,
    paused_until: datetime,
    calendar: WorkCalendar,
    *,
    unit: LimitUnit = LimitUnit.WORKDAYS,
) -> Clock:
    """The clock after a suspension (挂起): the working time spent suspended is added.

    As many working days are left afterwards as were left when it was suspended. A clock that had
    run out stays out; hours are given back by the clock.
    """
    if paused_until < paused_from:
        raise ValueError("a pause does not end before it begins")
    if paused_from > clock.due_at:
        return clock
    if unit == LimitUnit.HOURS:
        lost = paused_until - paused_from
        return replace(clock, due_at=clock.due_at + lost, warn_at=_later(clock, paused_from, lost))
    first, last = _wuhan(paused_from).date(), _wuhan(paused_until).date()
    added = workdays_between(first, last, calendar)
    if not added:
        return clock
    due_at = _moved(clock.due_at, added, calendar)
    ahead = clock.warn_at >= paused_from
    return replace(
        clock,
        due_at=due_at,
        warn_at=_moved(clock.warn_at, added, calendar) if ahead else clock.warn_at,
        provisional=clock.provisional or calendar.is_provisional(first, _wuhan(due_at).date()),
    )


def require_extendable(
    clock: Clock, limit: Limit, *, asked_at: datetime, used: int, amount: int
) -> None:
    """Refuses more time that was asked for too late, too often, or beyond what the limit allows."""
    if asked_at > clock.due_at:
        raise ExtensionRefused("时限已过，不能再申请延期；延期须在到期前提出")
    if used >= limit.extensions:
        allowed = f"最多延期 {limit.extensions} 次" if limit.extensions else "不允许延期"
        raise ExtensionRefused(f"该时限{allowed}")
    if not 1 <= amount <= limit.extension:
        raise ExtensionRefused(f"延期应为 1 至 {limit.extension} {LimitUnit(limit.unit).label}")


def extended(clock: Clock, limit: Limit, amount: int, calendar: WorkCalendar) -> Clock:
    """The clock with an approved extension; it warns as a limit of the whole length would."""
    if limit.unit == LimitUnit.HOURS:
        due_at = clock.due_at + timedelta(hours=amount)
        longer = replace(limit, amount=limit.amount + amount)
        return _by_the_clock(clock.kind, due_at, longer, clock.warn_at)
    was, due_at = _wuhan(clock.due_at).date(), _moved(clock.due_at, amount, calendar)
    last = _wuhan(due_at).date()
    warn_at = _warning(last, limit.amount + amount, limit.warning, calendar)
    return replace(
        clock,
        due_at=due_at,
        warn_at=max(clock.warn_at, warn_at),
        provisional=clock.provisional or calendar.is_provisional(was, last),
    )


def escalate_at(clocks: Iterable[Clock]) -> datetime | None:
    """The first moment at which a running clock wants attention; none when no clock runs."""
    return min((min(clock.warn_at, clock.due_at) for clock in clocks), default=None)


def warn_at(clocks: Iterable[Clock]) -> datetime | None:
    """When the first of the running clocks turns amber."""
    return min((clock.warn_at for clock in clocks), default=None)


def working_days_left(clock: Clock, at: datetime, calendar: WorkCalendar) -> int:
    """Working days after today until the clock ends; negative once it has run out."""
    today, last = _wuhan(at).date(), _wuhan(clock.due_at).date()
    if today <= last:
        return workdays_between(today, last, calendar)
    return -max(1, workdays_between(last, today, calendar))


def _wuhan(moment: datetime) -> datetime:
    return moment.astimezone(CITY_TIME)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, DAY_ENDS, CITY_TIME)


def _counted_from(at: datetime, limits: Limits, calendar: WorkCalendar) -> date:
    local = _wuhan(at)
    day = local.date()
    if not limits.late_rolls:
        return day
    if calendar.is_workday(day) and local.time() >= limits.closes:
        day += DAY
    return next_workday(day, calendar)


def _warning(last: date, amount: int, rule: WarningRule, calendar: WorkCalendar) -> datetime:
    """Counted back from the last day, so that pauses and extensions keep what is left."""
    left = timedelta(days=amount) * (WHOLE - rule.percent) / WHOLE
    if rule.days_left is not None and amount >= rule.days_left_from:
        left = max(left, timedelta(days=rule.days_left))
    day = _workdays_before(last, left.days, calendar)
    return _end_of(day) - timedelta(seconds=left.seconds)


def _workdays_before(day: date, count: int, calendar: WorkCalendar) -> date:
    while count:
        day -= DAY
        count -= calendar.is_workday(day)
    return day


def _moved(moment: datetime, workdays: int, calendar: WorkCalendar) -> datetime:
    local = _wuhan(moment)
    day = add_workdays(local.date(), workdays, calendar)
    return datetime.combine(day, local.time(), CITY_TIME)


def _by_the_clock(kind: ClockKind, due_at: datetime, limit: Limit, earliest: datetime) -> Clock:
    left = timedelta(hours=limit.amount) * (WHOLE - limit.warning.percent) / WHOLE
    return Clock(kind, due_at, max(earliest, due_at - left))


def _later(clock: Clock, paused_from: datetime, lost: timedelta) -> datetime:
    return clock.warn_at + lost if clock.warn_at >= paused_from else clock.warn_at
