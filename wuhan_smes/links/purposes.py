"""What an enterprise may do without an account, by declaration: one purpose a link.

An app declares its purposes in its module `linked`; the kit does the rest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.links.promises import Promise


@dataclass(frozen=True, slots=True)
class Subject:
    """The object a link is about: whose it is, and all that its page may show of it.

    `terms` fill the promise of the purpose: the amount, the day, the name it speaks of.
    """

    jurisdiction_id: int
    number: str
    title: str
    station_id: int | None = None
    terms: Mapping[str, str] = field(default_factory=dict)


class Question(Protocol):
    """A form of the page. Raises nothing: faults stand on its fields."""

    cleaned_data: dict[str, Any]

    def is_valid(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Purpose:
    """`subject` finds the object within the reach of who issues (and refuses what is not due);
    `act` does what the visitor answered, holding `capabilities` over the unit of the link alone,
    and says what to tell him. The answer carries `signed_name` and `by_proxy` beside the form's own
    words. `promise` is what he signs by name (承诺书), if anything. `entered_by` is held at its
    station by who serves the enterprise, and enters its signed paper without sending links.
    """

    code: str
    label: str
    issued_by: Capability
    capabilities: frozenset[Capability]
    question: Callable[..., Question]
    subject: Callable[[int, Access], Subject]
    act: Callable[[int, Access, datetime, Mapping[str, Any]], str]
    days: int = 7
    promise: Promise | None = None
    entered_by: Capability | None = None


@dataclass(slots=True)
class Purposes:
    """Every purpose the product knows, by its code."""

    known: dict[str, Purpose] = field(default_factory=dict)

    def add(self, *purposes: Purpose) -> None:
        self.known |= {purpose.code: purpose for purpose in purposes}

    def find(self, code: str) -> Purpose:
        try:
            return self.known[code]
        except KeyError:
            raise InputRefused(Fault("purpose", "unknown", f"没有“{code}”这种用途")) from None


purposes: Final = Purposes()
