"""How much time a ticket has left, in words beside its light. Values in, values out.

The light never stands alone: whoever sees no colours reads the words beside it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from services.rules.clocks import CITY_TIME, DAY_ENDS
from services.rules.ticket_lights import Light, light
from wuhan_smes.worktime.calendar import WorkCalendar, workdays_between

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Told:
    """A limit as a person reads it."""

    light: Light
    words: str

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return TONES[self.light]


TONES = {
    Light.RED: "bad",
    Light.AMBER: "warn",
    Light.GREEN: "good",
    Light.PAUSED: "info",
    Light.NONE: "",
}


def told(
    due_at: datetime | None,
    warn_at: datetime | None,
    at: datetime,
    calendar: WorkCalendar,
    *,
    paused_at: datetime | None = None,
) -> Told:
    """What is left of the limit that ends `due_at`, counted in working days where there are any."""
    shown = light(due_at, warn_at, paused_at, at)
    if due_at is None or shown in {Light.PAUSED, Light.NONE}:
        return Told(shown, shown.label)
    if shown is Light.RED:
        return Told(shown, _over(due_at, at, calendar))
    return Told(shown, _left(due_at, at, calendar))


def _over(due_at: datetime, at: datetime, calendar: WorkCalendar) -> str:
    worked = workdays_between(_day(due_at), _day(at), calendar)
    if worked:
        return f"逾期 {worked} 个工作日"
    hours = int((at - due_at).total_seconds() // HOUR)
    return f"逾期 {hours} 小时" if hours else "刚刚逾期"


def _left(due_at: datetime, at: datetime, calendar: WorkCalendar) -> str:
    last, today = _day(due_at), _day(at)
    if last == today:
        until = due_at.astimezone(CITY_TIME)
        ends_with_the_day = until.time().replace(microsecond=0) == DAY_ENDS
        return "今天到期" if ends_with_the_day else f"今天 {until:%H:%M} 到期"
    worked = workdays_between(today, last, calendar)
    return f"还剩 {worked} 个工作日" if worked else f"还剩 {(last - today).days} 天（休息日）"


def _day(at: datetime) -> date:
    return at.astimezone(CITY_TIME).date()
