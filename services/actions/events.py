"""Events held for enterprises, and who came."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from enterprises.models import Enterprise
from services.actions.rows import held, obeying, put, saved
from services.models import Campaign, EventAttendance, ServiceEvent
from services.rules import stations as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, TransitionRefused

AMENDABLE: Final = (
    "title",
    "kind",
    "held_on",
    "place",
    "co_hosts",
    "persons",
    "summary",
    "campaign_id",
)
EDIT: Final = Capability.STATION_EDIT


@dataclass(frozen=True, slots=True)
class Came:
    """One enterprise at an event: of the register, or known by its name alone."""

    enterprise_id: int | None = None
    name: str = ""
    persons: int = 1
    note: str = ""


@transaction.atomic
def create(
    *,
    access: Access,
    at: datetime,
    title: str,
    kind: str,
    jurisdiction_id: int,
    held_on: date,
    station_id: int | None = None,
    campaign_id: int | None = None,
    place: str = "",
    co_hosts: Sequence[str] = (),
    persons: int | None = None,
    summary: str = "",
) -> ServiceEvent:
    """Tell of an event, planned or held, of a unit or of one of its stations."""
    if not access.reach(EDIT).covers(jurisdiction_id):
        raise NotPermitted("只能登记本人负责的管理单位的活动")
    rules.require_near("held_on", held_on, today=timezone.localdate(at))
    _require_station(station_id, jurisdiction_id, held_on)
    _require_campaign(campaign_id, held_on)
    event = ServiceEvent(
        title=rules.require_words("title", title, "请填写活动名称"),
        kind=kind,
        jurisdiction_id=jurisdiction_id,
        held_on=held_on,
        station_id=station_id,
        campaign_id=campaign_id,
        place=place.strip(),
        co_hosts=_names(co_hosts),
        persons=persons,
        summary=summary.strip(),
    )
    with obeying(ServiceEvent):
        event.save(force_insert=True)
    changes = {"held_on": held_on, "station": station_id, "campaign": campaign_id}
    trail.record("event.create", event, access=access, at=at, changes=changes)
    return event


@transaction.atomic
def amend(
    event_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> ServiceEvent:
    """Correct an event; its unit and station stay."""
    event = _held(event_id, access, expected_version)
    given = dict(values)
    if "title" in given:
        given["title"] = rules.require_words("title", given["title"], "请填写活动名称")
    if "co_hosts" in given:
        given["co_hosts"] = _names(given["co_hosts"])
    changes = put(event, given, AMENDABLE)
    rules.require_near("held_on", event.held_on, today=timezone.localdate(at))
    _require_campaign(event.campaign_id, event.held_on)
    return saved(event, list(changes), "event.amend", changes, access, at)


@transaction.atomic
def cancel(
    event_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> ServiceEvent:
    """The event was not held, or told by mistake: it no longer counts."""
    event = _held(event_id, access, expected_version)
    event.cancel_reason = rules.require_words("reason", reason, "请填写取消原因")[:200]
    event.cancelled_at = at
    fields = ["cancelled_at", "cancel_reason"]
    changes = {"reason": event.cancel_reason}
    return saved(event, fields, "event.cancel", changes, access, at)


@transaction.atomic
def record_attendance(
    event_id: int, came: Sequence[Came], *, access: Access, at: datetime
) -> list[EventAttendance]:
    """Add who came, all of them or none; an enterprise comes to an event once."""
    event = _held(event_id, access, None)
    rules.require_happened("held_on", event.held_on, today=timezone.localdate(at))
    if not came:
        raise InputRefused(Fault("enterprises", "required", "请选择企业或填写企业名称"))
    wanted = {it.enterprise_id for it in came if it.enterprise_id is not None}
    rows = Enterprise.objects.within(access.reach(EDIT)).filter(pk__in=wanted)
    names = dict(rows.values_list("pk", "name"))
    if missing := wanted - names.keys():
        raise Enterprise.DoesNotExist(f"{len(missing)} enterprises are not within reach")
    made = [
        EventAttendance(
            event=event,
            jurisdiction_id=event.jurisdiction_id,
            enterprise_id=it.enterprise_id,
            enterprise_name=names.get(it.enterprise_id or 0)
            or rules.require_words("name", it.name, "请填写企业名称"),
            persons=it.persons,
            note=it.note.strip()[:200],
        )
        for it in came
    ]
    with obeying(EventAttendance):
        EventAttendance.objects.bulk_create(made, batch_size=2_000)
    saved(event, [], "event.attend", {"added": len(made)}, access, at)
    return made


@transaction.atomic
def strike_attendance(
    event_id: int, ids: Collection[int], *, access: Access, at: datetime
) -> ServiceEvent:
    """Take enterprises off the list of those who came; the trail keeps their names."""
    event = _held(event_id, access, None)
    rows = EventAttendance.objects.filter(event=event, pk__in=set(ids))
    names = list(rows.order_by("pk").values_list("enterprise_name", flat=True))
    if not names or len(names) < len(set(ids)):
        raise ActionRefused("名单已被他人修改，请刷新后重新选择")
    rows.delete()
    return saved(event, [], "event.strike", {"removed": names}, access, at)


def _held(event_id: int, access: Access, expected_version: int | None) -> ServiceEvent:
    event = held(
        ServiceEvent.objects.for_list(),
        event_id,
        access=access,
        capability=EDIT,
        expected_version=expected_version,
    )
    if event.cancelled_at is not None:
        raise TransitionRefused("该活动已取消")
    return event


def _names(words: Sequence[str]) -> list[str]:
    return [word.strip()[:60] for word in words if word.strip()]


def _require_station(station_id: int | None, jurisdiction_id: int, on: date) -> None:
    if station_id is None:
        return
    station = ServiceStation.objects.filter(pk=station_id, jurisdiction_id=jurisdiction_id).first()
    if station is None:
        raise InputRefused(Fault("station", "elsewhere", "服务站不属于该管理单位"))
    rules.require_open(station.opened_on, station.closed_on, on=on)


def _require_campaign(campaign_id: int | None, on: date) -> None:
    if campaign_id is None:
        return
    if not Campaign.objects.running(on=on).filter(pk=campaign_id).exists():
        raise InputRefused(Fault("campaign", "not_running", "该日期不在专项行动期间"))
