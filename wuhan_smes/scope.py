"""The second wall: tells PostgreSQL, for one transaction, whose rows may be seen and changed.

Row-level security reads the settings made here. They are always transaction-local, so that a
pooled connection never carries one person's reach to the next (docs/decisions/0003-two-walls.md).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from wuhan_smes.access import Access, Reach

SETTINGS: Final = (
    "role",
    "app.breadth",
    "app.actor",
    "app.read_jurisdictions",
    "app.write_jurisdictions",
    "app.read_agencies",
    "app.write_agencies",
    "app.read_stations",
    "app.write_stations",
)
APPLY: Final = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)
CURRENT: Final = "SELECT " + ", ".join(
    f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS
)


class ScopeWidened(RuntimeError):
    """Code inside one person's scope tried to open a wider one without saying so."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One database role and the reach its row policies read."""

    role: str
    actor_id: int | None
    read: Reach
    write: Reach

    def values(self) -> list[str]:
        breadth = "units" if self.role == "r_scoped" else "city"
        return [
            self.role,
            breadth,
            "" if self.actor_id is None else str(self.actor_id),
            *(
                _array(ids)
                for pair in (
                    (self.read.jurisdiction_ids, self.write.jurisdiction_ids),
                    (self.read.agency_ids, self.write.agency_ids),
                    (self.read.station_ids, self.write.station_ids),
                )
                for ids in pair
            ),
        ]

    def statement(self) -> str:
        """Tells all of it, written out: nine words bound one by one cost more than they say.

        The words are names of roles, numbers and braces, none of them anybody's input.
        """
        return APPLY % tuple(f"'{word}'" for word in self.values())

    def contains(self, other: "Scope") -> bool:
        """Whether `other` sees and changes nothing that this one could not."""
        return _contains(self.read, other.read) and _contains(self.write, other.write)


BOOTSTRAP: Final = Scope("app_bootstrap", None, Reach(everywhere=True), Reach(everywhere=True))
_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def scope_of(access: Access) -> Scope:
    """One role per breadth: the whole city to change, the whole city to read, or listed units."""
    read, write = access.total_reach(), access.total_reach(writing=True)
    if write.everywhere:
        role = "r_city"
    elif read.everywhere and not (write.jurisdiction_ids or write.agency_ids or write.station_ids):
        role = "r_city_read"
    else:
        role = "r_scoped"
    return Scope(role, access.actor_id, read, write)


@contextmanager
def scoped(access: Access) -> Iterator[None]:
    """One transaction (or savepoint) in which the database shows what `access` reaches.

    Raises ScopeWidened when the surrounding scope is narrower.
    """
    with _entered(scope_of(access)):
        yield


@contextmanager
def bootstrap_scope() -> Iterator[None]:
    """Everything, for loaders and test builders. The web's login is no member of this role."""
    with _entered(BOOTSTRAP):
        yield


def current_scope() -> Scope | None:
    return _current.get()


@contextmanager
def _entered(scope: Scope) -> Iterator[None]:
    outer = _current.get()
    if outer is not None and connection.in_atomic_block and not outer.contains(scope):
        raise ScopeWidened(f"{scope.role} inside {outer.role}")
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _told() if nested else []
        wanted = scope.values()
        changes = before != wanted
        if changes:
            _tell(scope.statement())
        token = _current.set(scope)
        try:
            yield
        finally:
            _current.reset(token)
        if changes and nested and not connection.needs_rollback:
            # RELEASE SAVEPOINT keeps transaction-local settings; ROLLBACK TO undoes them itself.
            _tell(APPLY, before)


def _told() -> list[str]:
    """What the database goes by at present."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT)
        return list(cursor.fetchone() or ())


def _tell(statement: str, values: list[str] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _array(ids: Iterable[int]) -> str:
    return "{" + ",".join(str(i) for i in sorted(ids)) + "}"


def _contains(wide: Reach, narrow: Reach) -> bool:
    if wide.everywhere:
        return True
    return (
        not narrow.everywhere
        and narrow.jurisdiction_ids <= wide.jurisdiction_ids
        and narrow.agency_ids <= wide.agency_ids
        and narrow.station_ids <= wide.station_ids
    )
