"""python -m tests.bench.restoring [--size 1m] [--seconds 30] [--write]: a lost disk, at full size.

The city is copied while somebody writes to it and its log is followed; then server and follower are
killed in the same moment, as a machine that loses its power, and everything is brought back beside
it. What was acknowledged and did not come back is the RPO; from the decision to restore to the
first right answer is the RTO. The city itself stays as it was: the writer writes to a database of
its own, which is dropped. Needs twice the size of the city on disk, and gives it back.
"""

import os
import shutil
import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

import psycopg

from tests.bench import report
from tests.bench.city import ROOT, SIZES
from tests.bench.measure import Row
from wuhan_smes.embedded.children import see_off
from wuhan_smes.embedded.place import Place, settle
from wuhan_smes.embedded.postgres import EmbeddedPostgres
from wuhan_smes.launcher.backups import Backups
from wuhan_smes.launcher.copying import restore_into
from wuhan_smes.launcher.ground import DATABASE

RPO, RTO = 60, 15 * 60
TRIAL: Final = "restore_trial"
SIZE: Final = "SELECT sum(pg_database_size(oid)) FROM pg_database"
ROWS: Final = """
    SELECT (SELECT count(*) FROM enterprises_enterprise),
           (SELECT count(*) FROM enterprises_recognition), (SELECT max(id) FROM audit_auditevent)"""


@dataclass(slots=True)
class Writer:
    """Writes a row after another and notes when each was acknowledged."""

    url: str
    acknowledged: list[float] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def run(self) -> None:
        with suppress(psycopg.OperationalError), psycopg.connect(self.url, autocommit=True) as it:
            while not self.over.is_set():
                it.execute("INSERT INTO written VALUES (%s)", [len(self.acknowledged)])
                self.acknowledged.append(time.time())


@dataclass(frozen=True, slots=True)
class Lost:
    """What was known when the disk went."""

    writer: Writer
    before: tuple[Any, ...]
    at: float


def main() -> None:
    parser = ArgumentParser(prog="restoring", description="全量恢复演练：RPO 与 RTO")
    parser.add_argument("--size", choices=SIZES, default="1m")
    parser.add_argument("--seconds", type=float, default=30, help="复制之后再写入多少秒")
    parser.add_argument("--write", action="store_true", help="写入 docs/benchmarks.md")
    options = parser.parse_args()
    rows = []
    for row in drill(ROOT / "var" / "bench" / str(SIZES[options.size]), options.seconds):
        print(report.one_line(row), flush=True)
        rows.append(row)
    title = f"Restore, {options.size}"
    command = f"python -m tests.bench.restoring --size {options.size}"
    text = report.section(title, rows, command)
    if options.write:
        report.write(title, text)
    else:
        print(text)


def drill(var: Path, seconds: float) -> Iterator[Row]:
    """Copy, write, lose, bring back, compare."""
    place = settle(var)
    server = EmbeddedPostgres(place, var)
    with ExitStack() as stack:
        server.start()
        stack.callback(_mended, place, var)
        before, size = _asked(server, ROWS), int(_asked(server, SIZE)[0])
        _enough(place.folder, size)
        folder = place.folder / "restore-trial"
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.mkdir(mode=0o755)
        backups = Backups(folder / "backups", place.postgres_bin)
        _trial(server)
        with backups.following(server.url()) as follower:
            started = time.monotonic()
            backups.take(server.url(), datetime.now(UTC))
            took = f"{time.monotonic() - started:.0f} s"
            yield _row(f"copy of {size / 1024**3:.1f} GB taken and verified, in use", took, "–")
            writer = Writer(server.url(TRIAL))
            thread = Thread(target=writer.run, daemon=True)
            thread.start()
            time.sleep(seconds)
            os.kill(_pid(server), signal.SIGKILL)
            follower.kill()
            writer.over.set()
            thread.join()
        lost_at = time.time()
        see_off(server.data, signal.SIGKILL, patience=20)
        yield from _back(
            replace(place, folder=folder / "again"), var, backups, Lost(writer, before, lost_at)
        )


def _back(place: Place, var: Path, backups: Backups, lost: Lost) -> Iterator[Row]:
    """Everything beside the lost server, and whether it is all there."""
    place.folder.mkdir(mode=0o755)
    started = time.monotonic()
    restore_into(place, var, backups, None)
    again = EmbeddedPostgres(place, var)
    again.start()
    try:
        after = _asked(again, ROWS)
        took = time.monotonic() - started
        (count,) = _asked(again, "SELECT count(*) FROM written", TRIAL)
    finally:
        again.stop()
    acknowledged = lost.writer.acknowledged
    missing = max(0, len(acknowledged) - int(count))
    behind = lost.at - acknowledged[int(count) - 1] if missing and count else 0.0
    used = sum(path.stat().st_size for path in backups.folder.parent.rglob("*") if path.is_file())
    work = f"acknowledged and lost with the disk, of {len(acknowledged):,} writings"
    yield _row(work, f"{missing} rows, {behind:.1f} s", f"RPO ≤ {RPO} s", met=behind <= RPO)
    yield _row("from decision to first answer", f"{took:.0f} s", "RTO ≤ 15 min", met=took <= RTO)
    yield _row("register, titles and trail", str(after), "as before", met=after == lost.before)
    yield _row("disk for copy, log and restored server", f"{used / 1024**3:.1f} GB", "–")


def _row(work: str, ours: str, goal: str, *, met: bool | None = None) -> Row:
    return Row(work, ours, "–", "–", goal, met)


def _asked(server: EmbeddedPostgres, statement: str, database: str = DATABASE) -> tuple[Any, ...]:
    with psycopg.connect(server.url(database), autocommit=True) as admin:
        return admin.execute(statement.encode()).fetchone() or ()


def _trial(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {TRIAL}")
        admin.execute(f"CREATE DATABASE {TRIAL}")
    with psycopg.connect(server.url(TRIAL), autocommit=True) as admin:
        admin.execute("CREATE TABLE written (ordinal bigint PRIMARY KEY)")


def _pid(server: EmbeddedPostgres) -> int:
    if server.child is None or server.child.process is None:
        raise SystemExit("the server does not run")
    return server.child.process.pid


def _enough(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < 2.2 * size:
        raise SystemExit(
            f"{folder}: {free // 1024**3} GB free, {2.2 * size / 1024**3:.0f} GB needed"
        )


def _mended(place: Place, var: Path) -> None:
    """The city's own server recovers from the kill, as it would from any, and forgets the trial."""
    server = EmbeddedPostgres(place, var)
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {TRIAL}")
        admin.execute(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active"
        )
    server.stop()


if __name__ == "__main__":
    main()
