"""Looking for rows that may be one enterprise: the whole city, and one district."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from tests.bench.city import ROOT, Bench, environment
from tests.bench.measure import Row, ms


def rows(bench: Bench) -> Iterator[Row]:
    """One statement each; what was found stays known, as after any search."""
    for one in _searched(bench):
        yield Row(
            f"duplicates looked for among {one['looked_at']:,} enterprises, {one['alike']:,} pairs",
            ms(one["seconds"]),
            "–",
            "–",
            "–",
            met=None,
        )


def _searched(bench: Bench) -> list[dict[str, Any]]:
    env = environment(bench.addresses, bench.addresses.worker)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.twins_once"],
        env={**env, "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found
