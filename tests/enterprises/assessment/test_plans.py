"""Lists of who could be next are read from an index, behind the row policies as well."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import psycopg
import pytest
from django.db.models import QuerySet

from enterprises.models import Prospect
from enterprises.queries import prospects as queries
from tests.databases import url_for
from tests.factories.accounts import make_access, make_unit
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.scope import scope_of

Plan = dict[str, Any]
ROWS: Final = 24_000
# One row in forty is of the unit; what a list picks out is rarer still.
FEW: Final = ROWS // 40
TIER: Final = "little_giant"
OF_UNIT: Final = "enterprises_prospect_same_unit"
MANY: Final = """
    INSERT INTO enterprises_prospect (enterprise_id, jurisdiction_id, tier, application_kind,
        judged_on, rule_versions, verdict, lacking, open, steps, sole, due_on, worked_at)
    SELECT n, CASE n %% 40 WHEN 0 THEN %(unit)s ELSE -(n %% 40) END, 'little_giant',
        CASE WHEN review THEN 'review' ELSE 'new' END, '2026-05-04', 'LG-2026',
        CASE WHEN n %% 900 = 0 THEN 'met' WHEN n %% 3 = 0 THEN 'unmet' ELSE 'unknown' END,
        '{}', '{}', CASE WHEN n %% 900 = 0 THEN 0 ELSE 1 + n %% 19 END,
        CASE n %% 90 WHEN 19 THEN 'H8' WHEN 57 THEN 'H1' ELSE '' END,
        CASE WHEN review THEN date '2026-01-01' + n %% 365 END,
        timestamptz '2026-05-04' + n * interval '1 ms'
      FROM generate_series(1, %(rows)s) n CROSS JOIN LATERAL (SELECT n %% 8 = 0 AS review) AS it
"""


@dataclass(frozen=True)
class Office:
    """Who looks at the lists: one unit's clerk, and the bureau."""

    unit: Jurisdiction
    clerk: Access
    bureau: Access


@pytest.fixture
def office(db: None) -> Office:
    unit = make_unit()
    return Office(unit, make_access("district_staff", unit=unit), make_access("bureau_staff"))


@pytest.fixture
def table(office: Office, fresh_database: str) -> Iterator[psycopg.Connection]:
    """Its owner's connection to a database where the lists are long and its planner knows; the
    enterprises are numbers, and nothing is committed.
    """
    url = url_for("APP_OWNER_DATABASE_URL", fresh_database)
    with psycopg.connect(url, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(f"ALTER TABLE enterprises_prospect DROP CONSTRAINT {OF_UNIT}")
        connection.execute("SET LOCAL ROLE app_bootstrap")
        connection.execute(MANY, {"rows": ROWS, "unit": office.unit.pk})
        connection.execute("RESET ROLE")
        connection.execute("ANALYZE enterprises_prospect")
        yield connection
        connection.rollback()


def read(table: psycopg.Connection, who: Access, rows: QuerySet[Any]) -> int:
    """The rows of the lists that were looked at for a statement, in the scope of who asks."""
    sql, params = rows.query.sql_with_params()
    table.execute(scope_of(who).statement())
    (((told,),),) = [table.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params).fetchall()]
    return sum(
        round(node["Actual Rows"] * node["Actual Loops"]) + node.get("Rows Removed by Filter", 0)
        for node in nodes(told[0]["Plan"])
        if node.get("Relation Name") == "enterprises_prospect"
    )


def nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def page(rows: QuerySet[Prospect], *order: str) -> QuerySet[Prospect]:
    return rows.order_by(*(order or ("steps", "enterprise_id", "id")))[:51]


LISTS: Final[dict[str, Callable[[Reach], QuerySet[Prospect]]]] = {
    "nearest first": lambda reach: page(queries.prospects(TIER, reach=reach)),
    "lacking one": lambda reach: page(queries.prospects(TIER, reach=reach).lacking_one()),
    "lacking only H8": lambda reach: page(queries.prospects(TIER, reach=reach).lacking_only("H8")),
    "discovered": lambda reach: page(queries.discovered(TIER, reach=reach)),
    "meeting all of it": lambda reach: page(
        queries.prospects(TIER, reach=reach).filter(verdict="met")
    ),
    "reviews": lambda reach: page(queries.reviews(TIER, reach=reach), "due_on", "enterprise_id"),
}


def test_a_page_of_candidates_is_read_from_an_index(
    office: Office, table: psycopg.Connection
) -> None:
    found = {
        (who.actor_name, name): read(table, who, rows(who.reach(Capability.INDICATOR_VIEW)))
        for who in (office.clerk, office.bureau)
        for name, rows in LISTS.items()
    }

    assert {it: count for it, count in found.items() if count > FEW} == {}

    rows = queries.prospects(TIER, reach=Reach(everywhere=True)).order_by("rule_versions", "-id")
    assert read(table, office.bureau, rows[:51]) > FEW  # as it could be
