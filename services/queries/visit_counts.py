"""户次 and 户: visits, and the distinct enterprises among them. Station visits stand apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from psycopg import sql

from services.choices.visits import VisitRank
from services.models import Visit
from wuhan_smes.access import Reach

LEADERS: Final = Q(station__isnull=True)
OF_STATIONS: Final = Q(station__isnull=False)
# Of the visits of one enterprise, `of_stations` are those of stations; the others are leaders'.
FIGURES: Final = """
    coalesce(sum(visits), 0)::bigint, count(*),
    coalesce(sum(visits - of_stations), 0)::bigint, count(*) FILTER (WHERE visits > of_stations),
    coalesce(sum(of_stations), 0)::bigint, count(*) FILTER (WHERE of_stations > 0)
"""
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
    rows = Visit.objects.within(reach).standing().between(first, last).order_by()
    if not by:
        return [VisitCount(*ONE, *row) for row in _told(rows, {})]
    key, label, place = CUTS[by]
    if by in {"station", "specialist", "campaign"}:
        rows = rows.filter(**{f"{by}__isnull": False})
    cut = {"cut": F(key), "said": F(label), "stands": F(place)}
    counts = [_count(*row) for row in _told(rows, cut)]
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


def _count(cut: Any, said: str, _: Any, *figures: int) -> VisitCount:
    key = str(cut)
    return VisitCount(key, VisitRank(said).label if key in VisitRank.values else said, *figures)


def _told(rows: QuerySet[Visit], cut: Mapping[str, F]) -> list[tuple[Any, ...]]:
    """The columns of `cut`, then the six figures of a `VisitCount`, in order of the cut.

    An enterprise's visits are added up first: a million visits are sorted by nobody then.
    """
    each = rows.values(**cut, firm=F("enterprise")).annotate(
        visits=Count("*"), of_stations=Count("station")
    )
    try:
        text, params = each.query.sql_with_params()
    except EmptyResultSet:
        return [] if cut else [(0,) * 6]
    statement = sql.SQL("SELECT {} FROM ({}) AS each {}").format(
        sql.SQL(", ".join([*cut, FIGURES])),
        sql.SQL(text),
        sql.SQL(f"GROUP BY {', '.join(cut)} ORDER BY stands, cut" if cut else ""),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())
