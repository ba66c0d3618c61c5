"""How many stations stood, how many people served there and whom they looked after, on any day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from enterprises.choices import PlaceKind
from enterprises.models import Place
from services.choices.stations import StationKind
from services.models import Assignment, ServiceEvent, Specialist
from services.querysets.stations import SpecialistQuerySet
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.accounts.querysets import ServiceStationQuerySet

SERVICE_MONTH: Final = "service-month"
UNKNOWN: Final = "未填写"


class Cut(StrEnum):
    """What the counts of stations can be cut by."""

    JURISDICTION = "jurisdiction"
    STREET = "street"
    KIND = "kind"


# The code each cut goes by, from a station on.
PATHS: Final[Mapping[Cut, str]] = {
    Cut.JURISDICTION: "jurisdiction__code",
    Cut.STREET: "profile__street__code",
    Cut.KIND: "profile__kind",
}


@dataclass(frozen=True, slots=True)
class StationCount:
    """One line of the counts of a day; `enterprises` are distinct ones in somebody's care."""

    key: str
    label: str
    stations: int
    specialists: int
    enterprises: int

    @property
    def per_station(self) -> float | None:
        """Specialists for each station; none where there is no station."""
        return round(self.specialists / self.stations, 2) if self.stations else None


def stations_on(day: date) -> ServiceStationQuerySet:
    """The stations open on a day; one whose opening is not known counts until it closes."""
    opened = Q(opened_on__isnull=True) | Q(opened_on__lte=day)
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    return ServiceStation.objects.filter(opened, still)


def specialists_on(day: date) -> SpecialistQuerySet:
    """The specialists filed on a day, wherever they serve."""
    return Specialist.objects.in_force(on=day)


def station_counts(reach: Reach, *, on: date, by: Cut | None = None) -> list[StationCount]:
    """The counts of a day: one line for all, or one for each value of the cut, zeros included."""
    stations = stations_on(on).within(reach)
    people = specialists_on(on).within(reach)
    care = Assignment.objects.within(reach).holding(on=on)
    if by is None:
        enterprises = care.aggregate(n=Count("enterprise", distinct=True))["n"]
        return [StationCount("all", "合计", stations.count(), people.count(), enterprises)]
    path = PATHS[by]
    counted = [
        _grouped(stations, path, Count("pk")),
        _grouped(people, f"station__{path}", Count("pk")),
        _grouped(care, f"station__{path}", Count("enterprise", distinct=True)),
    ]
    return list(_lines(_labels(by, reach), counted))


def events_held(reach: Reach, *, campaign: str, until: date) -> int:
    """The events of a drive held up to and including a day."""
    events = ServiceEvent.objects.within(reach).held()
    return events.filter(campaign__code=campaign, held_on__lte=until).count()


def _grouped(rows: QuerySet[Any], path: str, counted: Count) -> dict[str, int]:
    found = rows.order_by().values_list(path).annotate(n=counted)
    return {key or "": n for key, n in found}


def _labels(by: Cut, reach: Reach) -> dict[str, str]:
    """Every value of a cut within reach, in the order people know."""
    if by is Cut.KIND:
        return {str(kind.value): str(kind.label) for kind in StationKind}
    units = Jurisdiction.objects.managing().order_by("display_order", "id")
    mine = [unit for unit in units if reach.covers(unit.pk)]
    if by is Cut.JURISDICTION:
        return {unit.code: unit.name for unit in mine}
    streets = Place.objects.filter(kind=PlaceKind.STREET, jurisdiction__in=mine)
    return dict(streets.order_by("jurisdiction_id", "code").values_list("code", "name"))


def _lines(
    labels: Mapping[str, str], counted: Sequence[Mapping[str, int]]
) -> Iterator[StationCount]:
    """Known values first; what has none, or one of no unit in reach, last and only if it counts."""
    for key, label in labels.items():
        yield StationCount(key, label, *(found.get(key, 0) for found in counted))
    others = {key for found in counted for key in found} - labels.keys()
    for key in sorted(others):
        yield StationCount(key, key or UNKNOWN, *(found.get(key, 0) for found in counted))
