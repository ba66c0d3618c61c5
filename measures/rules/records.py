"""How records are counted: on a day, up to a day, in a year. Values in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from measures.choices import CountOver

DAY: Final = timedelta(1)


@dataclass(frozen=True, slots=True)
class Count:
    """One figure drawn from the records of a kind.

    `of` names the column added up; empty counts rows. `on` is the day that decides, `where` which
    rows. `clauses` are the duties it answers.
    """

    code: str
    label: str
    unit: str
    over: CountOver
    of: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    on: str = "happened_on"
    clauses: tuple[str, ...] = ()

    @property
    def definition(self) -> str:
        """What is counted, in words."""
        return f"{self.over.label}，{'加总' if self.of else '按条计'}"


@dataclass(frozen=True, slots=True)
class Quota:
    """How many a year a document speaks of, and in which clause."""

    count: str
    a_year: int
    clause: str
    about: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What a class of records says of itself besides its fields."""

    code: str
    about: str
    counts: tuple[Count, ...] = ()
    clauses: tuple[str, ...] = ()
    quota: Quota | None = None

    def count(self, code: str) -> Count:
        """One of its figures. Raises LookupError for another name."""
        for one in self.counts:
            if one.code == code:
                return one
        raise LookupError(f"{self.code} has no count {code}")


def first_day(over: CountOver, on: date) -> date | None:
    """Where the span of a count begins that ends on a day; None from the beginning."""
    if over is CountOver.CALENDAR:
        return date(on.year, 1, 1)
    if over is CountOver.YEAR:
        back = date(on.year - 1, on.month, min(on.day, 28) if on.month == 2 else on.day)
        return back + DAY
    return None
