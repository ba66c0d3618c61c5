"""第四条: who enters the statistics register in one year is paid in the next, if still in it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from measures.rules.written import decimal_of, known_only, refused, word_of


class Lasting(StrEnum):
    """What must still hold on the day of the check."""

    SCALE = "scale"
    TITLE = "title"

    @property
    def label(self) -> str:
        return "仍在规（限）上" if self is Lasting.SCALE else "称号仍在有效期内"


@dataclass(frozen=True, slots=True)
class Deferral:
    """Checked `years` after the year of the event, on a day of that year."""

    lasting: Lasting
    years: int
    month: int
    day: int

    def check_on(self, event_on: date) -> date:
        return date(event_on.year + self.years, self.month, self.day)

    @property
    def told(self) -> str:
        day = f"{self.month} 月 {self.day} 日"
        return f"事实发生后第 {self.years} 年 {day}核查：{self.lasting.label}"


NAMES: Final = frozenset({"lasting", "years", "month", "day"})


def deferral(written: object) -> Deferral | None:
    """Refuses what cannot be read; None where nothing is deferred."""
    if written is None:
        return None
    found = known_only(written, NAMES, "deferral")
    asked = ("years", "month", "day")
    numbers = {name: _whole(found.get(name), f"deferral.{name}") for name in asked}
    if not 1 <= numbers["years"] <= 5:
        raise refused("deferral.years", "应在 1 至 5 年之间")
    try:
        date(2027, numbers["month"], numbers["day"])  # no leap year: the day is there every year
    except ValueError:
        raise refused("deferral.day", "每年都应有这一天") from None
    return Deferral(word_of(Lasting, found.get("lasting"), "deferral.lasting"), **numbers)


def _whole(written: object, place: str) -> int:
    number = decimal_of(written, place)
    if number != int(number):
        raise refused(place, "应为整数")
    return int(number)
