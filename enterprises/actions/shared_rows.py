"""How targets and reported figures are kept: by the city, one row at a time, with versions."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from psycopg.errors import UniqueViolation

from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scoping import ReferenceQuerySet

M = TypeVar("M", bound=Model)


def require_keeper(access: Access) -> None:
    """Targets and figures are the city's: they come from its documents."""
    if not access.reach(Capability.TARGET_EDIT).everywhere:
        raise NotPermitted("目标与公布数据由市级统一维护，如需更正请联系市经信局")


def added(row: M, kind: str, access: Access, at: datetime, fields: Collection[str]) -> M:
    """Save a new row with its entry. Refuses a code that is taken."""
    with code_is_free():
        row.save(force_insert=True)
    given = {name: value for name in fields if (value := getattr(row, name)) not in (None, "", [])}
    trail.record(kind, row, access=access, at=at, changes=given)
    return row


def held_row(model: type[M], pk: int, access: Access, expected_version: int | None) -> M:
    """The row, locked. Raises StaleVersion if it was changed since it was read."""
    require_keeper(access)
    rows = model._default_manager.get_queryset()
    if not isinstance(rows, ReferenceQuerySet):
        raise TypeError(f"{model.__name__} is not shared by everybody")
    within = rows.within(access.reach(Capability.TARGET_EDIT))
    row: M = within.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if expected_version is not None and row.version != expected_version:  # type: ignore[attr-defined] # both kinds have one
        raise StaleVersion("该记录已被他人修改，请刷新后重新提交")
    return row


def put(row: M, values: Mapping[str, Any], amendable: Collection[str]) -> dict[str, list[Any]]:
    """Set values on the row, not saved yet; returns {field: [before, after]}."""
    if fixed := values.keys() - set(amendable):
        faults = (Fault(name, "not_amendable", "该项不能修改") for name in sorted(fixed))
        raise InputRefused(*faults)
    changes = {
        name: [before, after]
        for name, after in values.items()
        if (before := getattr(row, name)) != after
    }
    if not changes:
        raise ActionRefused("没有需要修改的内容")
    for name, (_, after) in changes.items():
        setattr(row, name, after)
    return changes


def saved(row: M, changes: Mapping[str, object], kind: str, access: Access, at: datetime) -> M:
    """Save what `put` set, count the version up, and leave an entry."""
    row.version += 1  # type: ignore[attr-defined] # both kinds have one
    row.save(update_fields=[*changes, "version"])
    trail.record(kind, row, access=access, at=at, changes=changes)
    return row


@contextmanager
def code_is_free() -> Iterator[None]:
    """Refuses a code that somebody took meanwhile, in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise ActionRefused("该代码已经登记，请换用新的代码或修改原有记录") from error
