"""What a person tells the engine about columns: which field each is, for this file and later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from wuhan_smes.access import Access, Reach
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.exchange import rules
from wuhan_smes.exchange.actions.held import idle, order
from wuhan_smes.exchange.choices import ImportState, Step
from wuhan_smes.exchange.headers import header_key
from wuhan_smes.exchange.home import home_of
from wuhan_smes.exchange.kinds import Kind, kinds
from wuhan_smes.exchange.models import HeaderAlias, Import, RememberedColumns
from wuhan_smes.exchange.reading.binding import UNIT
from wuhan_smes.exchange.reading.books import HIDDEN_SHEETS

Columns = Mapping[str, Mapping[str, str]]


@transaction.atomic
def confirm(
    import_id: int,
    *,
    access: Access,
    at: datetime,
    columns: Columns,
    answers: Mapping[str, Any] | None = None,
    expected_version: int | None = None,
) -> Import:
    """Which field each column is, and what no column says; then the file is checked.

    Remembered for the unit: the next file with the same headers is read the same way.
    """
    import_ = idle(import_id, access=access, expected_version=expected_version)
    allowed = (ImportState.MAPPING, ImportState.CHECKED)
    rules.require_state(import_.state, *allowed, act="确认列")
    kind = kinds.get(import_.kind)
    rules.require_columns(columns, import_.layout, {it.name for it in kind.all_fields})
    given = {name: value for name, value in (answers or {}).items() if value not in (None, "")}
    _require_known(given, kind)
    import_.columns = {sheet: dict(chosen) for sheet, chosen in columns.items()}
    import_.answers = {**import_.answers, **given}
    _remember(import_, at)
    order(import_, Step.CHECKING, access=access)
    changes = {"columns": import_.columns, "answers": given}
    trail.record("import.confirm", import_, access=access, at=at, changes=changes)
    return import_


@transaction.atomic
def add_alias(*, access: Access, at: datetime, kind: str, field: str, alias: str) -> HeaderAlias:
    """A way to head a column, known from now on: by the city for everybody, else for the unit."""
    spec = kinds.get(kind)
    unit_id = home_of(access, spec.capability)
    _require_known({field: alias}, spec)
    key = header_key(alias)
    if not key:
        raise InputRefused(Fault("alias", "required", "请填写表头写法"))
    everybodys = access.reach(spec.capability).everywhere
    owner_id = None if everybodys else unit_id
    known = HeaderAlias.objects.within(Reach(frozenset({unit_id})))
    if known.filter(field=field, alias=key).exists():
        raise ActionRefused(f"“{alias}”已是“{spec.field(field).label}”的表头写法")
    added = HeaderAlias(
        field=field,
        alias=key,
        jurisdiction_id=owner_id,
        added_by_name=access.actor_name,
        added_at=at,
    )
    try:
        with transaction.atomic():
            added.save(force_insert=True)
    except IntegrityError as twice:
        raise ActionRefused(f"“{alias}”刚刚已由他人添加") from twice
    changes = {"field": field, "alias": key}
    trail.record("header_alias.add", added, access=access, at=at, changes=changes)
    return added


@transaction.atomic
def remove_alias(alias_id: int, *, access: Access, at: datetime, kind: str) -> None:
    """Forget a way to head a column that somebody added; those of the product stay."""
    reach = access.reach(kinds.get(kind).capability)
    alias = HeaderAlias.objects.within(reach).exclude(added_at=None).get(pk=alias_id)
    if alias.jurisdiction_id is None and not reach.everywhere:
        raise ActionRefused("这是市级添加的表头写法，请联系市级删除")
    if not HeaderAlias.objects.filter(pk=alias_id).select_for_update():
        raise ActionRefused("该写法已由他人删除")
    changes = {"field": alias.field, "alias": alias.alias}
    trail.record("header_alias.remove", alias, access=access, at=at, changes=changes)
    alias.delete()


def _require_known(given: Mapping[str, object], kind: Kind) -> None:
    fields = {it.name for it in kind.all_fields}
    known = {HIDDEN_SHEETS, *fields, *(f"{name}{UNIT}" for name in fields)}
    if unknown := sorted(given.keys() - known):
        raise InputRefused(
            *(Fault(f"answers.{name}", "unknown_field", f"没有字段“{name}”") for name in unknown)
        )


def _remember(import_: Import, at: datetime) -> None:
    for sheet in import_.layout.get("sheets", []):
        chosen = import_.columns.get(str(sheet["index"]))
        for table in sheet.get("tables", [])[:1]:
            if chosen:
                RememberedColumns.objects.update_or_create(
                    kind=import_.kind,
                    fingerprint=table["fingerprint"],
                    jurisdiction_id=import_.jurisdiction_id,
                    defaults={"columns": chosen, "used_at": at},
                )
