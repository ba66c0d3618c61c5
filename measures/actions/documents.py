"""A draft document comes into force: its programmes with it, in place of the old ones."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.db import transaction

from measures.actions.programmes import bring_into_force, require_rows
from measures.choices import DocumentStatus, ProgrammeState
from measures.models import PolicyDocument, Programme
from measures.rules import documents as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, StaleVersion

EDIT: Final = Capability.PROGRAMME_EDIT
APPROVE: Final = Capability.PROGRAMME_APPROVE


@transaction.atomic
def propose(
    document_id: int,
    *,
    access: Access,
    at: datetime,
    number: str,
    issued_on: date,
    effective_from: date,
    expected_version: int | None = None,
) -> PolicyDocument:
    """Ask that a draft document take effect on a day; another person decides. Asked again, the
    former request is void.
    """
    row = _held(document_id, access, EDIT, expected_version)
    rules.require_draft(row.status)
    if not number.strip():
        raise InputRefused(Fault("number", "required", "请填写文号"))
    rules.require_dates(issued_on, effective_from, row.effective_until)
    rules.require_all_ready(_unready(row))
    row.number, row.issued_on, row.effective_from = number.strip()[:60], issued_on, effective_from
    row.proposed_by_id, row.proposed_by_name = _person(access), access.actor_name[:150]
    row.proposed_at = at
    row.version += 1
    row.save()
    changes = {"number": row.number, "issued_on": issued_on, "effective_from": effective_from}
    trail.record("policy_document.propose", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def put_into_force(
    document_id: int, *, access: Access, at: datetime, expected_version: int | None = None
) -> PolicyDocument:
    """Approve what another person proposed. From its day on the programmes drafted under it are in
    force, those they replace end by their rule of transition; what it repeals ends that day with
    every programme nobody replaced.
    """
    row = _held(document_id, access, APPROVE, expected_version)
    rules.require_draft(row.status)
    if row.proposed_by_id is None or row.effective_from is None:
        raise ActionRefused("该文件尚未提请施行")
    if row.proposed_by_id == access.actor_id:
        raise NotPermitted("提请人不能批准自己提请的文件，请由他人批准")
    rules.require_all_ready(_unready(row))
    row.status = DocumentStatus.IN_FORCE
    row.approved_by_id, row.approved_by_name = _person(access), access.actor_name[:150]
    row.approved_at = at
    row.version += 1
    row.save()
    opened = [bring_into_force(programme, row, access, at) for programme in _drafts(row)]
    changes = {"effective_from": row.effective_from, "programmes": len(opened)}
    trail.record("policy_document.put_into_force", row, access=access, at=at, changes=changes)
    if row.repeals_id is not None:
        _repeal(row, row.effective_from, access, at)
    return row


def _repeal(row: PolicyDocument, on: date, access: Access, at: datetime) -> None:
    """What the document repeals promises nothing for what happens from the day on."""
    before = PolicyDocument.objects.locked(row.repeals_id or 0)
    before.status = DocumentStatus.REPEALED
    if before.effective_until is None or before.effective_until > on:
        before.effective_until = on
    before.version += 1
    before.save(update_fields=["status", "effective_until", "version"])
    changes: dict[str, object] = {"repealed_by": row.pk, "effective_until": before.effective_until}
    trail.record("policy_document.repeal", before, access=access, at=at, changes=changes)
    left = Programme.objects.filter(document=before, state=ProgrammeState.IN_FORCE)
    for programme in left.select_for_update(of=("self",), no_key=True).order_by("pk"):
        ends = max(on, programme.valid_from or on)
        if programme.valid_until is None or programme.valid_until > ends:
            programme.valid_until = ends
        programme.state = ProgrammeState.ENDED
        programme.version += 1
        programme.save(update_fields=["state", "valid_until", "version"])
        told = {"valid_until": programme.valid_until, "repealed_with": before.pk}
        trail.record("programme.end", programme, access=access, at=at, changes=told)


def _drafts(row: PolicyDocument) -> list[Programme]:
    mine = Programme.objects.filter(document=row, state=ProgrammeState.DRAFT)
    return list(mine.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _unready(row: PolicyDocument) -> Iterator[tuple[str, str]]:
    for programme in _drafts(row):
        try:
            require_rows(programme)
        except ActionRefused as refusal:
            yield programme.title, refusal.message


def _held(
    pk: int, access: Access, capability: Capability, expected_version: int | None
) -> PolicyDocument:
    if not access.reach(capability).everywhere:
        raise NotPermitted("政策文件由市级统一维护，如需增改请联系市经信局")
    row = PolicyDocument.objects.within(access.reach(capability)).locked(pk)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion("该文件已被他人修改，请刷新后重新提交")
    return row


def _person(access: Access) -> int:
    if access.actor_id is None:
        raise NotPermitted("须由具体的人提请和批准")
    return access.actor_id
