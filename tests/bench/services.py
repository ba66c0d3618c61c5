"""What stations and desks look at and do: long lists, and one move of a ticket."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import psycopg

from tests.bench import filled
from tests.bench.city import Bench
from tests.bench.least import SCOPE
from tests.bench.lists import CITY, DISTRICT, beside
from tests.bench.measure import Row, compared, taking_turns, times, told
from tests.bench.sweep_once import STEPS, TICKETS
from tests.bench.web import Barred, Busy, Web

MANY_TICKETS: Final = int(os.environ.get("BENCH_TICKETS", "2000000"))
MANY_VISITS: Final = int(os.environ.get("BENCH_VISITS", "10000000"))
MOVES: Final = 60
MOST: Final = 4.0
TICKET_LISTS: Final = {
    "": "no filter",
    "state=in_progress": "one state",
    "category=financing": "one category",
    "ordering=due_at": "what is due first",
    "ordering=-received_at": "what came last",
}
VISIT_LISTS: Final = {
    "": "no filter",
    "rank=station": "of stations",
    "visited_from=2025-06-01&visited_to=2025-06-30": "of a month",
    "ordering=visited_at": "the oldest first",
}
# Whole pages, as a browser gets them; the busiest month of the copies is the last of the city.
TICKET_PAGES: Final = {
    "/tickets/": "desk",
    "/tickets/?whose=others": "what others hold",
    "/tickets/?whose=all&state=in_progress": "one state",
    "/tickets/?whose=all&light=late_or_soon": "red and amber",
    "/tickets/board/": "board by state",
    "/tickets/stats/?first=2025-01-01&last=2025-07-25": "figures of seven months",
    "/tickets/channels/": "channels",
}
VISIT_PAGES: Final = {
    "/visits/": "visits",
    "/visits/?whose=mine": "written down by me",
    "/visits/?whose=leaders": "of leaders",
    "/visits/?confirmation=confirmed": "confirmed",
    "/visits/month/?month=2025-07": "a month, with coverage",
    "/visits/checks/": "what to check",
    "/visits/new/": "to write one down",
}
# How long a person waits without looking elsewhere.
PATIENCE: Final = 1.0
WRITES: Final = re.compile(r"^(INSERT|UPDATE)|FOR (NO KEY )?UPDATE")


def ticket_rows(bench: Bench, web: Web, database: psycopg.Connection) -> Iterator[Row]:
    """Lists of tickets by city and district."""
    filled.tickets(bench, MANY_TICKETS)
    yield from _lists(web, database, "tickets", TICKET_LISTS, f"{MANY_TICKETS:,} tickets")
    yield from _pages(web, TICKET_PAGES, f"{MANY_TICKETS:,} tickets")


def visit_rows(bench: Bench, web: Web, database: psycopg.Connection) -> Iterator[Row]:
    """Lists of visits by city and district."""
    filled.visits(bench, MANY_VISITS)
    yield from _lists(web, database, "visits", VISIT_LISTS, f"{MANY_VISITS:,} visits")
    yield from _pages(web, VISIT_PAGES, f"{MANY_VISITS:,} visits")


def _lists(
    web: Web, database: psycopg.Connection, path: str, filters: dict[str, str], of: str
) -> Iterator[Row]:
    for user, who in ((CITY, "city"), (DISTRICT, "district")):
        for words, name in filters.items():
            asked = f"{path}/?page_size=50" + (f"&{words}" if words else "")
            yield beside(web, database, asked, user, f"list among {of}, {name}, {who}")


def _pages(web: Web, pages: dict[str, str], of: str) -> Iterator[Row]:
    for user, who in ((CITY, "city"), (DISTRICT, "district")):
        for path, name in pages.items():
            work = f"page among {of}, {name}, {who}"
            try:
                found = times(lambda path=path, user=user: web.get(path, user=user), 10)  # type: ignore[misc]
            except Barred:
                continue  # not theirs
            except Busy:
                yield Row(work, "5 s and refused", "–", "–", f"≤ {PATIENCE:g} s", met=False)
                continue
            yield Row(work, told(found), "–", "–", f"≤ {PATIENCE:g} s", found.p95 <= PATIENCE)


@dataclass(frozen=True, slots=True)
class ByHand:
    """The writes of one move, to be made again for another ticket."""

    scope: str
    writes: tuple[str, ...]
    of: int

    def run(self, database: psycopg.Connection, ticket_id: int) -> None:
        with database.transaction():
            database.execute(self.scope)
            for each in self.writes:
                database.execute(re.sub(rf"\b{self.of}\b", str(ticket_id), each))


def transition_rows(bench: Bench, web: Web, database: psycopg.Connection) -> Iterator[Row]:
    """受理 over REST, beside one transaction with the same writes."""
    first, *others = _fresh_tickets(bench, 2 * MOVES + 20)
    by_hand = _captured(first, web.secrets[CITY])
    turns = iter(others)
    ours, alone = taking_turns(
        lambda: web.post(f"tickets/{next(turns)}/triage/"),
        lambda: by_hand.run(database, next(turns)),
        MOVES,
    )
    work = f"ticket transition by REST ({len(by_hand.writes)} writes by hand)"
    yield compared(work, ours, alone, most=MOST, beside="the same writes, one transaction")


def _captured(ticket_id: int, secret: str) -> ByHand:
    """What the product writes for the move, seen from inside."""
    from django.db import connection  # noqa: PLC0415 - only after set-up
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(headers={"Authorization": f"Token {secret}"})
    with CaptureQueriesContext(connection) as asked:
        path = f"/api/v1/tickets/{ticket_id}/triage/"
        response = client.post(path, {}, content_type="application/json")
    assert response.status_code == 200, response.content
    said = [entry["sql"] for entry in asked.captured_queries]
    writes = tuple(each for each in said if WRITES.search(each))
    return ByHand(next(each for each in said if SCOPE.search(each)), writes, ticket_id)


def _fresh_tickets(bench: Bench, count: int) -> list[int]:
    """Tickets that were just collected, with their first step; numbered past every other run's."""
    from django.utils import timezone  # noqa: PLC0415 - only after set-up

    with psycopg.connect(bench.addresses.owner) as database:
        database.execute("SET LOCAL role app_bootstrap")
        highest = database.execute("SELECT coalesce(max(id), 0) FROM services_ticket").fetchone()
        after = highest[0] if highest else 0
        number = f"'BENCHM{after}-' || n"
        given = {"count": count, "came": timezone.now()}
        database.execute(TICKETS.replace("'BENCH-' || n", number), given)
        database.execute(STEPS.replace("'BENCH-%%'", f"'BENCHM{after}-%%'").replace("%%", "%"))
        rows = database.execute("SELECT id FROM services_ticket WHERE id > %s ORDER BY id", [after])
        return [key for (key,) in rows]
