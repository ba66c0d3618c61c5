"""Taking an enterprise into the register, correcting it, striking it off and reviving it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import UniqueViolation

from enterprises.actions.facts import Change, change, refuse_future
from enterprises.actions.held import held, kept
from enterprises.actions.registering import Entry, enter_set, known_to
from enterprises.choices import EnterpriseKind, EnterpriseStatus, StayCause
from enterprises.models import (
    Enterprise,
    JurisdictionStay,
    MoveRequest,
    MoveState,
)
from enterprises.rules import register
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused

AMENDABLE: Final = frozenset({"uscc", "kind", "established_on", "statutory_code", "tags"})


@transaction.atomic
def create(
    *,
    access: Access,
    at: datetime,
    jurisdiction_id: int,
    name: str,
    uscc: str | None,
    kind: str = EnterpriseKind.COMPANY,
    on: date | None = None,
    cause: str = StayCause.ENTERED,
    industry_id: int | None = None,
    established_on: date | None = None,
    statutory_code: str = "",
    tags: Sequence[str] = (),
    source: str = "",
) -> Enterprise:
    """Take an enterprise up under a unit from day `on`. A code held elsewhere is refused without
    saying where: the way is a transfer request.
    """
    entry = Entry(
        name=name,
        uscc=uscc,
        jurisdiction_id=jurisdiction_id,
        on=on or timezone.localdate(at),
        kind=kind,
        cause=StayCause(cause),
        industry_id=industry_id,
        established_on=established_on,
        statutory_code=statutory_code,
        tags=tags,
        source=source,
    )
    enter_set([entry], access=access, at=at)
    return Enterprise.objects.get(pk=entry.id)


@transaction.atomic
def amend(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Enterprise:
    """Correct what is not dated: code, kind, founding day, place of registration, tags."""
    enterprise = held(enterprise_id, access=access, expected_version=expected_version)
    if unknown := values.keys() - AMENDABLE:
        detail = "该项须由专门的办理动作修改"
        raise InputRefused(*(Fault(name, "not_amendable", detail) for name in sorted(unknown)))
    clean = dict(values)
    kind = clean.get("kind", enterprise.kind)
    clean["uscc"] = register.checked_uscc(clean.get("uscc", enterprise.uscc), kind)
    if "tags" in clean:
        clean["tags"] = register.checked_tags(list(clean["tags"]))
    if clean.get("established_on"):
        refuse_future(clean["established_on"], at=at, field_name="established_on")
    if clean["uscc"] != enterprise.uscc:
        _refuse_known(clean["uscc"], access)
    with _code_is_free(clean["uscc"], access):
        changes = kept(enterprise, clean, at=at)
    trail.record("enterprise.amend", enterprise, access=access, at=at, changes=changes)
    return enterprise


@transaction.atomic
def deregister(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    on: date,
    reason: str,
    status: str = EnterpriseStatus.DEREGISTERED,
    expected_version: int | None = None,
) -> Enterprise:
    """Strike off an enterprise that closed (or, by `status`, left the city); its past stays."""
    enterprise = held(enterprise_id, access=access, expected_version=expected_version)
    register.require_active(enterprise.status)
    refuse_future(on, at=at)
    _refuse_while_moving(enterprise)
    left = EnterpriseStatus(status)
    if left not in register.LEAVING:
        raise InputRefused(Fault("status", "unknown", "状态只能是已注销或迁出本市"))
    stay = last_stay(enterprise)
    if stay is not None and on <= stay.during.lower:
        detail = f"日期须晚于纳入管理的日期（{stay.during.lower}）"
        raise InputRefused(Fault("on", "too_early", detail))
    closing = {"end_cause": register.LEAVING[left]}
    change(JurisdictionStay, Change(enterprise, on, None, closing=closing), at=at)
    kept(enterprise, {"status": left}, at=at)
    changes = {"status": [EnterpriseStatus.ACTIVE, left], "on": on, "reason": reason}
    trail.record("enterprise.deregister", enterprise, access=access, at=at, changes=changes)
    return enterprise


@transaction.atomic
def reactivate(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    on: date,
    reason: str,
    expected_version: int | None = None,
) -> Enterprise:
    """Take back an enterprise that was struck off; the time between stays a gap."""
    enterprise = held(enterprise_id, access=access, expected_version=expected_version)
    register.require_gone(enterprise.status)
    refuse_future(on, at=at)
    stay = last_stay(enterprise)
    register.require_not_before(on, stay.during.upper if stay else None, what="注销或迁出日期")
    values = {
        "unit_id": enterprise.jurisdiction_id,
        "start_cause": StayCause.REACTIVATED,
        "reason": reason[:200],
    }
    change(JurisdictionStay, Change(enterprise, on, values), at=at)
    before = enterprise.status
    kept(enterprise, {"status": EnterpriseStatus.ACTIVE}, at=at)
    changes = {"status": [before, EnterpriseStatus.ACTIVE], "on": on, "reason": reason}
    trail.record("enterprise.reactivate", enterprise, access=access, at=at, changes=changes)
    return enterprise


def last_stay(enterprise: Enterprise) -> JurisdictionStay | None:
    """The latest stay known now; open while the enterprise is in business."""
    stays = JurisdictionStay.objects.current().filter(enterprise=enterprise)
    return stays.order_by("-during").first()


def require_managing(jurisdiction_id: int) -> None:
    """Only a managing unit keeps enterprises; the city itself does not."""
    if not Jurisdiction.objects.managing().filter(pk=jurisdiction_id).exists():
        detail = "应为具体的区或功能区，不能是市级"
        raise InputRefused(Fault("jurisdiction", "not_managing", detail))


def _refuse_known(uscc: str | None, access: Access) -> None:
    """Names the enterprise only to a person who may see it."""
    known = known_to(access, [uscc]) if uscc else {}
    for pk, name in known.values():
        raise register.UsccRegistered(f"该代码已登记为“{name}”，请直接打开该企业", enterprise_id=pk)


@contextmanager
def _code_is_free(uscc: str | None, access: Access) -> Iterator[None]:
    """Turns the unique key, which sees every unit's rows, into one of the two refusals."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        _refuse_known(uscc, access)
        raise register.UsccRegisteredElsewhere(
            "该统一社会信用代码已由其他管理单位登记，可提出迁移申请", offers="move-requests"
        ) from error


def _refuse_while_moving(enterprise: Enterprise) -> None:
    pending = MoveRequest.objects.filter(enterprise=enterprise, state=MoveState.PENDING)
    if pending.exists():
        raise ActionRefused("该企业有待办的迁移申请，请先办结或撤回")
