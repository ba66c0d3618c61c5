"""python -m tests.bench.tree [--enterprises N] [--write]: a country's tree, the same walls.

31 provinces × 11 cities × 9 units are put beside the city and half of its register is spread over
them, in a transaction that is rolled back. What a unit and the city are shown is timed before and
after; a province and the country have no before.
"""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Final

import psycopg

from tests.bench import report
from tests.bench.city import Bench, city
from tests.bench.measure import Row, Times, ms, times, told
from wuhan_smes.embedded.passwords import password
from wuhan_smes.embedded.postgres import ADMIN, address
from wuhan_smes.launcher.ground import DATABASE

PROVINCES, CITIES, UNITS = 31, 11, 9
RUNS: Final = 400  # a page takes less than a millisecond
MOST: Final = 1.2
# As a list asks: the first wall names the units, the second only knows that there are some.
LIST: Final = """
    SELECT id, name FROM enterprises_enterprise
     WHERE %s::bigint[] IS NULL OR jurisdiction_id = ANY(%s) ORDER BY id DESC LIMIT 51"""
SCOPE: Final = "SELECT set_config('role', %s, true), set_config('app.read_jurisdictions', %s, true)"
FREE: Final = "SELECT set_config('role', 'none', true)"
BELOW: Final = """
    WITH RECURSIVE below AS (
        SELECT %s::bigint AS id
        UNION ALL
        SELECT j.id FROM below JOIN accounts_jurisdiction j ON j.parent_id = below.id)
    SELECT array_agg(id) FROM below"""
ADD: Final = """
    INSERT INTO accounts_jurisdiction (code, name, short, kind, parent_id, statutory_code, aliases,
           display_order, source)
    SELECT p.code || '-' || n, p.name || '-' || n, n, %s, p.id, '', '{}', 0, ''
      FROM accounts_jurisdiction p, generate_series(1, %s) n WHERE p.code ~ %s
    RETURNING id"""
SPREAD: Final = """
    UPDATE enterprises_enterprise SET jurisdiction_id = (%s::bigint[])[1 + id %% %s]
     WHERE id %% 2 = 1"""


def main() -> None:
    parser = ArgumentParser(prog="tree", description="全国管理单位树下的范围检查")
    parser.add_argument("--enterprises", type=int, default=50_000)
    parser.add_argument("--write", action="store_true", help="写入 docs/benchmarks.md")
    options = parser.parse_args()
    with city(options.enterprises, fresh=False, called="tree") as bench:
        rows = list(measured(bench))
    text = report.section("A country's tree", rows, "python -m tests.bench.tree")
    if options.write:
        report.write("A country's tree", text)
    else:
        print(text)


def measured(bench: Bench) -> Iterator[Row]:
    """Everything in one transaction of the server's administrator, who becomes each reader."""
    with psycopg.connect(_admin(bench), cursor_factory=psycopg.ClientCursor) as database:
        database.execute("SET LOCAL session_replication_role = replica")  # no act of anybody's
        database.execute("SET LOCAL jit = off")
        roots = "SELECT id FROM accounts_jurisdiction WHERE parent_id IS NULL LIMIT 1"
        (root,) = database.execute(roots).fetchone() or (0,)
        (unit,) = database.execute(
            "SELECT id FROM accounts_jurisdiction WHERE code = 'jiangxia'"
        ).fetchone() or (0,)
        ours = _below(database, root)
        before_unit, before_city = _shown(database, [unit]), _shown(database, ours)
        provinces = _country(database, root)
        yield _against("a unit's first page", before_unit, _shown(database, [unit]))
        yield _against("a city's first page", before_city, _shown(database, ours))
        province = _below(database, provinces[0])
        yield _alone(f"a province's first page, {len(province)} units", _shown(database, province))
        yield _alone("the country's first page", _shown(database, None))
        resolved = times(lambda: _below(database, provinces[0]), RUNS)
        yield _alone("units of a province found in the tree", resolved)
        database.rollback()


def _country(database: psycopg.Connection, root: int) -> list[int]:
    """The tree above and beside the city, half of the register spread over it."""
    database.execute("UPDATE accounts_jurisdiction SET code = 'n' WHERE id = %s", [root])
    shape = (("province", PROVINCES, "^n$"), ("city", CITIES, "^n-[0-9]+$"))
    made = [
        [pk for (pk,) in database.execute(ADD, level).fetchall()]
        for level in (*shape, ("district", UNITS, "^n-[0-9]+-[0-9]+$"))
    ]
    database.execute(SPREAD, [made[-1], len(made[-1])])
    database.execute("ANALYZE accounts_jurisdiction, enterprises_enterprise")
    return made[0]


def _shown(database: psycopg.Connection, units: Sequence[int] | None) -> Times:
    """The first page for whoever reads these units; none listed: everywhere."""
    role, ids = ("r_city_read", "{}") if units is None else ("r_scoped", _array(units))
    reach = None if units is None else list(units)
    database.execute(SCOPE, [role, ids])
    try:
        return times(lambda: database.execute(LIST, [reach, reach]).fetchall(), RUNS)
    finally:
        database.execute(FREE)


def _below(database: psycopg.Connection, unit: int) -> list[int]:
    (found,) = database.execute(BELOW, [unit]).fetchone() or ([],)
    return list(found)


def _against(work: str, before: Times, after: Times) -> Row:
    ratio = after.median / before.median
    beside = f"{ms(before.median)} — among 15 units"
    return Row(work, told(after), beside, f"{ratio:.2f}×", f"≤ {MOST:g}×", ratio <= MOST)


def _alone(work: str, found: Times) -> Row:
    return Row(work, told(found), "–", "–", "–", None)


def _array(ids: Sequence[int]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


def _admin(bench: Bench) -> str:
    var = bench.folder
    port = (var / "run" / "postgres.port").read_text().strip()
    return address(ADMIN, password(var / "secrets", ADMIN), "127.0.0.1", port, DATABASE)


if __name__ == "__main__":
    main()
