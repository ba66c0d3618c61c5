"""Where facts are found: the one thing the compiler must be told.

A source gives SQL for a field at a time. Whoever writes a source answers for its types: numbers are
numeric, yes and no boolean, words text, sets text[]. NULL is unknown.
"""

from dataclasses import dataclass
from typing import Protocol

from wuhan_smes.rulekit.fields import Field


@dataclass(frozen=True, slots=True)
class Fact:
    """The value of a field, and whether its record is complete and empty (positions only)."""

    value: str
    empty: str = ""


class FactSource(Protocol):
    """Facts of a population whose rows are called `population`, one row a subject, with its id."""

    def in_year(self, field: Field, year: int) -> Fact:
        """A yearly field; `year` counts from Y, so -1 is the year before the application."""

    def today(self, field: Field) -> Fact:
        """A state or a judgement on the day of the application."""

    def since(self, field: Field, year: int) -> tuple[Fact, ...]:
        """Dated records since the beginning of a year: one fact, or one for each year kept."""

    def tables(self, population: str) -> str:
        """What to select from, once every fact has been asked for."""
