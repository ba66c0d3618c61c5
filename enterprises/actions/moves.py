"""From one unit to another. A unit neither gives an enterprise away nor takes one: it asks, and
the other side (or the city) decides. Who reaches both sides moves at once.
"""

from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from enterprises.actions.enterprises import last_stay, require_managing
from enterprises.actions.facts import Change, change, refuse_future
from enterprises.actions.held import held, kept
from enterprises.choices import StayCause
from enterprises.models import Enterprise, JurisdictionStay, MoveRequest, MoveState
from enterprises.rules import moves as rules
from enterprises.rules import register
from enterprises.rules.uscc import require_uscc
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail

ASK: Final = "SELECT move_request_ask(%s, %s, %s, %s, %s, %s)"
HAND_OVER: Final = "SELECT enterprise_hand_over(%s, %s)"


@transaction.atomic
def move(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    to_jurisdiction_id: int,
    on: date,
    reason: str,
    expected_version: int | None = None,
) -> Enterprise:
    """Move at once: for those who answer for both units, as the city does."""
    enterprise = held(enterprise_id, access=access, expected_version=expected_version)
    covers = access.reach(Capability.REGISTER_EDIT).covers(to_jurisdiction_id)
    rules.require_side(covers=covers, sentence="您不负责接收单位，请提出迁移申请")
    _require_movable(enterprise, to_jurisdiction_id, on, at)
    _refuse_pending(enterprise)
    before = enterprise.jurisdiction_id
    _change_stay(enterprise, to_jurisdiction_id, on, reason, at)
    kept(enterprise, {"jurisdiction_id": to_jurisdiction_id}, at=at)
    _record_move(enterprise, before, on, reason, access, at)
    return enterprise


@transaction.atomic
def ask(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    to_jurisdiction_id: int,
    on: date,
    reason: str,
    expected_version: int | None = None,
) -> MoveRequest:
    """Ask another unit to take over an enterprise of one's own."""
    enterprise = held(enterprise_id, access=access, expected_version=expected_version)
    _require_movable(enterprise, to_jurisdiction_id, on, at)
    _refuse_pending(enterprise)
    request = MoveRequest.objects.create(
        enterprise=enterprise,
        from_jurisdiction_id=enterprise.jurisdiction_id,
        to_jurisdiction_id=to_jurisdiction_id,
        uscc=enterprise.uscc or "",
        enterprise_name=enterprise.name,
        on=on,
        reason=reason,
        asked_by_id=access.actor_id,
        asked_by_name=access.actor_name,
        asked_at=at,
    )
    _record("move_request.ask", request, access, at)
    return request


@transaction.atomic
def ask_for(
    *,
    access: Access,
    at: datetime,
    uscc: str,
    to_jurisdiction_id: int,
    on: date,
    reason: str,
) -> MoveRequest:
    """Ask, by its code, for an enterprise one cannot see. The refusal does not say why."""
    covers = access.reach(Capability.REGISTER_EDIT).covers(to_jurisdiction_id)
    rules.require_side(covers=covers, sentence="只能为本人负责的管理单位申请接收企业")
    require_managing(to_jurisdiction_id)
    refuse_future(on, at=at)
    code = require_uscc(uscc)
    with connection.cursor() as cursor:
        cursor.execute(ASK, [code, to_jurisdiction_id, on, reason, access.actor_name or "系统", at])
        asked = bool((cursor.fetchone() or (False,))[0])
    if not asked:
        raise rules.MoveRefused(
            "不能申请迁移该企业：代码未登记、企业不在营、已在本单位或已有待办申请"
        )
    mine = MoveRequest.objects.filter(to_jurisdiction_id=to_jurisdiction_id, uscc=code)
    request = mine.get(state=MoveState.PENDING)
    _record("move_request.ask", request, access, at)
    return request


