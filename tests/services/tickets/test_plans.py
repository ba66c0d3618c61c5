"""Every list of tickets is read from an index, behind the row policies as well."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import psycopg
import pytest
from django.db.models import QuerySet

from services.models import Ticket
from services.queries import desks
from services.queries import tickets as queries
from tests.services.tickets.long_table import ROWS, long_table
from tests.services.tickets.world import NOW, World
from wuhan_smes.access import Access
from wuhan_smes.scope import scope_of

Plan = dict[str, Any]
# No list has more rows than a unit, 300 of the table's 12,000.
FEW: Final = ROWS // 40


@dataclass(frozen=True)
class Listed:
    """A list somebody looks at, and the index that leads to his rows."""

    who: str
    rows: Callable[[World, Access], QuerySet[Ticket]]
    index: str


def newest(**wanted: Any) -> Callable[[World, Access], QuerySet[Ticket]]:
    return lambda _, access: queries.visible(access).filter(**wanted).order_by("-id")


def of_the_agency(world: World, access: Access) -> QuerySet[Ticket]:
    return queries.visible(access).filter(lead_agency_id=world.agency.pk).order_by("-id")


def running(_: World, access: Access) -> QuerySet[Ticket]:
    return queries.running(queries.visible(access)).order_by("due_at", "id")


def pressing(_: World, access: Access) -> QuerySet[Ticket]:
    return queries.pressing(queries.visible(access), at=NOW).order_by("due_at", "id")


def lit(_: World, access: Access) -> QuerySet[Ticket]:
    """What the page shows for 逾期和即将到期."""
    wanted = desks.overdue(NOW) | desks.pressing(NOW)
    return queries.visible(access).filter(wanted).order_by("due_at", "id")


def ours(world: World, access: Access) -> QuerySet[Ticket]:
    place = desks.place_of(access, home_id=world.unit.pk)
    rows = queries.visible(access).filter(place.has_the_ball)
    return rows.annotate(pressing=desks.PRESSING).order_by("pressing", "id")


# Those whose order the index has as well: however long they are, a page of them is read.
ORDERED: Final = {
    "everything": Listed("city", newest(), "services_ticket_pkey"),
    "of the unit": Listed("desk", newest(), "ticket_by_unit"),
    "of the unit in a state": Listed("desk", newest(state="assigned"), "ticket_by_unit_state"),
    "of the unit by limit": Listed("desk", running, "ticket_by_unit_due"),
    "pressing anywhere": Listed("city", pressing, "ticket_by_due"),
    "red and amber anywhere": Listed("city", lit, "ticket_by_due"),
    "red and amber of the unit": Listed("desk", lit, "ticket_by_unit_due"),
    "of the station": Listed("specialist", newest(), "ticket_by_station"),
    "of a lead agency": Listed("city", of_the_agency, "ticket_by_lead"),
    "in a rare state": Listed("city", newest(state="draft"), "ticket_by_state"),
    "of a rare category": Listed("city", newest(category="ip"), "ticket_by_category"),
    "of a rare channel": Listed("city", newest(channel="letter"), "ticket_by_channel"),
}
SHORT: Final = {
    "of an enterprise": Listed("desk", newest(enterprise_id=41), "ticket_of_enterprise"),
    "at the unit's desk": Listed("desk", lambda _, a: queries.desk(a), "ticket_by_holder"),
    "at the agency's desk": Listed("handler", lambda _, a: queries.desk(a), "ticket_by_holder"),
    "waiting for the unit": Listed("desk", ours, "ticket_by_holder"),
    "waiting for the agency": Listed("handler", ours, "ticket_by_holder"),
    "collected by me": Listed("desk", lambda _, a: queries.mine(a), "ticket_by_collector"),
    "handled by me": Listed("handler", lambda _, a: queries.mine(a), "ticket_by_handler"),
    "ever with the agency": Listed("handler", newest(), "ticket_by_agencies"),
}


@pytest.fixture
def table(world: World, fresh_database: str) -> Iterator[psycopg.Connection]:
    with long_table(fresh_database, world) as connection:
        yield connection


def planned(table: psycopg.Connection, world: World, listed: Listed) -> list[Plan]:
    """The nodes by which the first page of a list is read, in the scope of who looks at it."""
    access = getattr(world, listed.who)
    return explained(table, access, listed.rows(world, access)[:50])


def explained(table: psycopg.Connection, access: Access, rows: QuerySet[Any, Any]) -> list[Plan]:
    sql, params = rows.query.sql_with_params()
    table.execute(scope_of(access).statement())
    (((told,),),) = [table.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params).fetchall()]
    return list(nodes(told[0]["Plan"]))


def nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def read(plan: list[Plan]) -> int:
    """The rows of the table that were looked at."""
    of_the_table = [node for node in plan if node.get("Relation Name") == "services_ticket"]
    return sum(
        round(node["Actual Rows"]) + node.get("Rows Removed by Filter", 0) for node in of_the_table
    )


def test_a_list_is_read_from_its_index(world: World, table: psycopg.Connection) -> None:
    found = {name: planned(table, world, it) for name, it in {**ORDERED, **SHORT}.items()}

    assert [name for name, plan in found.items() if read(plan) > FEW] == []
    assert [
        name
        for name, it in SHORT.items()
        if it.index not in {node.get("Index Name") for node in found[name]}
    ] == []
    counted = {
        who: read(explained(table, access, queries.counted(seen.unfinished(), at=NOW)))
        for who in ("city", "desk", "handler")
        for access in [getattr(world, who)]
        for seen in [queries.visible(access)]
    }
    assert counted["city"] < ROWS // 9  # one in twelve is open
    assert max(counted["desk"], counted["handler"]) < FEW


def test_a_page_of_a_long_list_is_read_in_its_order(
    world: World, table: psycopg.Connection
) -> None:
    """Where everything else would be dear: a longer table makes it so, too."""
    table.execute("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")

    found = {name: planned(table, world, it) for name, it in ORDERED.items()}

    assert {
        name: [node["Index Name"] for node in plan if "Index Name" in node]
        for name, plan in found.items()
    } == {name: [it.index] for name, it in ORDERED.items()}
    assert [name for name, plan in found.items() if any("Sort Key" in it for it in plan)] == []


@pytest.mark.parametrize("who", ["city", "desk", "handler"])
def test_a_rare_word_is_found_by_its_index(
    world: World, table: psycopg.Connection, who: str
) -> None:
    """The look at five hundred of the newest is all that is read besides what the word fits."""
    table.execute(scope_of(getattr(world, who)).statement())
    before = fetched(table)

    (found,) = table.execute("SELECT ids FROM ticket_search(%s, %s)", [f"诉求{ROWS}", 20_001])

    assert len(found[0]) == 1  # the last one is of the unit and of the agency
    assert fetched(table) - before <= 500 + FEW


def fetched(table: psycopg.Connection) -> int:
    """Rows of the table that this transaction read by now."""
    (row,) = table.execute(
        "SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)"
        "  FROM pg_stat_xact_user_tables WHERE relname = 'services_ticket'"
    )
    return int(row[0])
