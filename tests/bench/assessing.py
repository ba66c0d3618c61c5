"""The whole register against 小巨人, beside reading its rows once; and the list made of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

from tests.bench.city import ROOT, Bench, environment
from tests.bench.measure import Row, ms

LIMIT: Final = 5.0


def rows(bench: Bench) -> Iterator[Row]:
    """Judging everybody; working a list out; its first page, and that of one missing thing."""
    found = _assessed(bench)
    ratio = found["judged"] / found["read"]
    yield Row(
        f"assessment of {found['enterprises']:,} enterprises against 小巨人",
        ms(found["judged"]),
        f"{ms(found['read'])} — reading the rows once",
        f"{ratio:.2f}×",
        f"≤ {LIMIT:g}×",
        ratio <= LIMIT,
    )
    for work, name in (
        (f"the list for 小巨人 worked out, {found['prospects']:,} candidates", "refreshed"),
        ("candidates for 小巨人, first page, the query alone", "page"),
        ("candidates lacking one line, first page, the query alone", "one"),
    ):
        yield Row(work, ms(found[name]), "–", "–", "–", met=None)


def _assessed(bench: Bench) -> dict[str, Any]:
    env = environment(bench.addresses, bench.addresses.owner)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.assess_once"],
        env={**env, "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
