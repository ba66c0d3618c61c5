"""Looking for who is owed over the whole register, beside the set-based SQL by hand."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

from tests.bench.city import ROOT, Bench, environment
from tests.bench.measure import Row, ms

LIMIT: Final = 1.5


def rows(bench: Bench) -> Iterator[Row]:
    """The first look, which writes every line; the second, which changes nothing."""
    found = _found(bench)
    ratio = found["first"] / found["hand"]
    exact = found["precision"] == found["recall"] == 1
    yield Row(
        f"entitlement finding over {found['enterprises']:,} enterprises, {found['lines']:,} lines",
        ms(found["first"]),
        f"{ms(found['hand'])} — the set-based SQL by hand",
        f"{ratio:.2f}×",
        f"≤ {LIMIT:g}×",
        ratio <= LIMIT and exact,
    )
    yield Row("looking again, nothing changed", ms(found["again"]), "–", "–", "–", met=None)
    yield Row(
        "why everybody else is left out, counted", ms(found["left_out"]), "–", "–", "–", met=None
    )
    yield Row(
        f"planted set found: precision {found['precision']:g}, recall {found['recall']:g}",
        "–",
        "–",
        "–",
        "1 and 1",
        met=exact,
    )


def _found(bench: Bench) -> dict[str, Any]:
    env = environment(bench.addresses, bench.addresses.owner)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.find_once"],
        env={**env, "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
