"""python -m tests.bench.load [--enterprises N] [--users N] [--minutes M]: a crowd on web, workers
and timer; what was acknowledged is looked for afterwards.

On a city of its own under var/bench/load, which keeps what was written. locust comes from
tests/bench/requirements.txt (`make load` installs it).
"""

import csv
import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

from tests.bench import report
from tests.bench.city import ROOT, Bench, city
from tests.bench.measure import Row
from tests.bench.people import tokens
from tests.bench.web import Web, web
from wuhan_smes.launcher.programs import Programs, wait_for_worker

UNITS: Final = ("jiangxia", "east_lake", "hanyang", "wuchang", "hongshan", "caidian")
LOCUST: Final = str(Path(sys.executable).with_name("locust"))
KNOWN: Final = """
    SELECT array_agg(client_uuid::text) FROM (
        SELECT client_uuid FROM services_ticket WHERE client_uuid IS NOT NULL
        UNION ALL SELECT client_uuid FROM services_visit) AS arrived"""
ENTERPRISES: Final = """
    SELECT u.code, array_agg(e.id) FROM accounts_jurisdiction u
      CROSS JOIN LATERAL (SELECT id FROM enterprises_enterprise
                           WHERE jurisdiction_id = u.id AND status = 'active' LIMIT 500) e
     WHERE u.code = ANY(%s) GROUP BY u.code"""


def main() -> int:
    """1 when anything was answered with an error, or acknowledged and lost."""
    parser = ArgumentParser(prog="make load", description="负荷测试：七成读、两成写、一成导出导入")
    parser.add_argument("--enterprises", type=int, default=50_000)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--write", action="store_true", help="写入 docs/benchmarks.md")
    options = parser.parse_args()
    with city(options.enterprises, fresh=False, called="load") as bench:
        secrets = tokens(bench, *(f"district_{unit}" for unit in UNITS))
        with web(bench, secrets) as server, working(bench):
            rows = list(driven(bench, server, options.users, options.minutes))
    title = f"Load mix, {options.users} users, {options.enterprises:,} enterprises"
    command = f"make load ARGS='--users {options.users} --minutes {options.minutes:g}'"
    text = report.section(title, rows, command)
    if options.write:
        report.write(title, text)
    else:
        print(text)
    return int(any(row.met is False for row in rows))


@contextmanager
def working(bench: Bench) -> Iterator[None]:
    """The workers and the timer of one machine."""
    programs = Programs(ROOT, {**os.environ, "MODE": "demo"}, bench.addresses)
    started = [*programs.workers(), programs.timer()]
    for program in started:
        program.start()
    try:
        wait_for_worker(started[0], bench.addresses.redis)
        yield
    finally:
        for program in started:
            program.stop()


def driven(bench: Bench, server: Web, users: int, minutes: float) -> Iterator[Row]:
    """The crowd comes within twenty seconds, stays, and is counted."""
    folder = bench.folder
    written, kept = folder / "written", folder / "locust"
    written.unlink(missing_ok=True)
    written.touch()
    owner = bench.addresses.owner
    with psycopg.connect(owner) as database:
        database.execute("SET ROLE app_bootstrap")
        of_unit = dict(database.execute(ENTERPRISES, [list(UNITS)]).fetchall())
    people = [
        {"token": server.secrets[f"district_{unit}"], "unit": unit, "enterprises": of_unit[unit]}
        for unit in UNITS
    ]
    command = [LOCUST, "-f", "tests/bench/mix.py", "--headless"]
    chosen = ("-u", str(users), "-r", str(max(1, users // 20)), "-t", f"{round(minutes * 60)}s")
    where = ("--host", f"http://127.0.0.1:{server.port}", "--csv", str(kept), "--only-summary")
    env = {**os.environ, "LOAD_PEOPLE": json.dumps(people), "LOAD_WRITTEN": str(written)}
    subprocess.run([*command, *chosen, *where], cwd=ROOT, env=env, check=False)
    yield from told(kept.with_name("locust_stats.csv"))
    acknowledged = set(written.read_text().split())
    with psycopg.connect(owner) as database:
        database.execute("SET ROLE app_bootstrap")
        (arrived,) = database.execute(KNOWN).fetchone() or ([],)
    lost = acknowledged - set(arrived or [])
    work = f"{len(acknowledged):,} acknowledged writings, looked for afterwards"
    yield Row(work, f"{len(lost)} lost", "–", "–", "0", not lost)


def told(path: Path) -> Iterator[Row]:
    """A row for each kind of act, and one for all."""
    with path.open() as file:
        for found in csv.DictReader(file):
            name = found["Name"] if found["Name"] != "Aggregated" else "all together"
            failed = int(found["Failure Count"])
            median, p95 = found["50%"], found["95%"]
            work = f"{name}: {int(found['Request Count']):,} requests, {failed} errors"
            rate = f"{float(found['Requests/s']):.1f} a second"
            yield Row(work, f"{median} ms (p95 {p95} ms)", rate, "–", "0 errors", failed == 0)


if __name__ == "__main__":
    sys.exit(main())
