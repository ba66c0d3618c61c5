"""What a leaving specialist or a closing station still holds, and who takes it over.

Each kind of matters (care for enterprises, tickets …) names itself here, so that nothing is left
with a person who is gone. `services/handovers.py` lists them.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.models import Specialist
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import ServiceStation


@dataclass(frozen=True, slots=True)
class Occasion:
    """From which day something passes to another, why, and who says so."""

    on: date
    reason: str
    access: Access
    at: datetime


class Matters(ABC):
    """One kind of matters that lie with specialists, or with stations."""

    label: str
    unit: str = "件"

    @abstractmethod
    def open_with(self, leaver: Specialist, *, on: date) -> int:
        """How many are still his from `on`."""

    @abstractmethod
    def hand_over(self, leaver: Specialist, successor: Specialist, by: Occasion) -> int:
        """Give all of them to `successor` from that day; returns how many."""

    def open_at(self, station: ServiceStation, *, on: date) -> int:
        """How many lie with the station itself, in nobody's hands."""
        return 0

    def hand_over_station(
        self, station: ServiceStation, target: ServiceStation, by: Occasion
    ) -> int:
        """Give those to another station; returns how many."""
        return 0


MATTERS: Final[dict[str, Matters]] = {}


def register(*kinds: Matters) -> None:
    """Make kinds of matters known, each once."""
    for kind in kinds:
        if kind.label in MATTERS:
            raise ValueError(f"{kind.label} is known already")
        MATTERS[kind.label] = kind


def open_with(leaver: Specialist, *, on: date) -> list[str]:
    """What he still holds, in words; empty if nothing."""
    counted = [(kind, kind.open_with(leaver, on=on)) for kind in MATTERS.values()]
    return [f"{kind.label} {count} {kind.unit}" for kind, count in counted if count]


def open_at_station(station: ServiceStation, *, on: date) -> list[str]:
    """What lies with the station itself, in words; empty if nothing."""
    counted = [(kind, kind.open_at(station, on=on)) for kind in MATTERS.values()]
    return [f"{kind.label} {count} {kind.unit}" for kind, count in counted if count]


def hand_over_all(leaver: Specialist, successor: Specialist, by: Occasion) -> None:
    """Everything he holds goes to `successor`."""
    for kind in MATTERS.values():
        kind.hand_over(leaver, successor, by)


def hand_over_station(station: ServiceStation, target: ServiceStation, by: Occasion) -> None:
    for kind in MATTERS.values():
        kind.hand_over_station(station, target, by)
