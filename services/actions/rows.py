"""How the actions of stations begin and end: one row in reach, held, then counted up and told."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db import IntegrityError, models, transaction

from services.querysets.stations import AtStationQuerySet
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, StaleVersion

M = TypeVar("M", bound=models.Model)
STALE: Final = "该记录已被他人修改，请刷新后重新提交"


def held(
    rows: AtStationQuerySet[M],
    pk: int,
    *,
    access: Access,
    capability: Capability,
    expected_version: int | None = None,
) -> M:
    """The row, locked. Raises DoesNotExist out of reach, StaleVersion if it was changed."""
    row = rows.within(access.reach(capability)).locked(pk)
    require_version(row, expected_version)
    return row


def require_version(row: models.Model, expected_version: int | None) -> None:
    version = row.version  # type: ignore[attr-defined] # every row that is amended has one
    if expected_version is not None and version != expected_version:
        raise StaleVersion(STALE)


def put(
    row: models.Model, values: Mapping[str, Any], amendable: Collection[str]
) -> dict[str, list[Any]]:
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


def saved(
    row: M,
    fields: Collection[str],
    kind: str,
    changes: Mapping[str, object],
    access: Access,
    at: datetime,
) -> M:
    """Save these fields, count the version up, and leave an entry."""
    row.version += 1  # type: ignore[attr-defined] # every row that is amended has one
    with obeying(type(row)):
        row.save(update_fields=[*fields, "version"])
    trail.record(kind, row, access=access, at=at, changes=changes)
    return row


@contextmanager
def obeying(model: type[models.Model]) -> Iterator[None]:
    """A constraint that words its own refusal refuses; nothing of the block is kept then."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for constraint in model._meta.constraints:
            worded = constraint.violation_error_message
            if constraint.name == broken and worded != constraint.default_violation_error_message:
                raise ActionRefused(str(worded)) from error
        raise
