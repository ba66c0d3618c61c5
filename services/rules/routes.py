"""What a route of tickets must say."""

from datetime import date

from services.choices.tickets import Category
from wuhan_smes.errors import Fault, InputRefused


def check_route(
    category: str, source: str, effective_from: date, *, today: date, agency_known: bool
) -> None:
    """Refuses a route that is incomplete, leads nowhere, or would change the past."""
    faults = []
    if category not in Category.values:
        faults.append(Fault("category", "unknown", "没有这个类别"))
    if not agency_known:
        faults.append(Fault("agency", "unknown", "没有这个责任单位"))
    if not source.strip():
        faults.append(Fault("source", "required", "请填写分办的依据"))
    if effective_from < today:
        faults.append(Fault("effective_from", "past", "施行日期不能早于今天"))
    if faults:
        raise InputRefused(*faults)


def require_ahead(field: str, day: date, reason: str, *, today: date) -> None:
    """An end lies today or later and says why."""
    if day < today:
        raise InputRefused(Fault(field, "past", "停用日期不能早于今天"))
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请写明停用理由"))
