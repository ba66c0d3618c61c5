"""Figures in a reply stand as references [[name@day]]. Values in, values out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

REFERENCE: Final = re.compile(r"\[\[([a-z0-9_:/-]{1,80})@(\d{4}-\d{2}-\d{2})\]\]")
OPEN: Final = "〔待核〕"


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure asked for: what counts it, and of which day."""

    name: str
    on: date

    @property
    def text(self) -> str:
        """As it stands in the words of the reply."""
        return f"[[{self.name}@{self.on.isoformat()}]]"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure found: with its day and what it counts, so that it can be checked later."""

    reference: str
    label: str
    value: str
    unit: str
    on: str
    definition: str

    @property
    def note(self) -> str:
        """The line below the reply that says what the figure is."""
        return f"{self.label} {self.value} {self.unit}，截至 {self.on}；{self.definition}"


def references(words: str) -> list[Reference]:
    """Every figure the words refer to, once, in their order. An impossible day is none."""
    found: dict[tuple[str, str], Reference] = {}
    for name, day in REFERENCE.findall(words):
        try:
            found.setdefault((name, day), Reference(name, date.fromisoformat(day)))
        except ValueError:
            continue
    return list(found.values())


def malformed(words: str) -> list[str]:
    """Brackets that are no reference: they must not leave the house as they are."""
    rest = REFERENCE.sub(lambda it: "" if _is_day(it.group(2)) else it.group(0), words)
    return re.findall(r"\[\[.{0,60}", rest)


def filled(words: str, quoted: Mapping[str, Quoted]) -> str:
    """The words with figures in place of references; an unknown one is visibly open."""

    def value(found: re.Match[str]) -> str:
        it = quoted.get(found.group(0))
        return OPEN if it is None else it.value

    return REFERENCE.sub(value, words)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
