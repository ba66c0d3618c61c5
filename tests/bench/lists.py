"""Lists: any depth, any filter, city and district, beside the same SQL by psycopg."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

import psycopg

from tests.bench.least import least_of
from tests.bench.measure import Row, compared, ms, taking_turns
from tests.bench.web import Web

RUNS = 40
LIMIT = 3.0
CITY, DISTRICT = "bureau", "district_east_lake"
FILTERS = {
    "": "no filter",
    "tier=srdi_sme": "holders of 专精特新",
    "highest_tier=little_giant": "highest tier 小巨人",
    "industry=C39&size=small": "industry and size",
    "chain=v21_ict&status=active": "chain and status",
    "tag=" + quote("外资"): "tag",
    "expiring_before=2027-01-01": "a title ends before 2027",
    "ordering=-updated_at": "latest change first",
}


def rows(web: Web, database: psycopg.Connection, enterprises: int) -> Iterator[Row]:
    """The list of enterprises: page 1 of each filter, a deep page, district against city."""
    depth = min(10_000, enterprises // 50 * 9 // 10)
    first = "enterprises/?page_size=50"
    deep = f"{first}&cursor={_cursor(depth * 50)}"
    for words, name in FILTERS.items():
        path = f"{first}&{words}" if words else first
        yield beside(web, database, path, CITY, f"enterprise list, {name}, city")
    yield beside(web, database, deep, CITY, f"enterprise list, page {depth:,}, city")
    yield beside(web, database, deep, DISTRICT, f"enterprise list, page {depth:,}, district")
    yield _equal(
        f"enterprise list, page {depth:,} against page 1",
        lambda: web.get(deep),
        lambda: web.get(first),
        "the same (≤ 1.2×)",
        1.2,
    )
    for path, name in ((first, "page 1"), (deep, f"page {depth:,}")):
        yield _equal(
            f"enterprise list, district against city, {name}",
            lambda path=path: web.get(path, user=DISTRICT),  # type: ignore[misc]
            lambda path=path: web.get(path, user=CITY),  # type: ignore[misc]
            "never slower (≤ 1.1×)",
            1.1,
        )


def titles(web: Web, database: psycopg.Connection) -> Iterator[Row]:
    """The list of titles."""
    for words, name in (
        ("", "no filter"),
        ("tier=little_giant&in_force_on=2025-07-25", "小巨人 in force on a day"),
    ):
        path = f"recognitions/?page_size=50&{words}"
        yield beside(web, database, path, CITY, f"title list, {name}")


def _equal(
    work: str, one: Callable[[], object], other: Callable[[], object], goal: str, most: float
) -> Row:
    ours, theirs = taking_turns(one, other, RUNS)
    ratio = ours.median / theirs.median
    return Row(work, ms(ours.median), ms(theirs.median), f"{ratio:.2f}×", goal, ratio <= most)


def beside(web: Web, database: psycopg.Connection, path: str, user: str, work: str) -> Row:
    least = least_of(path, web.secrets[user])
    ours, alone = taking_turns(lambda: web.get(path, user=user), lambda: least.run(database), RUNS)
    return compared(work, ours, alone, most=LIMIT, beside="same SQL, json.dumps")


def _cursor(after: int) -> str:
    from wuhan_smes.web.pagination import Cursor  # noqa: PLC0415 - only after set-up

    return Cursor("id", (after,)).encoded()
