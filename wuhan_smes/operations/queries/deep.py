"""How everything behind the web fares, part by part: what a supervisor of machines asks."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from time import monotonic
from typing import Final

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from wuhan_smes import replicas
from wuhan_smes.access import Access
from wuhan_smes.scope import scoped

LATE_SECONDS: Final = 900
UNSEALED_SECONDS: Final = 3600
VERIFIED_SECONDS: Final = 2 * 86400
MOVES: Final = "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'"
LATE: Final = """
    SELECT coalesce(extract(epoch FROM now() - min(not_before)), 0)::int FROM jobs_job
     WHERE state = 'queued' AND not_before < now()"""
UNSEALED: Final = """
    SELECT coalesce(extract(epoch FROM now() - min(written_at)), 0)::int FROM audit_auditevent
     WHERE id > coalesce((SELECT max(event_id) FROM audit_sealedevent), 0)"""
# A register that was never verified has just been made.
VERIFIED: Final = """
    SELECT coalesce(extract(epoch FROM now() - max(finished_at)), 0)::int FROM jobs_job
     WHERE task = 'operations.verify' AND state = 'done'"""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked: whether it is well, and the number that says so."""

    name: str
    well: bool
    told: int | None = None


def parts() -> Iterator[Part]:
    """Everything, also behind a part that does not answer."""
    asked: dict[str, Callable[[], tuple[bool, int | None]]] = {
        "database_writes": lambda: (bool(_one(MOVES)), None),
        "migrations_waiting": lambda: _at_most(0, _migrations()),
        "work_late_seconds": lambda: _at_most(LATE_SECONDS, _one(LATE)),
        "trail_unsealed_seconds": lambda: _at_most(UNSEALED_SECONDS, _one(UNSEALED)),
        "verified_seconds_ago": lambda: _at_most(VERIFIED_SECONDS, _one(VERIFIED)),
        "broker": lambda: (_broker(), None),
    }
    for name, ask in asked.items():
        try:
            well, told = ask()
        except (DatabaseError, InterfaceError):
            well, told = False, None
        yield Part(name, well, told)
    for alias in replicas.ALIASES:
        behind = _behind(alias)
        yield Part(f"{alias}_bytes_behind", behind is not None, behind)


def took() -> Callable[[], float]:
    """Seconds since now, when called."""
    started = monotonic()
    return lambda: round(monotonic() - started, 3)


def _at_most(limit: int, found: int) -> tuple[bool, int]:
    return found <= limit, found


def _one(statement: str) -> int:
    with scoped(Access.of_system("监控")), connection.cursor() as cursor:
        cursor.execute(statement)
        (found,) = cursor.fetchone() or (0,)
    return int(found)


def _migrations() -> int:
    """How many the programs know that the tables do not."""
    with scoped(Access.of_system("监控")):
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _broker() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    with closing(client):
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


def _behind(alias: str) -> int | None:
    """How much of the primary's log a replica has still to replay; nothing when it is away."""
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(replicas.REPLAYED)
            (replayed,) = cursor.fetchone() or (None,)
        return None if replayed is None else max(0, replicas.position() - int(replayed))
    except (DatabaseError, InterfaceError):
        connections[alias].close()
        return None
