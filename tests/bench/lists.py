"""Lists: any depth, any filter, city and district, beside the same SQL by psycopg."""

from collections.abc import Iterator
from urllib.parse import quote

import psycopg

from tests.bench.least import least_of
from tests.bench.measure import Row, Times, compared, ms, times
from tests.bench.web import Web

RUNS = 60
LIMIT = 3.0
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
    deep = _deep(enterprises)
    pages = [(f"enterprises/?page_size=50&{words}", name) for words, name in FILTERS.items()]
    pages.append((f"enterprises/?page_size=50&cursor={_cursor(deep * 50)}", f"page {deep:,}"))
    found: dict[str, Times] = {}
    for path, name in pages:
        ours, row = _beside(web, database, path, "bureau", f"enterprise list, {name}, city")
        found[name] = ours
        yield row
    for path, name in (pages[0], pages[-1]):
        ours, row = _beside(
            web, database, path, "district_east_lake", f"enterprise list, {name}, district"
        )
        yield row
        yield never_slower(f"the same, district against city, {name}", ours, found[name])
    first, last = found["no filter"], found[f"page {deep:,}"]
    yield Row(
        f"enterprise list, page {deep:,} against page 1",
        ms(last.median),
        ms(first.median),
        f"{last.median / first.median:.2f}×",
        "the same (≤ 1.2×)",
        last.median <= first.median * 1.2,
    )


def titles(web: Web, database: psycopg.Connection) -> Iterator[Row]:
    """The list of titles."""
    for words, name in (
        ("", "no filter"),
        ("tier=little_giant&in_force=2025-07-25", "小巨人 in force on a day"),
    ):
        yield _beside(
            web, database, f"recognitions/?page_size=50&{words}", "bureau", f"title list, {name}"
        )[1]


def never_slower(work: str, district: Times, city: Times) -> Row:
    """A district user waits no longer than the city's; a tenth is noise."""
    ratio = district.median / city.median
    goal, met = "never slower (≤ 1.1×)", ratio <= 1.1
    return Row(work, ms(district.median), ms(city.median), f"{ratio:.2f}×", goal, met)


def _beside(
    web: Web, database: psycopg.Connection, path: str, user: str, work: str
) -> tuple[Times, Row]:
    least = least_of(path, web.secrets[user])
    ours = times(lambda: web.get(path, user=user), RUNS)
    alone = times(lambda: least.run(database), RUNS)
    return ours, compared(work, ours, alone, most=LIMIT, beside="same SQL, json.dumps")


def _deep(enterprises: int) -> int:
    return min(10_000, enterprises // 50 * 9 // 10)


def _cursor(after: int) -> str:
    from wuhan_smes.web.pagination import Cursor  # noqa: PLC0415 - only after set-up

    return Cursor("id", (after,)).encoded()
