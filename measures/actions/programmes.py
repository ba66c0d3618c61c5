"""Programmes: drafted, amended as the next edition, put into force by two people, ended."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from enterprises.actions.shared_rows import code_is_free
from enterprises.rules.spans import day_after
from measures.actions.programme_rows import CHILDREN, TERMS, kept_rows, terms_of, written_rows
from measures.choices import ProgrammeState, Transition
from measures.models import Matter, PolicyDocument, Programme
from measures.rules.programmes import check_terms, require_document, require_whole
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.rulekit.fields import declared

EDIT: Final = Capability.PROGRAMME_EDIT
KIND: Final = "programme"


@transaction.atomic
def draft(*, access: Access, at: datetime, code: str, values: Mapping[str, Any]) -> Programme:
    """Write down a new programme; it feeds the sandbox until two people put it into force."""
    _require_city(access, EDIT)
    if Programme.objects.filter(code=code).exists():
        raise ActionRefused("该代码已有项目，请修改草拟或另拟新版")
    return _added(Programme(code=code), values, access, at)


@transaction.atomic
def revise(
    programme_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Programme:
    """Change a draft. One that waited for approval must be proposed anew."""
    row = _held(programme_id, access, EDIT, expected_version)
    _require_draft(row)
    before = terms_of(row)
    after = before | _checked(dict(values))
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if not changes:
        raise ActionRefused("没有需要修改的内容")
    _put(row, after)
    row.proposed_by_id, row.proposed_by_name, row.proposed_at = None, "", None
    row.version += 1
    row.save()
    written_rows(row, {name: after[name] for name in CHILDREN if name in changes})
    trail.record(f"{KIND}.revise", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def amend(
    programme_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    transition: str = Transition.BY_EVENT,
) -> Programme:
    """Draft the next edition of a programme in force; it takes this one's place on its day."""
    row = _held(programme_id, access, EDIT)
    if row.state != ProgrammeState.IN_FORCE:
        raise ActionRefused("只有施行中的项目可以另拟新版")
    if Programme.objects.filter(code=row.code, edition__gt=row.edition).exists():
        raise ActionRefused("该项目已有新版")
    following = Programme(code=row.code, edition=row.edition + 1)
    said = {**terms_of(row), "valid_from": None, "valid_until": None, **values}
    return _added(following, {**said, "replaces_id": row.pk, "transition": transition}, access, at)


@transaction.atomic
def propose(
    programme_id: int,
    *,
    access: Access,
    at: datetime,
    valid_from: date,
    expected_version: int | None = None,
) -> Programme:
    """Ask that a draft be put into force on a day; another person decides."""
    row = _held(programme_id, access, EDIT, expected_version)
    _require_draft(row)
    if row.proposed_by_id is not None:
        raise ActionRefused("该项目已提请施行，等待批准")
    if row.valid_until is not None and row.valid_until <= valid_from:
        raise InputRefused(Fault("valid_from", "after_the_end", "施行日期应早于终止日期"))
    _require_ready(row)
    row.valid_from, row.proposed_by_id = valid_from, _person(access)
    row.proposed_by_name, row.proposed_at = access.actor_name[:150], at
    _saved(row, "propose", access, at, {"valid_from": valid_from})
    return row


@transaction.atomic
def put_into_force(
    programme_id: int, *, access: Access, at: datetime, expected_version: int | None = None
) -> Programme:
    """Approve what another person proposed; what it replaces ends by the rule of transition."""
    row = _held(programme_id, access, Capability.PROGRAMME_APPROVE, expected_version)
    _require_draft(row)
    if row.proposed_by_id is None or row.valid_from is None:
        raise ActionRefused("该项目尚未提请施行")
    if row.proposed_by_id == access.actor_id:
        raise NotPermitted("提请人不能批准自己提请的项目，请由他人批准")
    _require_ready(row)
    row.state, row.approved_by_id = ProgrammeState.IN_FORCE, _person(access)
    row.approved_by_name, row.approved_at = access.actor_name[:150], at
    _saved(row, "put_into_force", access, at, {"valid_from": row.valid_from})
    if row.replaces_id is not None:
        _hand_over(row, access, at)
    return row


