"""The packages of requirements.txt: version, hashes, licence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final

LOCK: Final = Path("requirements.txt")
DEV_LOCK: Final = Path("requirements-dev.txt")
PINNED: Final = re.compile(r"^([A-Za-z0-9_.\-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# What packages say in words of their own, as SPDX says it.
SPDX: Final = {
    "BSD": "BSD-3-Clause",
    "New BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "MIT License": "MIT",
    "Apache 2": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "LGPLv3": "LGPL-3.0-only",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}
ALLOWED: Final = {
    "MIT",
    "MIT-0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "PSF-2.0",
    "ISC",
    "MPL-2.0",
    "OFL-1.1",
}
# Used as they come, never changed or built in: the database driver, and the reader of cron lines.
LINKED: Final = {
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "python-crontab": "LGPL-3.0-only",
}


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def licence(self) -> str:
        """As SPDX names it."""
        return _spdx(distribution(self.name))

    @property
    def is_allowed(self) -> bool:
        parts = re.split(r" (?:OR|AND) ", self.licence)
        return LINKED.get(self.name) == self.licence or set(parts) <= ALLOWED


def packages(lock: Path = LOCK) -> Iterator[Package]:
    """Those of a lock file, each with the hashes below it."""
    for block in re.split(r"\n(?=\S)", lock.read_text()):
        if found := PINNED.match(block):
            yield Package(found[1].lower(), found[2], tuple(HASH.findall(block)))


def _spdx(of: Distribution) -> str:
    told = of.metadata
    if expression := told.get("License-Expression"):
        return str(expression)
    short = (told.get("License") or "").strip()
    classified = [
        line.rpartition("::")[2].strip()
        for line in told.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    for words in (short, *classified):
        if words in SPDX or words in ALLOWED:
            return SPDX.get(words, words)
    return short or "unknown"
