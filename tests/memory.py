"""Clones of the template live in memory where the machine has room for them.

A test that leaves rows behind takes a fresh clone: fifteen hundred small files, made some hundreds
of times a run. On a disk that costs ten times the processor time it costs in memory.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from wuhan_smes.embedded.place import Place

MEMORY: Final = Path("/dev/shm")
ROOM: Final = 2 << 30  # bytes; a run takes a quarter of it
NAME: Final = "memory"


@dataclass(frozen=True)
class Tablespace:
    """A folder in memory that one server keeps databases in while it runs."""

    place: Place

    @property
    def folder(self) -> Path:
        digest = hashlib.sha256(str(self.place.folder).encode()).hexdigest()[:12]
        return MEMORY / f"wuhan-smes-tests-{digest}"

    def forget_lost(self, data: Path) -> None:
        """Before the server starts: a cluster whose memory went with a restart is of no use."""
        links = (data / "pg_tblspc").iterdir() if (data / "pg_tblspc").exists() else ()
        if any(not link.exists() for link in links):
            shutil.rmtree(data)

    def make(self, admin: psycopg.Connection) -> str:
        """The tablespace clones go to; the server's own where memory is short."""
        self.remove(admin)
        if not MEMORY.is_dir() or free(MEMORY) < ROOM:
            return "pg_default"
        self.place.own(self.folder)
        words = sql.SQL("CREATE TABLESPACE {} LOCATION {}")
        admin.execute(words.format(sql.Identifier(NAME), sql.Literal(str(self.folder))))
        return NAME

    def remove(self, admin: psycopg.Connection) -> None:
        """Its databases are gone already."""
        admin.execute(sql.SQL("DROP TABLESPACE IF EXISTS {}").format(sql.Identifier(NAME)))
        shutil.rmtree(self.folder, ignore_errors=True)


def free(folder: Path) -> int:
    """Bytes an ordinary user may still write."""
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize
