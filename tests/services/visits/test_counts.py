"""户次 and 户: an enterprise that several visit is one 户, among leaders and among stations."""

from datetime import date, timedelta
from typing import Final

import pytest

from services.choices.visits import VisitRank
from services.queries.visit_counts import VisitCount, visit_counts
from tests.factories.accounts import make_station, make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.visits import VISITED, make_visit
from wuhan_smes.access import Access, Reach
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db
MARCH: Final = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}


@pytest.fixture
def station() -> ServiceStation:
    """Its month: two visits of one enterprise by it and two by leaders, one of another enterprise
    by it, one of a third in another unit by a department; one void, one a month later.
    """
    here, there = make_unit("jiangan"), make_unit("hanyang")
    station = make_station(here)
    often, once = make_enterprise(unit=here), make_enterprise(unit=here)
    for day in range(2):
        make_visit(often, station, visited_at=VISITED + timedelta(days=day))
        make_visit(often, rank=VisitRank.CITY_LEADER, visited_at=VISITED + timedelta(days=day))
    make_visit(once, station)
    make_visit(make_enterprise(unit=there), rank=VisitRank.DEPARTMENT)
    make_visit(once, station, visited_at=VISITED + timedelta(days=40))
    words = {"voided_at": VISITED, "voided_by_name": "甲", "void_reason": "误记"}
    make_visit(once, station, visited_at=VISITED + timedelta(days=1), **words)
    return station


def counted(reach: Reach, by: str = "") -> dict[str, tuple[int, ...]]:
    with scoped(Access.of_system("test")):
        rows = visit_counts(reach=reach, by=by, **MARCH)
    return {row.key: figures(row) for row in rows}


def figures(row: VisitCount) -> tuple[int, ...]:
    return (
        row.visits,
        row.enterprises,
        row.leader_visits,
        row.leader_enterprises,
        row.station_visits,
        row.station_enterprises,
    )


def test_visits_and_enterprises_are_two_figures(station: ServiceStation) -> None:
    assert counted(Reach(everywhere=True)) == {"all": (6, 3, 3, 2, 3, 2)}


def test_each_row_of_a_cut_counts_an_enterprise_once(station: ServiceStation) -> None:
    city = Reach(everywhere=True)

    assert counted(city, "jurisdiction") == {
        "jiangan": (5, 2, 2, 1, 3, 2),
        "hanyang": (1, 1, 1, 1, 0, 0),
    }
    assert counted(city, "station") == {station.code: (3, 2, 0, 0, 3, 2)}
    assert list(counted(city, "rank").items()) == [
        ("city_leader", (2, 1, 2, 1, 0, 0)),
        ("department", (1, 1, 1, 1, 0, 0)),
        ("station", (3, 2, 0, 0, 3, 2)),
    ]


def test_a_unit_counts_its_own_and_nobody_counts_nothing(station: ServiceStation) -> None:
    own = Reach(frozenset({station.jurisdiction_id}))

    assert counted(own) == {"all": (5, 2, 2, 1, 3, 2)}
    assert counted(Reach()) == {"all": (0, 0, 0, 0, 0, 0)}
    assert counted(Reach(), "jurisdiction") == {}
