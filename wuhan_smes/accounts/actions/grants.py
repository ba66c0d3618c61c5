"""Giving and taking rights: one person proposes, another approves, neither for himself."""

from datetime import datetime
from typing import Final

from django.db import transaction

from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.ending import end_all
from wuhan_smes.accounts.models import Agency, Grant, Jurisdiction, ServiceStation, User
from wuhan_smes.accounts.roles import DUTIES, ROLES, Anchor
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted

APART: Final = "账号管理、授权审批、审计须由三人分别担任"
Anchored = Jurisdiction | Agency | ServiceStation


@transaction.atomic
def propose(
    user_id: int,
    *,
    access: Access,
    at: datetime,
    role: str,
    anchor_id: int,
    reason: str,
) -> Grant:
    """Ask that somebody be given `role` over the unit, agency or station `anchor_id`."""
    reach = access.reach(Capability.GRANT_PROPOSE)
    user = User.objects.within(reach).locked(user_id)
    if user.pk == access.actor_id:
        raise ActionRefused("不能为自己提出授权")
    if role not in ROLES:
        raise InputRefused(Fault("role", "unknown", f"没有“{role}”这个角色"))
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请写明授权理由"))
    anchor = _anchor(role, anchor_id, reach)
    where = {ROLES[role].anchor.value: anchor}
    standing = Grant.objects.filter(user=user, revoked_at__isnull=True)
    if standing.filter(role=role, **where).exists():
        raise ActionRefused("该用户已有相同的授权，或已有人提出")
    _refuse_joined_duties(user, role)
    grant = Grant(
        user=user,
        role=role,
        proposed_by_id=access.actor_id,
        proposed_at=at,
        at_installation=access.actor_id is None,
        reason=reason.strip(),
        **where,
    )
    grant.save(force_insert=True)
    _record("grant.propose", grant, access=access, at=at, reason=grant.reason)
    return grant


@transaction.atomic
def approve(grant_id: int, *, access: Access, at: datetime) -> Grant:
    """Put a proposed grant into force. Whoever proposed it, and whoever gets it, may not."""
    reach = access.reach(Capability.GRANT_APPROVE)
    grant = _locked(grant_id, reach)
    user = User.objects.locked(grant.user_id)
    if grant.revoked_at is not None:
        raise ActionRefused("该授权已撤销，不能批准")
    if grant.approved_at is not None:
        raise ActionRefused("该授权已经批准")
    if access.actor_id == grant.proposed_by_id:
        raise ActionRefused("提出人不能批准自己提出的授权，请由他人批准")
    if access.actor_id == grant.user_id:
        raise ActionRefused("不能批准给自己的授权")
    if not user.is_active:
        raise ActionRefused("该用户已停用，不能授权")
    grant.approved_by_id, grant.approved_at = access.actor_id, at
    grant.version += 1
    grant.save(update_fields=["approved_by", "approved_at", "version"])
    end_all(user, access=access, at=at)
    _record("grant.approve", grant, access=access, at=at, reason=grant.reason)
    return grant


@transaction.atomic
def decline(grant_id: int, *, access: Access, at: datetime, reason: str) -> Grant:
    """Turn down a proposal: the approver does, or the proposer takes it back."""
    grant = _locked(grant_id, _either_reach(access))
    if grant.approved_at is not None or grant.revoked_at is not None:
        raise ActionRefused("该授权已办结，不能退回；已生效的请撤销")
    return _end(grant, "grant.decline", access=access, at=at, reason=reason)


@transaction.atomic
def revoke(grant_id: int, *, access: Access, at: datetime, reason: str) -> Grant:
    """Take a right away. One person suffices; it ends at once, and so do the sessions."""
    grant = _locked(grant_id, _either_reach(access))
    if grant.approved_at is None:
        raise ActionRefused("该授权尚未批准，请退回")
    if grant.revoked_at is not None:
        raise ActionRefused("该授权已经撤销")
    if access.actor_id == grant.user_id:
        raise ActionRefused("不能撤销自己的授权，请由他人办理")
    ended = _end(grant, "grant.revoke", access=access, at=at, reason=reason)
    end_all(ended.user, access=access, at=at)
    return ended


def _end(grant: Grant, kind: str, *, access: Access, at: datetime, reason: str) -> Grant:
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请写明理由"))
    grant.revoked_by_id, grant.revoked_at = access.actor_id, at
    grant.revoked_reason = reason.strip()
    grant.version += 1
    grant.save(update_fields=["revoked_by", "revoked_at", "revoked_reason", "version"])
    _record(kind, grant, access=access, at=at, reason=grant.revoked_reason)
    return grant


def _locked(grant_id: int, reach: Reach) -> Grant:
    """A grant whose holder and whose anchor both lie in reach."""
    grant = Grant.objects.within(reach).locked(grant_id)
    anchor = grant.anchor
    if anchor is None or not _reaches(anchor, reach):
        raise Grant.DoesNotExist
    return grant


def _anchor(role: str, anchor_id: int, reach: Reach) -> Anchored:
    kinds: dict[Anchor, type[Anchored]] = {
        Anchor.JURISDICTION: Jurisdiction,
        Anchor.AGENCY: Agency,
        Anchor.STATION: ServiceStation,
    }
    found = kinds[ROLES[role].anchor].objects.filter(pk=anchor_id).first()
    if found is None or not _reaches(found, reach):
        raise InputRefused(Fault("anchor", "not_found", "没有这个授权范围，或不在您的范围内"))
    return found


def _reaches(anchor: Anchored, reach: Reach) -> bool:
    """Nobody hands on more than he reaches himself."""
    if isinstance(anchor, Jurisdiction):
        return reach.covers(anchor.pk)
    held = reach.agency_ids if isinstance(anchor, Agency) else reach.station_ids
    return anchor.pk in held or reach.covers(anchor.jurisdiction_id)


def _refuse_joined_duties(user: User, role: str) -> None:
    duty = DUTIES.get(role)
    others = [code for code, other in DUTIES.items() if duty and other != duty]
    if Grant.objects.filter(user=user, revoked_at__isnull=True, role__in=others).exists():
        raise ActionRefused(APART)


def _either_reach(access: Access) -> Reach:
    """Where somebody may propose or approve; refuses whoever may do neither."""
    held = [
        access.reach(capability)
        for capability in (Capability.GRANT_APPROVE, Capability.GRANT_PROPOSE)
        if access.holds(capability)
    ]
    if not held:
        raise NotPermitted("您没有办理授权的权限，如需办理请联系管理员")
    return held[0] if len(held) == 1 else held[0] | held[1]


def _record(kind: str, grant: Grant, *, access: Access, at: datetime, reason: str) -> None:
    changes = {
        "user": str(grant.user),
        "user_id": grant.user_id,
        "role": grant.role,
        "anchor": str(grant.anchor),
        "reason": reason,
    }
    trail.record(kind, grant, access=access, at=at, changes=changes)
