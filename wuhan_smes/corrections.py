"""Correcting reference data by hand. A later load of the files keeps and names it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar, cast

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import Model

from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import NotPermitted
from wuhan_smes.scoping import ReferenceQuerySet

M = TypeVar("M", bound=Model)


@transaction.atomic
def correct(
    model: type[M], pk: int, *, access: Access, at: datetime, values: Mapping[str, object]
) -> M:
    """Give one row the `values` that differ from what it holds; nothing differing, nothing done."""
    rows = _editable(model, access)
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
    changes = {
        name: [before, value]
        for name, value in values.items()
        if (before := getattr(row, name)) != value
    }
    if not changes:
        return row
    for name in changes:
        setattr(row, name, values[name])
    fields = set(changes)
    if has_version(model):
        row.version += 1  # type: ignore[attr-defined] # has_version saw the field
        fields.add("version")
    row.save(update_fields=sorted(fields))
    trail.record("reference.correct", row, access=access, at=at, changes=_told(changes))
    return row


@transaction.atomic
def enter(model: type[M], *, access: Access, at: datetime, values: Mapping[str, object]) -> M:
    """Add one row that no file speaks of: a park, a building, a cluster."""
    _editable(model, access)
    row = model(**values)
    row.save(force_insert=True)
    told = {name: [None, value] for name, value in values.items()}
    trail.record("reference.enter", row, access=access, at=at, changes=_told(told))
    return row


def may_correct(access: Access) -> bool:
    """Whether this person keeps the city's vocabularies; over one unit the right is void."""
    return (
        access.holds(Capability.REFERENCE_EDIT)
        and access.reach(Capability.REFERENCE_EDIT).everywhere
    )


def has_version(model: type[Model]) -> bool:
    """Whether rows carry the number an editor's If-Match is compared with."""
    try:
        model._meta.get_field("version")
    except FieldDoesNotExist:
        return False
    return True


def _editable(model: type[M], access: Access) -> ReferenceQuerySet[M]:
    reach = access.reach(Capability.REFERENCE_EDIT)
    if not reach.everywhere:
        raise NotPermitted("基础数据由市级统一维护，如需更正请报市级管理员")
    rows = model._default_manager.all()
    if not isinstance(rows, ReferenceQuerySet):
        raise TypeError(f"{model.__name__} is no reference data")
    return cast("ReferenceQuerySet[M]", rows.within(reach))


def _told(changes: Mapping[str, list[object]]) -> dict[str, object]:
    """Rows pointed at are told by their names."""
    return {
        name: [str(value) if isinstance(value, Model) else value for value in pair]
        for name, pair in changes.items()
    }
