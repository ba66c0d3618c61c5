"""Every list of visits is read from an index, behind the row policies as well."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import psycopg
import pytest

from services.models import Visit
from services.querysets.visits import VisitQuerySet
from tests.databases import url_for
from tests.factories.accounts import make_access, make_station, make_unit
from tests.factories.stations import make_profile, make_specialist
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.scope import scope_of

Plan = dict[str, Any]
ROWS: Final = int(os.environ.get("VISIT_ROWS", "12000"))
# One visit in forty is of the unit, one in eighty of the station, one in four hundred of leaders.
FEW: Final = ROWS // 30
MANY: Final = """
    INSERT INTO services_visit (client_uuid, enterprise_id, enterprise_name, jurisdiction_id,
        station_id, specialist_id, rank, external_no, mode, place, visited_at, received_name,
        received_post, received_phone, purposes, template, intent_tier, intent_gap, explained,
        summary, facts_period, location_source, confirmation, confirmed_how, confirmed_by,
        historical, recorded_at, recorded_by_name, recorded_by_id, late_reason, again_reason,
        voided_by_name, void_reason, version)
    SELECT gen_random_uuid(), n %% 5000 + 1, '企业' || n %% 5000,
        CASE n %% 40 WHEN 0 THEN %(unit)s ELSE -(n %% 40) END,
        CASE WHEN n %% 400 <> 1 THEN CASE n %% 80 WHEN 0 THEN %(station)s ELSE -(n %% 600) END END,
        CASE WHEN n %% 400 <> 1 THEN CASE n %% 80 WHEN 0 THEN %(person)s END END,
        CASE n %% 400 WHEN 1 THEN 'city_leader' ELSE 'station' END, '', 'place', '示例路 1 号',
        timestamptz '2026-03-05' - n * interval '1 hour' * 12000 / %(rows)s, '张三', '经理', '',
        '{routine}', '', '', '', '{}', repeat('生产正常。', 8), '', '', 'pending', '', '', true,
        timestamptz '2026-03-06', '甲', n %% 300, '', '', '', '', 1
      FROM generate_series(1, %(rows)s) n
"""


@dataclass(frozen=True)
class Street:
    """A unit with a station, and the people who look at its visits."""

    unit: Jurisdiction
    station_id: int
    person_id: int
    specialist: Access
    desk: Access
    city: Access


@pytest.fixture
def street(db: None) -> Street:
    unit = make_unit()
    station = make_profile(make_station(unit)).station
    return Street(
        unit,
        station.pk,
        make_specialist(station).pk,
        make_access("specialist", station=station),
        make_access("district_staff", unit=unit),
        make_access("bureau_lead"),
    )


@pytest.fixture
def table(street: Street, fresh_database: str) -> Iterator[psycopg.Connection]:
    """Its owner's connection to a database where the table is long and its planner knows; stations
    and enterprises are numbers, and nothing is committed.
    """
    url = url_for("APP_OWNER_DATABASE_URL", fresh_database)
    of_street = {"unit": street.unit.pk, "station": street.station_id, "person": street.person_id}
    with psycopg.connect(url, cursor_factory=psycopg.ClientCursor) as connection:
        for name in ("services_visit_same_unit", "services_visit_same_specialist_unit"):
            connection.execute(f"ALTER TABLE services_visit DROP CONSTRAINT {name}")
        connection.execute("SET LOCAL ROLE app_bootstrap")
        connection.execute(MANY, {"rows": ROWS, **of_street})
        connection.execute("RESET ROLE")
        connection.execute("ANALYZE services_visit")
        yield connection
        connection.rollback()


def read(table: psycopg.Connection, who: Access, rows: VisitQuerySet) -> int:
    """The visits that were looked at for the first page, in the scope of who looks at it."""
    page = rows.order_by("-visited_at", "-id")[:51]
    sql, params = page.query.sql_with_params()
    table.execute(scope_of(who).statement())
    (((told,),),) = [table.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params).fetchall()]
    return sum(
        round(node["Actual Rows"] * node["Actual Loops"]) + node.get("Rows Removed by Filter", 0)
        for node in nodes(told[0]["Plan"])
        if node.get("Relation Name") == "services_visit"
    )


def nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


LAST_YEAR: Final = (date(2025, 6, 1), date(2025, 6, 30))
LISTS: Final[dict[str, Callable[[VisitQuerySet, Street], VisitQuerySet]]] = {
    "everything": lambda rows, _: rows,
    "of a month": lambda rows, _: rows.since(LAST_YEAR[0]).up_to(LAST_YEAR[1]),
    "of leaders": lambda rows, _: rows.of_leaders(),
    "of a rank": lambda rows, _: rows.of_rank("city_leader"),
    "of stations": lambda rows, _: rows.of_stations(),
    "of the station": lambda rows, street: rows.filter(station_id=street.station_id),
    "of a specialist": lambda rows, street: rows.filter(specialist_id=street.person_id),
    "of an enterprise": lambda rows, _: rows.filter(enterprise_id=41),
    "written down by one person": lambda rows, _: rows.filter(recorded_by_id=41),
}


def test_a_page_of_visits_is_read_from_an_index(street: Street, table: psycopg.Connection) -> None:
    found = {}
    for who in (street.city, street.desk, street.specialist):
        rows = Visit.objects.within(who.reach(Capability.VISIT_VIEW))
        for name, cut in LISTS.items():
            found[who.actor_name, name] = read(table, who, cut(rows, street))

    assert {it: count for it, count in found.items() if count > FEW} == {}

    rows = Visit.objects.within(street.city.reach(Capability.VISIT_VIEW))
    assert read(table, street.city, rows.filter(received_name="李四")) > FEW  # as it could be
