"""python -m tests.bench --size 50k|1m [--only lists,counts] [--fresh] [--write]"""

from argparse import ArgumentParser
from collections.abc import Iterator

import psycopg

from tests.bench import (
    admin,
    assessing,
    counts,
    exports,
    finding,
    imports,
    lists,
    long_imports,
    people,
    report,
    reports,
    searches,
    services,
    sweeps,
    twins,
)
from tests.bench.city import SIZES, Bench, city
from tests.bench.measure import Row
from tests.bench.web import Web, web

PARTS = (
    "load",
    "lists",
    "titles",
    "search",
    "admin",
    "counts",
    "reports",
    "exports",
    "imports",
    "duplicates",
    "sweep",
    "assess",
    "transitions",
    "finder",
)
# Takes half an hour and leaves a million struck enterprises behind: only when asked for.
LONG = "long-import"
# Two million tickets and ten million visits are made first, and stay: only when asked for.
MANY = ("tickets", "visits")
LOGINS = ("bureau", "bureau_lead", "district_east_lake")


def main() -> None:
    parser = ArgumentParser(prog="make bench", description="测量并与下限比较")
    parser.add_argument("--size", choices=SIZES, default="50k", help="企业数")
    parser.add_argument(
        "--only",
        default=",".join(PARTS),
        help=f"只测这些部分，以逗号分隔；另有 {LONG}（百万行）、tickets、visits（很多行）",
    )
    parser.add_argument("--fresh", action="store_true", help="重新装入示例城市")
    parser.add_argument("--write", action="store_true", help="写入 docs/benchmarks.md")
    options = parser.parse_args()
    wanted = set(options.only.split(","))
    if unknown := wanted - {*PARTS, LONG, *MANY}:
        parser.error(f"没有这些部分：{'、'.join(sorted(unknown))}")
    with city(SIZES[options.size], fresh=options.fresh) as bench:
        secrets = people.tokens(bench, *LOGINS)
        with web(bench, secrets) as server, psycopg.connect(bench.addresses.web) as database:
            database.autocommit = True
            rows = []
            for row in measured(wanted, bench, server, database, SIZES[options.size]):
                print(report.one_line(row), flush=True)
                rows.append(row)
    text = report.section(options.size, rows)
    if options.write:
        report.write(options.size, text)
    else:
        print(f"\n{text}")


def measured(
    wanted: set[str], bench: Bench, server: Web, database: psycopg.Connection, enterprises: int
) -> Iterator[Row]:
    """The rows of every part asked for."""
    if "load" in wanted:
        yield from report.load_rows(bench.load)
    if "lists" in wanted:
        yield from lists.rows(server, database, enterprises)
    if "titles" in wanted:
        yield from lists.titles(server, database)
    if "search" in wanted:
        yield from searches.rows(server, database, bench.addresses.owner, enterprises)
    if "admin" in wanted:
        yield from admin.rows(server)
    if "counts" in wanted:
        yield from counts.rows(server, bench.addresses.owner)
    if "reports" in wanted:
        yield from reports.rows(server, bench, enterprises)
    if "exports" in wanted:
        yield from exports.rows(bench)
    if "imports" in wanted:
        yield from imports.rows(bench)
    if "duplicates" in wanted:
        yield from twins.rows(bench)
    if "sweep" in wanted:
        yield from sweeps.rows(bench)
    if "transitions" in wanted:
        yield from services.transition_rows(bench, server, database)
    if "tickets" in wanted:
        yield from services.ticket_rows(bench, server, database)
    if "visits" in wanted:
        yield from services.visit_rows(bench, server, database)
    if "finder" in wanted:
        yield from finding.rows(bench)
    if "assess" in wanted:
        yield from assessing.rows(bench)
    if LONG in wanted:
        yield from long_imports.rows(bench)


if __name__ == "__main__":
    main()
