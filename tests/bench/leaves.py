"""python -m tests.bench.leaves [--rows 5000000] [--write]: would partitions pay?

The trail's columns and indexes twice, once in one table and once in partitions by ranges of the id,
filled alike and then asked alike: writing as people write, the newest page, clearing up, and
letting the oldest tenth go. A server of its own under var/bench/leaves, emptied at the end.
"""

import shutil
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from tests.bench import report
from tests.bench.city import ROOT
from tests.bench.measure import Row, Times, ms, taking_turns, times, told
from wuhan_smes.embedded.place import settle
from wuhan_smes.embedded.postgres import EmbeddedPostgres

PARTITIONS: Final = 10
AT_ONCE: Final = 25  # entries of one transaction
BATCH: Final = 5000
RUNS: Final = 300
COLUMNS: Final = """
    at timestamptz NOT NULL, actor_id bigint, actor_name varchar(150) NOT NULL,
    kind varchar(60) NOT NULL, target varchar(80) NOT NULL, target_id bigint,
    target_name varchar(200) NOT NULL, jurisdiction_id bigint, changes jsonb NOT NULL,
    request_id varchar(36) NOT NULL, address inet, xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    written_at timestamptz NOT NULL DEFAULT clock_timestamp()"""
INDEXES: Final = (
    "(target, target_id, id DESC)",
    "(actor_id, id DESC)",
    "(jurisdiction_id, id DESC)",
    "(kind, id DESC)",
    "(xid)",
)
# As people leave it: many targets, some hundred actors, fifteen units, some dozens of kinds.
FILL: Final = """
    INSERT INTO {} (at, actor_id, actor_name, kind, target, target_id, target_name,
           jurisdiction_id, changes, request_id)
    SELECT clock_timestamp(), 1 + n % 400, '经办人' || n % 400, 'ticket.moved_' || n % 40,
           'services.ticket', 1 + (n::bigint * 7919) % 1000000, '诉求 ' || n, 1 + n % 15,
           jsonb_build_object('state', jsonb_build_array('signed', 'in_hand'), 'n', n),
           md5(n::text) FROM generate_series({}, {}) AS n"""
NEWEST: Final = {
    "of one target": "WHERE target = 'services.ticket' AND target_id = 4711",
    "of one unit": "WHERE jurisdiction_id = 7",
    "of all": "",
}
PAGE: Final = "SELECT * FROM {} {} ORDER BY id DESC LIMIT 51"


def main() -> None:
    parser = ArgumentParser(prog="leaves", description="只增不改的大表：整表与按序号分区对照")
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--write", action="store_true", help="写入 docs/benchmarks.md")
    options = parser.parse_args()
    rows = []
    with _server() as database:
        for row in measured(database, options.rows):
            print(report.one_line(row), flush=True)
            rows.append(row)
    title = f"One table or partitions, {options.rows:,} rows"
    text = report.section(title, rows, f"python -m tests.bench.leaves --rows {options.rows}")
    if options.write:
        report.write(title, text)
    else:
        print(text)


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    var = ROOT / "var" / "bench" / "leaves"
    var.mkdir(parents=True, exist_ok=True)
    place = settle(var)
    server = EmbeddedPostgres(place, var)
    try:
        server.start()
        with psycopg.connect(server.url(), autocommit=True) as database:
            yield database
    finally:
        server.stop()
        shutil.rmtree(server.data, ignore_errors=True)


def measured(database: psycopg.Connection, count: int) -> Iterator[Row]:
    """The whole table is `ours`, the partitioned one stands beside it."""
    step = count // PARTITIONS
    _make(database, step)
    empty = times(lambda: _write(database, "whole"), RUNS)
    for portion in range(PARTITIONS):
        for table in ("whole", "parts"):
            low, high = portion * step + 1, (portion + 1) * step
            database.execute(FILL.format(table, low, high).encode())
    whole, parts = (
        _took(database, f"VACUUM (FREEZE, ANALYZE) {table}") for table in ("whole", "parts")
    )
    yield _row("cleared up after filling, everything", whole, parts)
    full, split = taking_turns(
        lambda: _write(database, "whole"), lambda: _write(database, "parts"), RUNS
    )
    first = f"{told(empty)} — the same table, empty"
    ratio = f"{full.median / empty.median:.2f}×"
    yield Row(f"{AT_ONCE} entries written at {count:,}", told(full), first, ratio, "–", None)
    yield _against(f"{AT_ONCE} entries written at {count:,}", full, split)
    for name, where in NEWEST.items():
        pages = taking_turns(
            lambda where=where: _read(database, "whole", where),  # type: ignore[misc]
            lambda where=where: _read(database, "parts", where),  # type: ignore[misc]
            RUNS,
        )
        yield _against(f"newest page {name} at {count:,}", *pages)
    gone = _timed(lambda: _delete(database, step))
    dropped = _took(database, "DROP TABLE parts_0")
    yield _row(f"the oldest {step:,} let go, in portions of {BATCH:,}", gone, dropped)
    after = _took(database, "VACUUM whole")
    yield _row("cleared up after that", after, _took(database, "VACUUM parts"))
    full, split = taking_turns(
        lambda: _write(database, "whole"), lambda: _write(database, "parts"), RUNS
    )
    yield _against(f"{AT_ONCE} entries written after that", full, split)


def _make(database: psycopg.Connection, step: int) -> None:
    key = "id bigint PRIMARY KEY DEFAULT nextval('{}_ids'), "
    for table, end in (("whole", ""), ("parts", " PARTITION BY RANGE (id)")):
        database.execute(f"CREATE SEQUENCE {table}_ids".encode())
        words = f"CREATE TABLE {table} ({key.format(table)}{COLUMNS}){end}"
        database.execute(words.encode())
        for index in INDEXES:
            database.execute(f"CREATE INDEX ON {table} {index}".encode())
    for number in range(PARTITIONS):
        low = "MINVALUE" if number == 0 else str(number * step + 1)
        high = "MAXVALUE" if number == PARTITIONS - 1 else str((number + 1) * step + 1)
        words = (
            f"CREATE TABLE parts_{number} PARTITION OF parts FOR VALUES FROM ({low}) TO ({high})"
        )
        database.execute(words.encode())


def _write(database: psycopg.Connection, table: str) -> None:
    database.execute(FILL.format(table, 1, AT_ONCE).encode())


def _read(database: psycopg.Connection, table: str, where: str) -> None:
    database.execute(PAGE.format(table, where).encode()).fetchall()


def _delete(database: psycopg.Connection, step: int) -> None:
    words = "DELETE FROM whole WHERE id IN (SELECT id FROM whole ORDER BY id LIMIT %s)"
    gone = 0
    while gone < step:
        gone += database.execute(words.encode(), [min(BATCH, step - gone)]).rowcount


def _took(database: psycopg.Connection, statement: str) -> float:
    return _timed(lambda: database.execute(statement.encode()))


def _timed(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def _row(work: str, whole: float, parts: float) -> Row:
    ratio = f"{whole / parts:.2f}×" if parts else "–"
    return Row(work, ms(whole), f"{ms(parts)} — {PARTITIONS} partitions", ratio, "–", None)


def _against(work: str, whole: Times, parts: Times) -> Row:
    beside = f"{ms(parts.median)} — {PARTITIONS} partitions"
    ratio = f"{whole.median / parts.median:.2f}×"
    return Row(work, told(whole), beside, ratio, "–", None)


if __name__ == "__main__":
    main()
