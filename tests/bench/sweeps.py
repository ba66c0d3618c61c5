"""The sweep of open tickets: set by set, however many there are."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

from tests.bench.city import ROOT, Bench, environment
from tests.bench.measure import Row, ms

# Twice as many tickets may take little more than twice as long: no work is done ticket by ticket.
SIZES: Final = (500_000, 1_000_000)
LIMIT: Final = 2.5


def rows(bench: Bench) -> Iterator[Row]:
    """Half of them amber, half of them red: a row of pressure, a step and a new moment for each."""
    half, whole = (_swept(bench, count) for count in SIZES)
    ratio = whole["seconds"] / half["seconds"]
    yield Row(
        f"overdue sweep of {whole['tickets']:,} open tickets, {whole['looked_at']:,} pressed for",
        ms(whole["seconds"]),
        f"{ms(half['seconds'])} — half as many",
        f"{ratio:.2f}×",
        f"≤ {LIMIT:g}×",
        ratio <= LIMIT,
    )


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
