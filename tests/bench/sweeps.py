"""The sweep of open tickets: set by set, however many there are."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

from tests.bench.city import ROOT, Bench, environment
from tests.bench.measure import Row, ms

# Ten times as many tickets may take little more than ten times as long.
SIZES: Final = (100_000, 1_000_000)
LIMIT: Final = 1.25


def rows(bench: Bench) -> Iterator[Row]:
    """Ten in twenty red, one amber: a row of pressure, a step and a new moment for each."""
    few, many = (_swept(bench, count) for count in SIZES)
    ratio = _each(many) / _each(few)
    yield Row(
        f"overdue sweep of {many['tickets']:,} open tickets, {many['looked_at']:,} pressed for",
        f"{ms(many['seconds'])}, {_each(many):.0f} µs a ticket",
        f"{_each(few):.0f} µs a ticket — of {few['tickets']:,}",
        f"{ratio:.2f}×",
        f"≤ {LIMIT:g}×",
        ratio <= LIMIT,
    )


def _each(swept: dict[str, Any]) -> float:
    """Microseconds for each ticket pressed for."""
    return swept["seconds"] / swept["looked_at"] * 1_000_000


def _swept(bench: Bench, count: int) -> dict[str, Any]:
    env = environment(bench.addresses, bench.addresses.owner)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.sweep_once", str(count)],
        env={**env, "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
