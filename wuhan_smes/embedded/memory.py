"""How much of the machine's memory PostgreSQL takes for its pages, and finds them in."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

# What a container was given: "max" or more than there is where nothing was said.
LIMITS: Final = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
LEAST_MB, MOST_MB = 128, 2048
MB: Final = 1024 * 1024


def for_pages(limits: Iterable[Path] = LIMITS) -> Mapping[str, str]:
    """An eighth of the memory there is, from 128 MB to 2 GB, beside web and workers: what every
    count and sweep reads stays there. The planner may hope to find half of the memory warm.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in limits:
        with suppress(OSError):  # another kind of machine, or not for us to read
            given = limit.read_text().strip()
            memory = min(memory, int(given)) if given.isdecimal() else memory
    whole = memory // MB
    return {
        "shared_buffers": f"{max(LEAST_MB, min(MOST_MB, whole // 8))}MB",
        "effective_cache_size": f"{max(2 * LEAST_MB, whole // 2)}MB",
    }
