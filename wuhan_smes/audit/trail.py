"""Writing the trail. An act without its entry cannot commit, nor an entry without its act."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection, models
from django.utils import timezone

from wuhan_smes import many_rows
from wuhan_smes.access import Access


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from; empty for scheduled work."""

    request_id: str = ""
    address: str | None = None


class Entry(NamedTuple):
    """What was done to one row, said without the row at hand."""

    target_id: int | None
    target_name: str
    jurisdiction_id: int | None
    changes: Mapping[str, object]


origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen
_as_written: ContextVar[bool] = ContextVar("as_written", default=False)


@contextmanager
def dated_as_written() -> Iterator[None]:
    """Whatever days the acts inside are given, their entries bear the moment they are written.

    For invented history: an entry dated back is what verify_audit takes for tampering.
    """
    token = _as_written.set(True)
    try:
        yield
    finally:
        _as_written.reset(token)


def record(
    kind: str,
    target: models.Model,
    *,
    access: Access,
    at: datetime,
    changes: Mapping[str, object],
) -> None:
    """Append one entry. `changes` maps a field to [before, after] or to the value given.

    Raises RuntimeError outside the transaction it describes.
    """
    record_set(kind, [(target, changes)], access=access, at=at)


def record_set(
    kind: str,
    targets: Iterable[tuple[models.Model, Mapping[str, object]]],
    *,
    access: Access,
    at: datetime,
) -> None:
    """Append one entry for each (target, changes) pair, in one statement."""
    listed = list(targets)
    if listed:
        record_rows(
            kind,
            type(listed[0][0]),
            [_entry(target, changes) for target, changes in listed],
            access=access,
            at=at,
        )


def record_rows(
    kind: str,
    model: type[models.Model],
    entries: Iterable[Entry],
    *,
    access: Access,
    at: datetime,
) -> None:
    """Append entries about rows of `model` that nobody loaded; made for lists of any length."""
    _insert(kind, model._meta.label_lower, list(entries), access=access, at=at)


def statements(
    kind: str,
    model: type[models.Model],
    entries: Sequence[Entry],
    *,
    access: Access,
    at: datetime,
) -> Iterator[tuple[str, list[Any]]]:
    """What appends such entries, for whoever writes a long list while thinking of its next rows."""
    yield from _statements(kind, model._meta.label_lower, entries, access, at)


def selected(
    kind: str, model: type[models.Model], select: str, *, access: Access, at: datetime
) -> tuple[str, list[Any]]:
    """A statement that appends an entry for each row of `select` (target_id, target_name,
    jurisdiction_id, changes): part of the one statement that changes a set of rows.
    """
    table = f"(SELECT target_id, target_name, jurisdiction_id, changes FROM {select}) AS given"  # noqa: S608 - the caller's own SQL
    return INSERT + table, _same(kind, model._meta.label_lower, access, at)


def record_fact(
    kind: str,
    subject: str,
    *,
    access: Access,
    at: datetime,
    changes: Mapping[str, object],
    jurisdiction_id: int | None = None,
) -> None:
    """Append what has no row of its own: a sign-in, an export, a refusal."""
    _insert(kind, "", [Entry(None, subject, jurisdiction_id, changes)], access=access, at=at)


def _entry(target: models.Model, changes: Mapping[str, object]) -> Entry:
    return Entry(target.pk, str(target), getattr(target, "jurisdiction_id", None), changes)


ROWS_AT_ONCE: Final = 5_000
GIVEN: Final = {
    "target_id": "bigint",
    "target_name": "text",
    "jurisdiction_id": "bigint",
    "changes": "jsonb",
}
SAME: Final = {
    "at": "timestamptz",
    "actor_id": "bigint",
    "actor_name": "text",
    "kind": "text",
    "target": "text",
    "request_id": "text",
    "address": "inet",
}
INSERT: Final = (
    f"INSERT INTO audit_auditevent ({', '.join((*SAME, *GIVEN))})"  # noqa: S608 - constants
    f" SELECT {', '.join(f'%s::{of}' for of in SAME.values())}, given.* FROM "
)


def _insert(
    kind: str, target: str, entries: Sequence[Entry], *, access: Access, at: datetime
) -> None:
    """Without RETURNING: whoever acts may add to the trail, few may read it."""
    with connection.cursor() as cursor:
        for statement, values in _statements(kind, target, entries, access, at):
            cursor.execute(statement, values)


def _statements(
    kind: str, target: str, entries: Sequence[Entry], access: Access, at: datetime
) -> Iterator[tuple[str, list[Any]]]:
    if not connection.in_atomic_block:
        raise RuntimeError("the trail is written inside the transaction that makes the change")
    same = _same(kind, target, access, at)
    for start in range(0, len(entries), ROWS_AT_ONCE):
        some = entries[start : start + ROWS_AT_ONCE]
        rows = [(e[0], e[1][:200], e[2], _written(e[3])) for e in some]
        table, values = many_rows.given(GIVEN, rows)
        yield INSERT + table, [*same, *values]


def _same(kind: str, target: str, access: Access, at: datetime) -> list[Any]:
    """What every entry of one act says alike."""
    where = origin.get()
    actor = access.actor_name or "匿名"
    when = timezone.now() if _as_written.get() else at
    return [when, access.actor_id, actor, kind, target, where.request_id, where.address]


def _plain(value: object) -> object:
    """Something JSON can hold, without losing the digits of a decimal or a date."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return list(value)
    return str(value)


_written: Final = json.JSONEncoder(default=_plain, ensure_ascii=False, check_circular=False).encode