def bring_into_force(
    row: Programme, document: PolicyDocument, access: Access, at: datetime
) -> Programme:
    """A draft comes into force with its document, by the two people who put that into force."""
    row.state, row.valid_from = ProgrammeState.IN_FORCE, document.effective_from
    row.proposed_by_id, row.proposed_by_name = document.proposed_by_id, document.proposed_by_name
    row.proposed_at, row.approved_at = document.proposed_at, document.approved_at
    row.approved_by_id, row.approved_by_name = document.approved_by_id, document.approved_by_name
    changes = {"valid_from": row.valid_from, "document": document.pk}
    _saved(row, "put_into_force", access, at, changes)
    if row.replaces_id is not None:
        _hand_over(row, access, at)
    return row


def require_rows(row: Programme) -> None:
    """Refuses a draft whose parts do not add up, whatever its document says."""
    require_whole(
        shares=[share.percent for share in row.shares.order_by("pk")],
        instalments=[one.percent for one in row.instalments.order_by("ordinal")],
    )


@transaction.atomic
def end(
    programme_id: int,
    *,
    access: Access,
    at: datetime,
    last_day: date,
    reason: str,
    expected_version: int | None = None,
) -> Programme:
    """Promise nothing for what happens after a day; what happened before is still owed."""
    row = _held(programme_id, access, EDIT, expected_version)
    if row.state != ProgrammeState.IN_FORCE or row.valid_from is None:
        raise ActionRefused("只有施行中的项目可以终止")
    until = day_after(last_day)
    if until is None or until < row.valid_from:
        raise InputRefused(Fault("last_day", "before_the_start", "终止日期早于施行日期"))
    row.state, row.valid_until = ProgrammeState.ENDED, until
    _saved(row, "end", access, at, {"last_day": last_day, "reason": reason})
    return row


def _added(row: Programme, values: Mapping[str, Any], access: Access, at: datetime) -> Programme:
    terms = {**kept_rows(), **_checked({**values, "code": row.code})}
    _put(row, terms)
    with code_is_free():
        row.save(force_insert=True)
    written_rows(row, {name: terms[name] for name in CHILDREN})
    given = {name: value for name, value in terms.items() if value not in (None, "", [])}
    trail.record(f"{KIND}.draft", row, access=access, at=at, changes=given)
    return row


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The terms named, each of them one that can be written, and sound with one another."""
    values.pop("code", None)
    if unknown := values.keys() - set(TERMS) - set(CHILDREN):
        raise InputRefused(*(Fault(n, "not_amendable", "该项不能填写") for n in sorted(unknown)))
    return values


def _put(row: Programme, terms: Mapping[str, Any]) -> None:
    check_terms({**terms, "code": row.code}, declared())
    for name in TERMS:
        if name in terms:
            setattr(row, name, terms[name])
    matter = Matter.objects.filter(pk=row.matter_id).first()
    document = PolicyDocument.objects.filter(pk=row.document_id).first()
    faults = [
        Fault(name, "unknown", f"没有这个{what}")
        for name, found, what in (("matter", matter, "事项"), ("document", document, "文件"))
        if found is None
    ]
    if faults or matter is None:
        raise InputRefused(*faults)
    row.once_per = matter.once_per


def _hand_over(row: Programme, access: Access, at: datetime) -> None:
    before = Programme.objects.locked(row.replaces_id or 0)
    if before.state == ProgrammeState.ENDED:
        return
    before.state = ProgrammeState.ENDED
    if before.valid_until is None or (row.valid_from and before.valid_until > row.valid_from):
        before.valid_until = max(row.valid_from or date.min, before.valid_from or date.min)
    changes = {"valid_until": before.valid_until, "replaced_by": row.pk}
    _saved(before, "hand_over", access, at, changes)


def _held(
    pk: int, access: Access, capability: Capability, expected_version: int | None = None
) -> Programme:
    _require_city(access, capability)
    row = Programme.objects.within(access.reach(capability)).locked(pk)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion("该项目已被他人修改，请刷新后重新提交")
    return row


def _saved(
    row: Programme, verb: str, access: Access, at: datetime, changes: Mapping[str, object]
) -> None:
    row.version += 1
    row.save()
    trail.record(f"{KIND}.{verb}", row, access=access, at=at, changes=changes)


def _require_city(access: Access, capability: Capability) -> None:
    if not access.reach(capability).everywhere:
        raise NotPermitted("兑现项目由市级统一维护，如需增改请联系市经信局")


def _require_draft(row: Programme) -> None:
    if row.state != ProgrammeState.DRAFT:
        raise ActionRefused("施行后的项目不能修改，请另拟新版")


def _require_ready(row: Programme) -> None:
    require_document(row.document.status)
    require_rows(row)


def _person(access: Access) -> int:
    if access.actor_id is None:
        raise NotPermitted("须由具体的人提请和批准")
    return access.actor_id
