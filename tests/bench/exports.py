"""Long lists to a file: 20 columns of every enterprise, beside COPY and beside the writer alone."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from tests.bench.city import ROOT, Bench, environment
from tests.bench.measure import Row, ms

MEMORY_MB, FIRST_BYTE = 300, 1.0
TURNS = 3
SECONDS = attrgetter("seconds")


@dataclass(frozen=True, slots=True)
class Took:
    seconds: float
    first_byte: float
    megabytes: float
    peak_mb: int


def rows(bench: Bench) -> Iterator[Row]:
    """csv beside COPY, xlsx beside the writer; memory and the first byte."""
    for ours, least, limit, beside in (
        ("csv", "copy", 1.3, "COPY TO STDOUT"),
        ("xlsx", "writer", 1.5, "the writer alone"),
    ):
        alone, took = _by_turns(bench, least, ours)
        ratio = took.seconds / alone.seconds
        yield Row(
            f"export {ours}, {bench.load.enterprises:,} × 20 ({took.megabytes:.0f} MB)",
            ms(took.seconds),
            f"{ms(alone.seconds)} — {beside}",
            f"{ratio:.2f}×",
            f"≤ {limit:g}×",
            ratio <= limit,
        )
        yield Row(
            f"export {ours}, first byte and peak memory",
            f"{ms(took.first_byte)}, {took.peak_mb} MB",
            "–",
            "–",
            f"≤ {MEMORY_MB} MB" + (", first byte ≤ 1 s" if ours == "csv" else ""),
            took.peak_mb <= MEMORY_MB and (ours != "csv" or took.first_byte <= FIRST_BYTE),
        )


def _by_turns(bench: Bench, least: str, ours: str) -> tuple[Took, Took]:
    """Both by turns, the fastest of each: what else the machine does burdens them alike."""
    pairs = [(_took(bench, least), _took(bench, ours)) for _ in range(TURNS)]
    alone, took = zip(*pairs, strict=True)
    return min(alone, key=SECONDS), min(took, key=SECONDS)


def _took(bench: Bench, kind: str) -> Took:
    env = environment(bench.addresses, bench.addresses.worker)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.export_once", kind],
        env={**env, "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return Took(**json.loads(done.stdout.splitlines()[-1]))
