"""户次 and 户: visits, and the distinct enterprises among them. Station visits stand apart."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Q

from services.choices.visits import VisitRank
from services.models import Visit
from wuhan_smes.access import Reach

LEADERS: Final = Q(station__isnull=True)
OF_STATIONS: Final = Q(station__isnull=False)
OF_THE_CITY: Final = (VisitRank.CITY_LEADER, VisitRank.DEPARTMENT)
# What a count may be cut by: the columns that give its key, its label and its place.
CUTS: Final[dict[str, tuple[str, str, str]]] = {
    "jurisdiction": ("jurisdiction__code", "jurisdiction__name", "jurisdiction__display_order"),
    "station": ("station__code", "station__name", "station__code"),
    "specialist": ("specialist_id", "specialist__name", "specialist__name"),
    "campaign": ("campaign__code", "campaign__name", "campaign__code"),
    "rank": ("rank", "rank", "rank"),
}
ONE: Final = ("all", "合计")


@dataclass(frozen=True, slots=True)
class VisitCount:
    """One row of a table of visits. `leaders` are those of leaders and departments."""

    key: str
    label: str
    visits: int
    enterprises: int
    leader_visits: int
    leader_enterprises: int
    station_visits: int
    station_enterprises: int


def visit_counts(*, reach: Reach, first: date, last: date, by: str = "") -> list[VisitCount]:
    """Visits between two days, both included; without `by` one row, also when there are none."""
    rows = Visit.objects.within(reach).standing().between(first, last)
    if not by:
        return [VisitCount(*ONE, **rows.aggregate(**_figures()))]
    key, label, place = CUTS[by]
    if by in {"station", "specialist", "campaign"}:
        rows = rows.filter(**{f"{by}__isnull": False})
    found = rows.values(cut=F(key), said=F(label), order=F(place)).annotate(**_figures())
    counts = [_count(row) for row in found.order_by("order", "cut")]
    if by == "rank":
        order = list(VisitRank)
        counts.sort(key=lambda count: order.index(VisitRank(count.key)))
    return counts


def city_visits(reach: Reach, on: date) -> int:
    """户次 of the city's leaders and departments in the year of a day, up to that day. Those of
    districts and of stations are others.
    """
    return Visit.objects.within(reach).filter(behind_city_visits(on)).count()


def behind_city_visits(on: date) -> Q:
    """The visits that this figure of a day counts."""
    days = Q(visited_on__gte=date(on.year, 1, 1), visited_on__lte=on)
    return Q(rank__in=OF_THE_CITY, voided_at__isnull=True) & days


def _count(row: Any) -> VisitCount:
    row.pop("order")
    key, label = str(row.pop("cut")), row.pop("said")
    label = VisitRank(label).label if key in VisitRank.values else label
    return VisitCount(key, label, **row)


def _figures() -> dict[str, Any]:
    return {
        "visits": Count("id"),
        "enterprises": Count("enterprise", distinct=True),
        "leader_visits": Count("id", filter=LEADERS),
        "leader_enterprises": Count("enterprise", filter=LEADERS, distinct=True),
        "station_visits": Count("id", filter=OF_STATIONS),
        "station_enterprises": Count("enterprise", filter=OF_STATIONS, distinct=True),
    }