@transaction.atomic
def accept(request_id: int, *, access: Access, at: datetime, note: str = "") -> MoveRequest:
    """The other side agrees: the enterprise changes hands from the day that was asked for."""
    request = _pending(request_id, access)
    reach = access.reach(Capability.REGISTER_EDIT)
    rules.require_side(covers=reach.covers(request.decider_id), sentence="应由对方单位或市级办理")
    before, to = request.from_jurisdiction_id, request.to_jurisdiction_id
    if reach.covers(before):
        # The giving side must write the stay while it still sees the enterprise.
        enterprise = held(request.enterprise_id, access=access)
        _change_stay(enterprise, to, request.on, request.reason, at)
        _hand_over(request, at)
        enterprise.jurisdiction_id = to
    else:
        _hand_over(request, at)
        enterprise = held(request.enterprise_id, access=access)
        _change_stay(enterprise, to, request.on, request.reason, at)
    _decide(request, MoveState.ACCEPTED, note, access, at)
    _record_move(enterprise, before, request.on, request.reason, access, at)
    return request


@transaction.atomic
def decline(request_id: int, *, access: Access, at: datetime, note: str) -> MoveRequest:
    """The other side refuses, with its reason."""
    request = _pending(request_id, access)
    covers = access.reach(Capability.REGISTER_EDIT).covers(request.decider_id)
    rules.require_side(covers=covers, sentence="应由对方单位或市级办理")
    _decide(request, MoveState.DECLINED, note, access, at)
    return request


@transaction.atomic
def cancel(request_id: int, *, access: Access, at: datetime, note: str = "") -> MoveRequest:
    """The asking side takes its request back."""
    request = _pending(request_id, access)
    covers = access.reach(Capability.REGISTER_EDIT).covers(request.jurisdiction_id)
    rules.require_side(covers=covers, sentence="只有提出申请的单位可以撤回")
    _decide(request, MoveState.CANCELLED, note, access, at)
    return request


def _pending(request_id: int, access: Access) -> MoveRequest:
    rows = MoveRequest.objects.within(access.reach(Capability.REGISTER_EDIT))
    request = rows.locked(request_id)
    rules.require_pending(request.state)
    return request


def _decide(
    request: MoveRequest, state: MoveState, note: str, access: Access, at: datetime
) -> None:
    request.state, request.decision_note = state, note[:200]
    request.decided_by_name, request.decided_at = access.actor_name, at
    request.version += 1
    request.save(
        update_fields=["state", "decision_note", "decided_by_name", "decided_at", "version"]
    )
    _record(f"move_request.{state}", request, access, at)


def _hand_over(request: MoveRequest, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(HAND_OVER, [request.pk, at])
        done = bool((cursor.fetchone() or (False,))[0])
    if not done:
        raise rules.MoveRefused("企业状态已变化，不能迁移，请退回该申请")


def _change_stay(enterprise: Enterprise, to: int, on: date, reason: str, at: datetime) -> None:
    stay = last_stay(enterprise)
    rules.require_after(on, stay.during.lower if stay else None)
    values = {"unit_id": to, "start_cause": StayCause.TRANSFERRED, "reason": reason[:200]}
    closing = {"end_cause": StayCause.TRANSFERRED}
    change(JurisdictionStay, Change(enterprise, on, values, closing=closing), at=at)


def _require_movable(enterprise: Enterprise, to: int, on: date, at: datetime) -> None:
    register.require_active(enterprise.status)
    require_managing(to)
    rules.require_elsewhere(enterprise.jurisdiction_id, to)
    refuse_future(on, at=at)
    stay = last_stay(enterprise)
    rules.require_after(on, stay.during.lower if stay else None)


def _refuse_pending(enterprise: Enterprise) -> None:
    if MoveRequest.objects.filter(enterprise=enterprise, state=MoveState.PENDING).exists():
        raise rules.MoveRefused("该企业已有待办的迁移申请，请先办结或撤回")


def _record(kind: str, request: MoveRequest, access: Access, at: datetime) -> None:
    changes = {
        "enterprise": request.enterprise_id if not request.asked_by_receiver else None,
        "uscc": request.uscc,
        "on": request.on,
        "reason": request.reason,
        "note": request.decision_note,
    }
    trail.record(kind, request, access=access, at=at, changes=changes)


def _record_move(
    enterprise: Enterprise, before: int, on: date, reason: str, access: Access, at: datetime
) -> None:
    changes = {
        "jurisdiction_id": [before, enterprise.jurisdiction_id],
        "on": on,
        "reason": reason,
    }
    trail.record("enterprise.move", enterprise, access=access, at=at, changes=changes)
