"""How much of the machine's memory PostgreSQL keeps for its own pages."""

import os
from pathlib import Path
from typing import Final

LIMIT: Final = Path("/sys/fs/cgroup/memory.max")  # what a container was given, or "max"
LEAST_MB, MOST_MB = 128, 2048
MB: Final = 1024 * 1024


def shared_buffers(limit: Path = LIMIT) -> str:
    """An eighth of the memory there is, from 128 MB to 2 GB: what every count and sweep reads
    stays there on a machine large enough for it, beside web and workers.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    given = limit.read_text().strip() if limit.exists() else ""
    if given.isdecimal():
        memory = min(memory, int(given))
    return f"{max(LEAST_MB, min(MOST_MB, memory // 8 // MB))}MB"
