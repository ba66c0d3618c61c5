"""What rules may ask about: the dictionary of fields, declared by whoever keeps the facts.

Rulekit knows neither enterprises nor columns. An app declares its fields once; where their values
are found, a fact source says (compiling/sources.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Kind(StrEnum):
    """RANKED words stand in order, lowest first. POSITION is a best place: 1 is the best, and a
    record that is complete and empty has none.
    """

    NUMBER = "number"
    POSITION = "position"
    YES_NO = "yes_no"
    WORD = "word"
    RANKED = "ranked"
    SET = "set"


class Grain(StrEnum):
    """YEAR: one value a year. STATE: what holds on the day. EVENT: dated records of a period.
    JUDGEMENT: what a person decided.
    """

    YEAR = "year"
    STATE = "state"
    EVENT = "event"
    JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True)
class Share:
    """part / whole in per cent, of the same year; undefined where the whole is not above zero."""

    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth over the year before in per cent; undefined where that year is not above zero."""

    of: str


@dataclass(frozen=True, slots=True)
class CompoundGrowth:
    """Yearly growth over two years in per cent; undefined where the base is not above zero."""

    of: str


Derived = Share | Growth | CompoundGrowth


@dataclass(frozen=True, slots=True)
class Field:
    """One fact: how it is called, what it can be, and in which unit it is compared."""

    name: str
    label: str
    kind: Kind
    grain: Grain
    unit: str = ""
    words: tuple[str, ...] = ()
    derived: Derived | None = None
    labels: tuple[str, ...] = ()

    def word(self, code: str) -> str:
        """What one of `words` is called."""
        return dict(zip(self.words, self.labels, strict=False)).get(code, code)


Dictionary = Mapping[str, Field]
_DECLARED: Final[dict[str, Field]] = {}


def declare(fields: Iterable[Field]) -> None:
    """Make fields known to every rule. The same field may be declared again, not another one."""
    for field in fields:
        if _DECLARED.setdefault(field.name, field) != field:
            raise ValueError(f"two fields are called {field.name}")


def declared() -> Dictionary:
    """Every field rules may ask about."""
    return MappingProxyType(_DECLARED)
