"""套表: keeping another office's workbook with its cells named, filling it, giving it up."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting import log
from wuhan_smes.reporting.actions.reports import reporting_unit_of
from wuhan_smes.reporting.canonical import fingerprint
from wuhan_smes.reporting.choices import ExportState, Layout
from wuhan_smes.reporting.filling import filled, sheets_of
from wuhan_smes.reporting.form_cells import FormCell, as_filled, cells_of, values
from wuhan_smes.reporting.models import SheetForm
from wuhan_smes.reporting.run import Made


@transaction.atomic
def keep_form(name: str, *, access: Access, at: datetime, content: bytes, cells: str) -> SheetForm:
    """Keep a workbook of one's unit; `cells` says line by line what belongs where. The same name
    again keeps the newer one; without content, the workbook of before with the cells anew.

    Every figure is looked up once, so that a wrong line is found now and not at the end of a month.
    """
    reach = access.reach(Capability.REGISTER_EXPORT)
    unit = reporting_unit_of(reach, access)
    before = (
        SheetForm.objects.within(reach)
        .select_for_update(no_key=True)
        .filter(jurisdiction_id=unit, name=name.strip())
        .first()
    )
    if not name.strip():
        raise InputRefused(Fault("name", "required", "请填写套表名称"))
    content = content or (bytes(before.content) if before else b"")
    if not content:
        raise InputRefused(Fault("file", "required", "请选择 xlsx 模板"))
    today = timezone.localdate(at)
    found = cells_of(cells, list(sheets_of(content)), access, today)
    filled(content, _cells(found, access, at, today))
    form, _ = SheetForm.objects.update_or_create(
        jurisdiction_id=unit,
        name=name.strip(),
        defaults={
            "content": content,
            "cells": [it.kept() for it in found],
            "kept_at": at,
            "kept_by_name": access.actor_name,
            "version": before.version + 1 if before else 1,
        },
    )
    facts = {"cells": len(found), "sha256": fingerprint(content)}
    trail.record("form.kept", form, access=access, at=at, changes=facts)
    return form


@transaction.atomic
def fill_form(form_id: int, *, access: Access, at: datetime, last: date) -> Made:
    """The workbook filled for the month that ends with `last`; numbered among the exports."""
    reach = access.reach(Capability.REGISTER_EXPORT)
    form = SheetForm.objects.within(reach).get(pk=form_id)
    found = [FormCell(**it) for it in form.cells]
    content = filled(bytes(form.content), _cells(found, access, at, last))
    words = {"on": last.isoformat()}
    taken = log.Taken(
        f"form:{form.pk}",
        form.name,
        Layout.XLSX,
        words,
        reach,
        f"截至：{last}",
        Capability.REGISTER_EXPORT,
    )
    export = log.begun(
        taken,
        access=access,
        at=at,
        state=ExportState.DONE,
        finished_at=at,
        row_count=len(found),
        size=len(content),
        sha256=fingerprint(content),
    )
    log.told(export, access=access, at=at)
    return Made(f"{form.name}-{last:%Y%m%d}", Layout.XLSX, content)


@transaction.atomic
def drop_form(form_id: int, *, access: Access, at: datetime) -> None:
    """Give up a form of one's unit; what was filled stays in the book of exports."""
    form = SheetForm.objects.within(access.reach(Capability.REGISTER_EXPORT)).locked(form_id)
    trail.record("form.dropped", form, access=access, at=at, changes={"name": form.name})
    form.delete()


def _cells(
    found: list[FormCell], access: Access, at: datetime, last: date
) -> dict[tuple[str, str], int | Decimal | str]:
    told = values(found, access=access, at=at, last=last)
    return {place: as_filled(cell) for place, cell in told.items()}
