"""Writing the trail. An act without its entry cannot commit, nor an entry without its act."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, models
from psycopg.types.json import Jsonb

from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from; empty for scheduled work."""

    request_id: str = ""
    address: str | None = None


origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen


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
    _insert([_event(kind, target, access=access, at=at, changes=changes)])


def record_set(
    kind: str,
    targets: Iterable[tuple[models.Model, Mapping[str, object]]],
    *,
    access: Access,
    at: datetime,
) -> None:
    """Append one entry for each (target, changes) pair, in one statement."""
    _insert([_event(kind, target, access=access, at=at, changes=c) for target, c in targets])


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
    where = origin.get()
    _insert(
        [
            AuditEvent(
                at=at,
                actor_id=access.actor_id,
                actor_name=access.actor_name or "匿名",
                kind=kind,
                target="",
                target_name=subject[:200],
                jurisdiction_id=jurisdiction_id,
                changes=dict(changes),
                request_id=where.request_id,
                address=where.address,
            )
        ]
    )


def _event(
    kind: str,
    target: models.Model,
    *,
    access: Access,
    at: datetime,
    changes: Mapping[str, object],
) -> AuditEvent:
    where = origin.get()
    return AuditEvent(
        at=at,
        actor_id=access.actor_id,
        actor_name=access.actor_name or "匿名",
        kind=kind,
        target=target._meta.label_lower,
        target_id=target.pk,
        target_name=str(target)[:200],
        jurisdiction_id=getattr(target, "jurisdiction_id", None),
        changes={name: _plain(value) for name, value in changes.items()},
        request_id=where.request_id,
        address=where.address,
    )


COLUMNS: Final = (
    "at",
    "actor_id",
    "actor_name",
    "kind",
    "target",
    "target_id",
    "target_name",
    "jurisdiction_id",
    "changes",
    "request_id",
    "address",
)
INSERT: Final = (
    f"INSERT INTO audit_auditevent ({', '.join(COLUMNS)})"  # noqa: S608 - constants
    f" VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)


def _insert(events: list[AuditEvent]) -> None:
    """Without RETURNING: whoever acts may add to the trail, few may read it."""
    if not connection.in_atomic_block:
        raise RuntimeError("the trail is written inside the transaction that makes the change")
    rows: list[list[Any]] = [
        [Jsonb(event.changes) if name == "changes" else getattr(event, name) for name in COLUMNS]
        for event in events
    ]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def _plain(value: object) -> object:
    """Something JSON can hold, without losing the digits of a decimal or a date."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)
