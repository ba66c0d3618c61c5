"""Arithmetic of half-open spans of days, as merging and taking apart need it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """[start, until); `date.min` and `date.max` stand for no bound."""

    start: date
    until: date

    @classmethod
    def of(cls, lower: date | None, upper: date | None) -> Self:
        """From bounds as the database tells them, where none means unbounded."""
        return cls(lower or date.min, upper or date.max)

    @property
    def lower(self) -> date | None:
        return None if self.start == date.min else self.start

    @property
    def upper(self) -> date | None:
        return None if self.until == date.max else self.until

    def common(self, other: "Days") -> "Days | None":
        """The days of both; none if they do not meet."""
        start, until = max(self.start, other.start), min(self.until, other.until)
        return Days(start, until) if start < until else None

    def without(self, others: Iterable["Days"]) -> list["Days"]:
        """What is left of these days, in order, when `others` are taken away."""
        left, start = [], self.start
        for other in sorted(others):
            if other.until <= start or other.start >= self.until:
                continue
            if other.start > start:
                left.append(Days(start, other.start))
            start = max(start, other.until)
        if start < self.until:
            left.append(Days(start, self.until))
        return left
