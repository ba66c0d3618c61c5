"""The board as people open it, and every report of the catalogue as a worker makes it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

from tests.bench.city import ROOT, Bench, environment
from tests.bench.measure import Row, ms, times, told
from tests.bench.web import Busy, Web

RUNS: Final = 5
# First view, in seconds: of a city of usual size, of a country.
QUICK, SLOW = 0.3, 1.5
USUAL: Final = 100_000
BOARDS: Final = (
    ("/board/?on=2025-07-25", "bureau", "the board of the city"),
    ("/board/?on=2025-07-25&basis=highest", "bureau", "the board of the city, highest basis"),
    ("/board/?on=2025-07-25", "district_east_lake", "the board of one district"),
)


def rows(web: Web, bench: Bench, enterprises: int) -> Iterator[Row]:
    """First views of the board within their limits; reports have none but that of a job."""
    limit = QUICK if enterprises <= USUAL else SLOW
    for path, user, work in BOARDS:
        try:
            found = times(lambda p=path, u=user: web.get(p, user=u), RUNS, warm_ups=1)  # type: ignore[misc]
        except Busy:
            yield Row(work, "over 5 s: refused (503)", "–", "–", f"≤ {limit:g} s", met=False)
        else:
            met = found.median <= limit
            yield Row(work, told(found), "–", "–", f"≤ {limit:g} s", met)
    for one in _made(bench):
        said = one.get("refused") or f"{one['rows']:,} rows, {one['bytes'] / 1024:,.0f} kB"
        yield Row(f"report {one['title']}: {said}", ms(one["seconds"]), "–", "–", "–", met=None)


def _made(bench: Bench) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.reports_once"],
        env={
            **environment(bench.addresses, bench.addresses.worker),
            "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings",
        },
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found
