"""The way from a day's holders to a target, day by day. Values in, values out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from measures.rules.duties import next_quarter, quarter_of
from measures.rules.sharing import shared

DAY: Final = timedelta(1)
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Way:
    """From `opening` on the evening of `first` to `value` on that of `due`.

    With `months` (a share for each of the twelve) it rises as recognitions fall; else evenly.
    """

    first: date
    opening: int
    due: date
    value: int
    months: tuple[int, ...] = ()

    def on(self, day: date) -> int:
        """How many there should be; exact at both ends, whole enterprises between them."""
        if day <= self.first:
            return self.opening
        if day >= self.due:
            return self.value
        return self.opening + rounded((self.value - self.opening) * self._gone(day))

    def _gone(self, day: date) -> Fraction:
        whole = self._weight(self.due)
        if not whole:
            return Fraction((day - self.first).days, (self.due - self.first).days)
        return self._weight(day) / whole

    def _weight(self, until: date) -> Fraction:
        """The shares of the months between `first` and a day, a month begun by its days."""
        total, begin = Fraction(0), self.first + DAY
        while self.months and begin <= until:
            later = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
            days = (later - begin.replace(day=1)).days
            end = min(later - DAY, until)
            total += Fraction(self.months[begin.month - 1] * ((end - begin).days + 1), days)
            begin = later
        return total


def rounded(value: Fraction) -> int:
    """To the nearest whole; a half upwards."""
    return (2 * value + 1).__floor__() // 2


def stations(first: date, due: date) -> Iterator[date]:
    """The days a way is looked at: the end of every quarter on it, and its own end."""
    day = next_quarter(quarter_of(first)) - DAY
    while day < due:
        if day > first:
            yield day
        day = next_quarter(quarter_of(day + DAY)) - DAY
    yield due


def months_of(counts: Sequence[int]) -> tuple[int, ...]:
    """Twelve shares that add up to 100, as recognitions fell before; evenly where none did."""
    return tuple(shared(HUNDRED, counts))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be expected on a day: those who hold today, less what will be lost of the titles
    that end until then, and as many new ones as came in the last year.
    """

    held: int
    ending: int
    new_a_year: int
    review_percent: int

    def on(self, day: date, *, today: date) -> int:
        lost = Fraction(self.ending * (HUNDRED - self.review_percent), HUNDRED)
        came = Fraction(self.new_a_year * max(0, (day - today).days), 365)
        return max(0, self.held + rounded(came - lost))
