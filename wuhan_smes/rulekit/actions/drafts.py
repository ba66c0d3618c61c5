"""A rule changes by a new version: copied, edited, proposed, put into force by somebody else."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import (
    ActionRefused,
    Fault,
    InputRefused,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)
from wuhan_smes.rulekit.checking import check_line
from wuhan_smes.rulekit.choices import DraftState
from wuhan_smes.rulekit.drafted import check_whole, read, require_heading, require_line
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.rulekit.models import RuleDraft, RuleSet
from wuhan_smes.rulekit.versions import copy_of, keep


@transaction.atomic
def start(rule_set_id: int, *, access: Access, at: datetime) -> RuleDraft:
    """Copy a version, to be edited; one at a time for each rule set."""
    _require_city(access, Capability.RULE_EDIT)
    base = RuleSet.objects.get(pk=rule_set_id)
    draft = _started(base, copy_of(base), access, at)
    trail.record("rule.start", draft, access=access, at=at, changes={"base": base.version})
    return draft


@transaction.atomic
def retire(
    rule_set_id: int, *, access: Access, at: datetime, last_day: date, document_no: str
) -> RuleDraft:
    """Propose that a rule set is used until `last_day` and no longer; nothing else changes."""
    _require_city(access, Capability.RULE_EDIT)
    base = RuleSet.objects.get(pk=rule_set_id)
    said = copy_of(base)
    if last_day < base.effective_from:
        raise InputRefused(Fault("last_day", "too_early", "停用日期早于施行日期"))
    if not document_no.strip():
        raise InputRefused(Fault("document_no", "required", "请填写停用所依据的文件"))
    said["related_documents"] = [*said["related_documents"], document_no.strip()[:200]]
    said["effective_to"] = last_day.isoformat()
    said["uses"] = [_ended(use, last_day) for use in said["uses"] if _begun(use, last_day)]
    draft = _started(base, said, access, at)
    _proposed(draft, access, at)
    changes = {"base": base.version, "last_day": last_day, "document_no": document_no}
    trail.record("rule.retire", draft, access=access, at=at, changes=changes)
    return draft


@transaction.atomic
def amend(
    draft_id: int,
    *,
    access: Access,
    at: datetime,
    heading: Mapping[str, Any] | None = None,
    line: Mapping[str, Any] | None = None,
    without: str = "",
    expected_version: int | None = None,
) -> RuleDraft:
    """Change the heading, put a line in (or in the place of the one of its code), take one out.

    A line is checked at once and refused with its place; whether all of it fits together is asked
    when the draft is proposed.
    """
    _require_city(access, Capability.RULE_EDIT)
    draft = _held(draft_id, DraftState.DRAFT, expected_version)
    said = dict(draft.written)
    if heading:
        require_heading(heading)
        said |= heading
    said["criteria"] = _lines(said["criteria"], line, without)
    rules = read(said)
    if line is not None:
        check_line(rules, str(line["code"]), declared())
    draft.written = said
    _save(draft, "written")
    changes = {"heading": heading or {}, "line": line, "without": without}
    told = {name: value for name, value in changes.items() if value}
    trail.record("rule.amend", draft, access=access, at=at, changes=told)
    return draft


@transaction.atomic
def propose(
    draft_id: int, *, access: Access, at: datetime, expected_version: int | None = None
) -> RuleDraft:
    """Hand a draft to whoever puts it into force. Refused with the places while it cannot hold."""
    _require_city(access, Capability.RULE_EDIT)
    draft = _held(draft_id, DraftState.DRAFT, expected_version)
    if draft.written == copy_of(draft.base):
        raise ActionRefused("与所据版本没有差别，无需施行新版本")
    _proposed(draft, access, at)
    trail.record("rule.propose", draft, access=access, at=at, changes={"version": draft.version})
    return draft


@transaction.atomic
def turn_back(
    draft_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    for_good: bool = False,
    expected_version: int | None = None,
) -> RuleDraft:
    """Give a proposed draft back to be edited; or, `for_good`, drop an open one."""
    _require_city(access, Capability.RULE_EDIT)
    draft = _held(draft_id, None if for_good else DraftState.PROPOSED, expected_version)
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明原因"))
    draft.reason = reason.strip()[:200]
    draft.state = DraftState.DROPPED if for_good else DraftState.DRAFT
    if for_good:
        draft.decided_at, draft.decided_by_id = at, access.actor_id
        draft.decided_by_name = access.actor_name
    _save(draft, "reason", "state", "decided_at", "decided_by_id", "decided_by_name")
    changes = {"state": draft.state, "reason": draft.reason}
    trail.record("rule.turn_back", draft, access=access, at=at, changes=changes)
    return draft


@transaction.atomic
def enact(
    draft_id: int,
    *,
    access: Access,
    at: datetime,
    document_no: str,
    effective_from: date,
    expected_version: int | None = None,
) -> RuleSet:
    """Put a proposed draft into force from a day, by a document; not by who proposed it."""
    _require_city(access, Capability.RULE_ENACT)
    draft = _held(draft_id, DraftState.PROPOSED, expected_version)
    if access.actor_id is None or access.actor_id == draft.proposed_by_id:
        raise NotPermitted("提交人不能自己施行，请由另一位负责人施行")
    if not document_no.strip():
        raise InputRefused(Fault("document_no", "required", "请填写施行所依据的文件"))
    said = {
        **draft.written,
        "document_no": document_no.strip()[:200],
        "effective_from": effective_from.isoformat(),
        "source": document_no.strip()[:200],
    }
    _require_later(draft.base, effective_from)
    if (said.get("effective_to") or "9999-12-31") < said["effective_from"]:
        detail = f"草稿写明停用于 {said['effective_to']}，施行日期须在其前"
        raise InputRefused(Fault("effective_from", "too_late", detail))
    check_whole(said)
    last = RuleSet.objects.filter(code=draft.code).order_by("-version").first()
    made = keep(said, version=(last or draft.base).version + 1)
    draft.state, draft.made, draft.written = DraftState.IN_FORCE, made, said
    draft.decided_at, draft.decided_by_id = at, access.actor_id
    draft.decided_by_name = access.actor_name
    _save(draft, "state", "made", "written", "decided_at", "decided_by_id", "decided_by_name")
    changes = {"version": made.version, "document_no": document_no, "from": effective_from}
    trail.record("rule.enact", made, access=access, at=at, changes=changes)
    return made


def _require_city(access: Access, capability: Capability) -> None:
    if not access.reach(capability).everywhere:
        raise NotPermitted("认定规则全市统一，由市级维护", capability=capability)


def _require_later(base: RuleSet, effective_from: date) -> None:
    """A version never begins before the one it is made of: that would rewrite the past."""
    if effective_from < base.effective_from:
        raise InputRefused(
            Fault(
                "effective_from", "too_early", f"施行日期不能早于所据版本的 {base.effective_from}"
            )
        )


def _held(draft_id: int, state: DraftState | None, expected_version: int | None) -> RuleDraft:
    draft = RuleDraft.objects.locked(draft_id)
    if expected_version is not None and draft.version != expected_version:
        raise StaleVersion("该草稿刚被他人修改，请刷新后重新提交")
    if draft.state not in ({state} if state else {DraftState.DRAFT, DraftState.PROPOSED}):
        raise TransitionRefused(f"草稿“{DraftState(draft.state).label}”，不能执行此操作")
    return draft


def _started(base: RuleSet, said: dict[str, Any], access: Access, at: datetime) -> RuleDraft:
    draft = RuleDraft(
        code=base.code,
        base=base,
        written=said,
        started_at=at,
        started_by_name=access.actor_name,
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise ActionRefused(f"“{base.code}”已有起草中或待施行的版本，请先办结") from error
    return draft


def _proposed(draft: RuleDraft, access: Access, at: datetime) -> None:
    if access.actor_id is None:
        raise NotPermitted("请由有权限的人员提交")
    check_whole(draft.written)
    draft.state, draft.proposed_at, draft.reason = DraftState.PROPOSED, at, ""
    draft.proposed_by_id, draft.proposed_by_name = access.actor_id, access.actor_name
    _save(draft, "state", "proposed_at", "proposed_by_id", "proposed_by_name", "reason")


def _save(draft: RuleDraft, *fields: str) -> None:
    draft.version += 1
    draft.save(update_fields=[*fields, "version"])


def _lines(
    lines: list[dict[str, Any]], line: Mapping[str, Any] | None, without: str
) -> list[dict[str, Any]]:
    kept = [one for one in lines if one["code"] != without]
    if without and len(kept) == len(lines):
        raise InputRefused(Fault("without", "unknown", f"没有条款“{without}”"))
    if line is None:
        return kept
    require_line(line)
    codes = [one["code"] for one in kept]
    if line["code"] in codes:
        kept[codes.index(line["code"])] = dict(line)
        return kept
    return [*kept, dict(line)]


def _begun(use: Mapping[str, Any], last_day: date) -> bool:
    return str(use["from"]) <= last_day.isoformat()


def _ended(use: Mapping[str, Any], last_day: date) -> dict[str, Any]:
    until = str(use.get("to") or "9999-12-31")
    return {**use, "to": min(until, last_day.isoformat())}
