"""What a district reported of itself is checked for the city by somebody else."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from measures.choices import ReturnState
from measures.models import DistrictReturn
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted

# A figure as the city holds it, and why it is another than the unit reported.
Correction = tuple[Decimal | None, str]


@transaction.atomic
def check(
    return_id: int,
    *,
    access: Access,
    at: datetime,
    corrections: Mapping[str, Correction] | None = None,
) -> DistrictReturn:
    """Settle a unit's figures: as reported, or corrected with a reason. Nobody checks his own."""
    row = _waiting(return_id, access)
    given = dict(corrections or {})
    figures = {it.indicator.code: it for it in row.figures.select_related("indicator")}
    faults = [
        Fault(code, "unknown", f"没有指标“{code}”")
        for code in sorted(given.keys() - figures.keys())
    ]
    faults += [
        Fault(code, "reason", "核定数与自评不同的，须写明理由")
        for code, (value, why) in given.items()
        if code in figures and value != figures[code].reported and not why.strip()
    ]
    if faults:
        raise InputRefused(*faults)
    for code, it in figures.items():
        it.checked, it.reason = it.reported, ""
        if code in given and given[code][0] != it.reported:
            it.checked, it.reason = given[code][0], given[code][1].strip()[:300]
        it.save(update_fields=["checked", "reason"])
    changes = {code: [figures[code].reported, value] for code, (value, _) in given.items()}
    _judge(row, ReturnState.CHECKED, access, at)
    trail.record("district_return.check", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def give_back(return_id: int, *, access: Access, at: datetime, reason: str) -> DistrictReturn:
    """Return what a unit reported, with the reason; it reports anew."""
    said = reason.strip()
    if not said:
        raise InputRefused(Fault("reason", "required", "请写明退回理由"))
    row = _waiting(return_id, access)
    row.reason, row.times_returned = said[:300], row.times_returned + 1
    _judge(row, ReturnState.RETURNED, access, at)
    trail.record("district_return.return", row, access=access, at=at, changes={"reason": said})
    return row


def _waiting(return_id: int, access: Access) -> DistrictReturn:
    reach = access.reach(Capability.PROGRESS_CHECK)
    row = DistrictReturn.objects.within(reach).locked(return_id)
    if row.state != ReturnState.SUBMITTED:
        raise ActionRefused(f"该自评{row.get_state_display()}，不在待核定状态")
    if access.actor_id is None or row.signed_by_id == access.actor_id:
        raise NotPermitted("本人自评的由他人核定", capability=Capability.PROGRESS_CHECK)
    return row


def _judge(row: DistrictReturn, state: ReturnState, access: Access, at: datetime) -> None:
    row.state = state
    row.judged_by_id, row.judged_by_name = access.actor_id, access.actor_name[:150]
    row.judged_at = at
    row.version += 1
    row.save()
