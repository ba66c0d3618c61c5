"""同一事项: what is paid for once, and how lists of past payments call it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from enterprises.actions.shared_rows import code_is_free
from measures.choices import OncePer
from measures.models import Matter, MatterSpelling
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, StaleVersion

EDIT: Final = Capability.PROGRAMME_EDIT
AMENDABLE: Final = frozenset({"title", "note", "spellings"})


@transaction.atomic
def add(
    *,
    access: Access,
    at: datetime,
    code: str,
    title: str,
    once_per: str,
    note: str = "",
    spellings: Sequence[str] = (),
) -> Matter:
    """Name a matter, and within what its best standard is paid once: that never changes."""
    _require_city(access)
    if once_per not in OncePer.values or not title.strip():
        raise InputRefused(Fault("title", "required", "请填写事项名称与兑付频次"))
    row = Matter(code=code, title=title.strip(), once_per=once_per, note=note.strip())
    with code_is_free():
        row.save(force_insert=True)
    _spell(row, spellings)
    changes = {"code": code, "title": title, "once_per": once_per, "spellings": list(spellings)}
    trail.record("matter.add", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def amend(
    matter_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Matter:
    """Change the words of a matter. The spellings decide which payments of the past count."""
    _require_city(access)
    rows = Matter.objects.within(access.reach(EDIT))
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=matter_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion("该事项已被他人修改，请刷新后重新提交")
    if unknown := values.keys() - AMENDABLE:
        raise InputRefused(*(Fault(n, "not_amendable", "该项不能修改") for n in sorted(unknown)))
    before = {
        "title": row.title,
        "note": row.note,
        "spellings": sorted(row.spellings.values_list("written", flat=True)),
    }
    given = dict(values)
    if "spellings" in given:
        given["spellings"] = sorted({word.strip() for word in given["spellings"] if word.strip()})
    changes = {name: [before[name], it] for name, it in given.items() if before[name] != it}
    if not changes:
        raise ActionRefused("没有需要修改的内容")
    row.title = given.get("title", row.title).strip()
    row.note = given.get("note", row.note).strip()
    row.version += 1
    with code_is_free():
        row.save(update_fields=["title", "note", "version"])
    if "spellings" in changes:
        row.spellings.filter().delete()
        _spell(row, given["spellings"])
    trail.record("matter.amend", row, access=access, at=at, changes=changes)
    return row


def _spell(row: Matter, spellings: Sequence[str]) -> None:
    """Refuses a spelling of another matter: a payment counts for one."""
    words = sorted({word.strip() for word in spellings if word.strip()})
    taken = MatterSpelling.objects.filter(written__in=words).values_list("written", flat=True)
    if found := sorted(taken):
        raise ActionRefused(f"“{'、'.join(found)}”已归入其他事项")
    with code_is_free():
        MatterSpelling.objects.bulk_create(MatterSpelling(matter=row, written=w) for w in words)


def _require_city(access: Access) -> None:
    if not access.reach(EDIT).everywhere:
        raise NotPermitted("同一事项由市级统一维护，如需增改请联系市经信局")
