"""Reading elsewhere: boards, reports and exports may be asked of streaming replicas.

Within a block that only reads, the name of the database leads to a replica. Whatever asks
`connection` asks there, in a scope of its own: roles, settings and row policies are the same.

How old an answer may be is told by positions in the server's log, never by clocks. A replica is
asked only when it has replayed what this reader must see; else the primary answers, so a replica
that lags, falls silent or is gone changes nothing but where the work is done.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import sample
from typing import Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connection, connections
from prometheus_client import Counter

logger: Final = logging.getLogger(__name__)
ALIASES: Final = [alias for alias in settings.DATABASES if alias != DEFAULT_DB_ALIAS]
READ: Final = Counter("smes_replica_reads", "Reads that could go to a replica", ("answered_by",))
# A replica that could not be reached is left alone for so long.
SILENCE_SECONDS: Final = 5.0
LOOK_AGAIN_SECONDS: Final = 0.02
WRITTEN: Final = "SELECT (pg_current_wal_lsn() - '0/0')::bigint"
# A replica that was promoted is none any more: it has replayed nothing.
REPLAYED: Final = """
    SELECT CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0')::bigint END"""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the primary's log reached at a moment of this process's own clock."""

    at: float
    position: int


_marks: tuple[Mark, ...] = ()
_silent_until: dict[str, float] = {}


def in_use() -> bool:
    """Whether what is asked now is asked of a replica."""
    return connection.alias != DEFAULT_DB_ALIAS


def position() -> int:
    """How far the primary's log reaches: whoever sees so much sees all that was acknowledged."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        (found,) = cursor.fetchone() or (0,)
    return int(found)


def asked_for() -> int:
    """The position of now for work that is done later; nothing is asked where there are none."""
    return position() if ALIASES else 0


def needed(written: int) -> int:
    """The position below which nothing is shown to who last wrote at `written`: his own writes, and
    everybody's up to REPLICA_LAG_SECONDS ago.
    """
    global _marks
    now, bound = time.monotonic(), settings.REPLICA_LAG_SECONDS
    if not _marks or now - _marks[-1].at >= bound / 8:
        _marks = (*(mark for mark in _marks if now - mark.at <= bound), Mark(now, position()))
    oldest = next((mark for mark in _marks if now - mark.at <= bound), _marks[-1])
    return max(written, oldest.position)


@contextmanager
def reading(least: int, *, patience: float = 0.0) -> Iterator[bool]:
    """Ask a replica that has replayed `least`, waiting `patience` seconds for one; else the primary
    goes on answering, and the block is told so.

    Inside a transaction of the primary the block reads beside it: open a scope of its own.
    """
    found = _replica(least, patience)
    if ALIASES:
        READ.labels(found or "primary").inc()
    if found is None:
        yield False
        return
    primary = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[found]
    try:
        yield True
    finally:
        connections[DEFAULT_DB_ALIAS] = primary


def _replica(least: int, patience: float) -> str | None:
    """One of those that have replayed `least`, not always the first."""
    limit = time.monotonic() + patience
    while True:
        asked = [it for it in ALIASES if _silent_until.get(it, 0.0) <= time.monotonic()]
        for alias in sample(asked, len(asked)):
            if _replayed(alias) >= least:
                return alias
        if not asked or time.monotonic() >= limit:
            return None
        time.sleep(LOOK_AGAIN_SECONDS)


def _replayed(alias: str) -> int:
    """How far it has come; nothing when it does not answer."""
    replica = connections[alias]
    try:
        with replica.cursor() as cursor:
            cursor.execute(REPLAYED)
            (found,) = cursor.fetchone() or (None,)
    except (DatabaseError, InterfaceError):
        replica.close()
        _silent_until[alias] = time.monotonic() + SILENCE_SECONDS
        logger.warning("%s does not answer, the primary does", alias)
        return -1
    return -1 if found is None else int(found)
