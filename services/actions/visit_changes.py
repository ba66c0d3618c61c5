"""What becomes of a visit after it was written down: put right, declared void, confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from services.actions.visit_checks import require_words
from services.actions.visit_limits import limits_at
from services.actions.visit_words import Member, Said
from services.actions.visits import may_check, write_members
from services.choices.visits import Confirmation, ConfirmedBy
from services.models import Visit
from services.models.visit_facts import NOT_NEGATIVE
from services.rules import visits as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused, StaleVersion

STALE: Final = "该走访已被他人修改，请刷新后重新提交"
# When it was and whose number it carries are told once; a mistake there is a void visit.
FIXED: Final = frozenset({"visited_at", "external_no", "late_reason", "again_reason"})
UNCONFIRMED: Final = {
    "confirmation": Confirmation.PENDING,
    "confirmed_at": None,
    "confirmed_how": "",
    "confirmed_by": "",
}


@transaction.atomic
def amend(
    visit_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    reason: str,
    members: Sequence[Member] | None = None,
    expected_version: int | None = None,
) -> Visit:
    """Put a visit right within the days the limits leave for it; `members` replaces the team.

    A visit the enterprise had confirmed waits for its confirmation again, and one of leaders ranks
    by the highest of the new team.
    """
    visit = _held(visit_id, access, expected_version)
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明更正理由"))
    rules.require_amendable(
        recorded_at=visit.recorded_at,
        voided=visit.voided_at is not None,
        at=at,
        limits=limits_at(at),
    )
    said = _said(visit)
    if unknown := sorted(values.keys() & FIXED | values.keys() - set(Said.__slots__)):
        raise InputRefused(*(Fault(n, "not_amendable", "该项不能更正") for n in unknown))
    told = replace(said, **values)
    team = [_member(row) for row in visit.members.order_by("ordinal")]
    require_words(
        told, team if members is None else members, (), of_station=visit.station_id is not None
    )
    before, after = said.columns(), told.columns()
    changes: dict[str, Any] = {n: [before[n], v] for n, v in after.items() if before[n] != v}
    if members is not None and list(members) != team:
        changes["members"] = [[m.name for m in team], [m.name for m in members]]
        visit.members.all().delete()
        write_members(visit, members)
        after["rank"] = rules.rank_of(visit.station_id, [m.rank for m in members])
        if after["rank"] != visit.rank:
            changes["rank"] = [visit.rank, after["rank"].value]
    if not changes:
        return visit
    kept = {n: after[n] for n in changes if n in after}
    if visit.confirmation == Confirmation.CONFIRMED:
        kept |= UNCONFIRMED
    _keep(visit, kept)
    if "received_phone" in changes:
        changes["received_phone"] = ["…", visit.masked_phone]
    changes["reason"] = reason.strip()[:200]
    trail.record("visit.amend", visit, access=access, at=at, changes=changes)
    return visit


@transaction.atomic
def void(
    visit_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> Visit:
    """Declare that the visit does not count. The days for amending over, this takes somebody who
    checks visits. Problems it raised go on: they were told all the same.
    """
    visit = _held(visit_id, access, expected_version)
    rules.require_standing(voided=visit.voided_at is not None)
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明作废理由"))
    fresh = rules.within_amending(recorded_at=visit.recorded_at, at=at, limits=limits_at(at))
    if not fresh and not may_check(access, visit.jurisdiction_id):
        raise rules.VisitRefused("登记已过更正期限，请由区级或市级负责人作废")
    _keep(
        visit,
        {"voided_at": at, "voided_by_name": access.actor_name, "void_reason": reason.strip()[:200]},
    )
    trail.record("visit.void", visit, access=access, at=at, changes={"reason": reason})
    return visit


@transaction.atomic
def confirm(
    visit_id: int,
    *,
    access: Access,
    at: datetime,
    how: str,
    by_name: str,
    expected_version: int | None = None,
) -> Visit:
    """The enterprise agrees that the visit took place as written. Refuses a second time."""
    visit = _held(visit_id, access, expected_version)
    rules.require_standing(voided=visit.voided_at is not None)
    if visit.confirmation == Confirmation.CONFIRMED:
        raise rules.VisitRefused("企业已确认该走访，无需重复确认")
    if how not in ConfirmedBy.values:
        raise InputRefused(Fault("how", "unknown", "请选择确认方式：现场签字、电话核实或链接确认"))
    if not by_name.strip():
        raise InputRefused(Fault("by_name", "required", "请填写企业确认人姓名"))
    values = {
        "confirmation": Confirmation.CONFIRMED,
        "confirmed_at": at,
        "confirmed_how": how,
        "confirmed_by": by_name.strip()[:60],
    }
    _keep(visit, values)
    changes = {"how": how, "by": visit.confirmed_by}
    trail.record("visit.confirm", visit, access=access, at=at, changes=changes)
    return visit


def _held(visit_id: int, access: Access, expected_version: int | None) -> Visit:
    visit = Visit.objects.within(access.reach(Capability.VISIT_EDIT)).locked(visit_id)
    if expected_version is not None and visit.version != expected_version:
        raise StaleVersion(STALE)
    return visit


def _keep(visit: Visit, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(visit, name, value)
    visit.version += 1
    visit.save(update_fields=[*values, "version"])


def _said(visit: Visit) -> Said:
    """The visit as it would be written down."""
    words = {name: getattr(visit, name) for name in Said.__slots__ if name != "facts"}
    return Said(**words, facts={name: getattr(visit, name) for name in NOT_NEGATIVE})


def _member(row: Any) -> Member:
    return Member(row.name, row.unit, row.rank, row.post, row.agency_id)
