"""The database a run measures on: made, migrated and filled once for each size, then kept."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from wuhan_smes.launcher.ground import Addresses, ground

ROOT: Final = Path(__file__).resolve().parents[2]
SIZES: Final = {"50k": 50_000, "100k": 100_000, "1m": 1_000_000}
GIVEN: Final = ("DATABASE_URL", "OWNER_DATABASE_URL", "WORKER_DATABASE_URL", "REDIS_URL")


@dataclass(frozen=True, slots=True)
class Load:
    """How long `load_demo` took, its peak memory, and when it ran."""

    enterprises: int
    titles: int
    seconds: float
    peak_mb: int
    on: str


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the loaded city is, and how it came there."""

    addresses: Addresses
    load: Load
    folder: Path


def environment(addresses: Addresses, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in GIVEN}
    return {**kept, "MODE": "demo", "DATABASE_URL": database, "REDIS_URL": addresses.redis}


@contextmanager
def city(enterprises: int, *, fresh: bool, called: str = "") -> Iterator[Bench]:
    """A city of that size behind servers that stop at the end; `fresh` loads it again.

    `called`: a city of its own, for what leaves rows behind.
    """
    var = ROOT / "var" / "bench" / called / str(enterprises)
    var.mkdir(parents=True, exist_ok=True)
    with ground(var, os.environ) as found:
        owner = environment(found.addresses, found.addresses.owner)
        _manage(owner, "migrate", "--verbosity", "0", "--skip-checks")
        _manage(owner, "load_reference", "--verbosity", "0", "--skip-checks")
        _manage(owner, "collectstatic", "--noinput", "--verbosity", "0", "--skip-checks")
        kept = var / "load.json"
        if fresh or not kept.exists():
            kept.write_text(json.dumps(asdict(_load(owner, enterprises))))
        _warm(var)
        yield Bench(found.addresses, Load(**json.loads(kept.read_text())), var)


def _warm(var: Path) -> None:
    """Read every data file once: a city that is in use lies in memory, and a cold disk is not
    what is measured.
    """
    for path in (var / "postgres" / "base").rglob("*"):
        if path.is_file():
            with path.open("rb") as data:
                while data.read(8 * 1024 * 1024):
                    continue


def _load(owner: dict[str, str], enterprises: int) -> Load:
    started = time.monotonic()
    said = _manage(
        owner, "load_demo", "--skip-checks", "--replace", "--enterprises", str(enterprises)
    )
    seconds = time.monotonic() - started
    figures = re.search(r"称号记录 ([\d,]+) 条.*内存峰值 (\d+) MB", said)
    assert figures, said
    titles = int(figures[1].replace(",", ""))
    return Load(enterprises, titles, seconds, int(figures[2]), time.strftime("%Y-%m-%d"))


def _manage(env: dict[str, str], *arguments: str) -> str:
    """The command, its words shown as they come and returned."""
    command = [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), *arguments]
    said = []
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        for line in child.stdout:
            sys.stdout.write(line)
            said.append(line)
    if child.returncode:
        raise SystemExit(f"manage.py {arguments[0]} failed")
    return "".join(said)
