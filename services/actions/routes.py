"""Where matters go: set by the city from a coming day on; what was in force stays as it was."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import ExclusionViolation

from services.models import TicketRoute
from services.rules.routes import check_route, require_ahead
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Agency
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, NotPermitted


@transaction.atomic
def set_route(
    *,
    access: Access,
    at: datetime,
    category: str,
    agency_id: int,
    effective_from: date,
    source: str,
    jurisdiction_id: int | None = None,
) -> TicketRoute:
    """From that day matters of the category are proposed to this unit; whatever held for the same
    unit's matters ends the day before. Tickets handed out already stay where they are.
    """
    _require_city(access)
    today = timezone.localdate(at)
    known = Agency.objects.filter(pk=agency_id).exists()
    check_route(category, source, effective_from, today=today, agency_known=known)
    made = TicketRoute(
        category=category,
        jurisdiction_id=jurisdiction_id,
        agency_id=agency_id,
        effective_from=effective_from,
        source=source.strip(),
    )
    before = TicketRoute.objects.last_locked(category=category, jurisdiction_id=jurisdiction_id)
    if before is not None and not _over(before, effective_from):
        if effective_from <= before.effective_from:
            raise ActionRefused(f"{before.effective_from} 起已有这条分办规则，新规则须自其后施行")
        _end(before, effective_from)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        raise ActionRefused("这条分办规则刚刚被他人更新，请刷新后重新提交") from error
    changes = {
        "category": category,
        "jurisdiction": jurisdiction_id,
        "agency": [before.agency_id if before else None, agency_id],
        "effective_from": effective_from,
        "source": made.source,
    }
    trail.record("ticket_route.set", made, access=access, at=at, changes=changes)
    return made


@transaction.atomic
def end_route(route_id: int, *, access: Access, at: datetime, on: date, reason: str) -> TicketRoute:
    """From that day it proposes nothing any more; one that has not begun never holds."""
    _require_city(access)
    rows = TicketRoute.objects.filter(pk=route_id)
    route = rows.select_for_update(of=("self",), no_key=True).get()
    require_ahead("on", on, reason, today=timezone.localdate(at))
    if route.effective_until is not None:
        raise ActionRefused(f"该规则已自 {route.effective_until} 停用")
    _end(route, max(on, route.effective_from))
    changes = {"on": route.effective_until, "reason": reason.strip()}
    trail.record("ticket_route.end", route, access=access, at=at, changes=changes)
    return route


def _require_city(access: Access) -> None:
    if not access.reach(Capability.TICKET_POLICY).everywhere:
        raise NotPermitted("分办规则由市级维护；如需调整请联系市经信局")


def _over(route: TicketRoute, day: date) -> bool:
    return route.effective_until is not None and route.effective_until <= day


def _end(route: TicketRoute, day: date) -> None:
    if route.effective_until is not None:
        raise ActionRefused(f"原规则至 {route.effective_until} 停用，新规则须自该日起施行")
    route.effective_until = day
    route.save(update_fields=["effective_until"])
