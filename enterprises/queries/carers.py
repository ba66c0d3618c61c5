"""Who looks after an enterprise. The register does not know; an app above it that does says so."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Final

from wuhan_smes.access import Access

Finder = Callable[[Collection[int], Access, date], Mapping[int, str]]
FINDERS: Final[list[Finder]] = []


def register(finder: Finder) -> None:
    """An app above the register answers for its people."""
    if finder not in FINDERS:
        FINDERS.append(finder)


def carers(enterprise_ids: Collection[int], access: Access, *, on: date) -> Mapping[int, str]:
    """The person in charge of each enterprise on a day, where the one asking may know."""
    found: dict[int, str] = {}
    for finder in FINDERS:
        found |= finder(enterprise_ids, access, on)
    return found


StationFinder = Callable[[Collection[int], date], Mapping[int, int]]
STATION_FINDERS: Final[list[StationFinder]] = []


def register_stations(finder: StationFinder) -> None:
    """An app above the register answers which station looks after an enterprise."""
    if finder not in STATION_FINDERS:
        STATION_FINDERS.append(finder)


def stations_of(enterprise_ids: Collection[int], *, on: date) -> Mapping[int, int]:
    """The station that looks after each enterprise on a day; nothing where none does."""
    found: dict[int, int] = {}
    for finder in STATION_FINDERS:
        found |= finder(enterprise_ids, on)
    return found
