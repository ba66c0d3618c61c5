"""Stations: where they stand, from when to when. A station never changes its unit."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import UniqueViolation

from enterprises.choices import PlaceKind
from enterprises.models import Place
from services.actions.handing_over import Occasion, hand_over_station, open_at_station
from services.actions.moving import move_filing
from services.actions.rows import put, require_version, saved
from services.actions.station_numbers import next_code
from services.models import Specialist, StationProfile
from services.rules import stations as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, TransitionRefused

OF_STATION: Final = ("name", "address", "opened_on")
OF_PROFILE: Final = ("kind", "street_id", "host", "phone", "awards")
AMENDABLE: Final = (*OF_STATION, *OF_PROFILE)
EDIT: Final = Capability.STATION_EDIT


@transaction.atomic
def open_station(
    *,
    access: Access,
    at: datetime,
    name: str,
    jurisdiction_id: int,
    kind: str,
    opened_on: date,
    code: str = "",
    address: str = "",
    street_id: int | None = None,
    host: str = "",
    phone: str = "",
    awards: Sequence[str] = (),
) -> StationProfile:
    """Open a station of a unit in reach; its code, told or numbered here, is taken for all time."""
    if not access.reach(EDIT).covers(jurisdiction_id):
        raise NotPermitted("只能为本人负责的管理单位设立服务站")
    rules.require_happened("opened_on", opened_on, today=timezone.localdate(at))
    _require_managing(jurisdiction_id)
    _require_street(street_id, jurisdiction_id)
    station = ServiceStation(
        code=code.strip() or next_code(jurisdiction_id),
        name=rules.require_words("name", name, "请填写服务站名称"),
        jurisdiction_id=jurisdiction_id,
        address=address.strip(),
        opened_on=opened_on,
    )
    try:
        with transaction.atomic():
            station.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise ActionRefused("该服务站编号已经使用，请换用新的编号") from error
    profile = StationProfile.objects.create(
        station=station,
        jurisdiction_id=jurisdiction_id,
        kind=kind,
        street_id=street_id,
        host=host.strip(),
        phone=phone.strip(),
        awards=list(awards),
    )
    told = {name: getattr(station, name) for name in ("code", *OF_STATION)}
    changes = {**told, "kind": kind, "street_id": street_id}
    trail.record("station.open", profile, access=access, at=at, changes=changes)
    return profile


@transaction.atomic
def amend(
    station_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> StationProfile:
    """Correct what is told of a station; its code and unit stay."""
    station, profile = _held(station_id, access, expected_version)
    if unknown := values.keys() - set(AMENDABLE):
        raise InputRefused(*(Fault(n, "not_amendable", "该项不能修改") for n in sorted(unknown)))
    given = dict(values)
    if "name" in given:
        given["name"] = rules.require_words("name", given["name"], "请填写服务站名称")
    if "awards" in given:
        given["awards"] = [word.strip() for word in given["awards"] if word.strip()]
    if "street_id" in given:
        _require_street(given["street_id"], station.jurisdiction_id)
    if "opened_on" in given:
        _require_sound_opening(station, given["opened_on"], at)
    of_station = {k: v for k, v in given.items() if k in OF_STATION and v != getattr(station, k)}
    of_profile = {k: v for k, v in given.items() if k in OF_PROFILE and v != getattr(profile, k)}
    if not of_station and not of_profile:
        raise ActionRefused("没有需要修改的内容")
    changes: dict[str, object] = {}
    if of_station:
        changes |= put(station, of_station, OF_STATION)
        station.save(update_fields=list(of_station))
    if of_profile:
        changes |= put(profile, of_profile, OF_PROFILE)
    return saved(profile, list(of_profile), "station.amend", changes, access, at)


@transaction.atomic
def close(
    station_id: int,
    *,
    access: Access,
    at: datetime,
    on: date,
    reason: str,
    to_station_id: int | None = None,
    expected_version: int | None = None,
) -> StationProfile:
    """Close a station from `on`. Whoever is filed there moves to another, with all he looks
    after; without one named, a station that still has people or open matters is not closed.
    """
    station, profile = _held(station_id, access, expected_version)
    if station.closed_on is not None:
        raise TransitionRefused(f"服务站已于 {station.closed_on} 撤销")
    reason = rules.require_words("reason", reason, "请填写撤销原因")
    rules.require_near("on", on, today=timezone.localdate(at))
    rules.require_later(on, station.opened_on, "撤销日期须晚于设立日期")
    if Specialist.objects.filter(station=station).waiting().exists():
        raise ActionRefused("本站还有待核准的备案申请，请先核准或退回")
    people = Specialist.objects.filter(station=station).serving(on=on).order_by("pk")
    filed = list(people.select_for_update(of=("self",), no_key=True))
    matters = open_at_station(station, on=on)
    if to_station_id is None and (filed or matters):
        left = "、".join([f"{len(filed)} 名专员", *matters] if filed else matters)
        raise ActionRefused(f"本站还有{left}，请先办理离任或移交，或指定接收的服务站")
    if to_station_id is not None:
        target = _receiving(station, to_station_id, access, on)
        by = Occasion(on, reason, access, at)
        for specialist in filed:
            move_filing(specialist, target, by)
        hand_over_station(station, target, by)
    station.closed_on, profile.close_reason = on, reason[:200]
    station.save(update_fields=["closed_on"])
    changes = {"closed_on": on, "reason": reason, "to_station": to_station_id}
    return saved(profile, ["close_reason"], "station.close", changes, access, at)


@transaction.atomic
def take_back(station_id: int, *, access: Access, at: datetime, reason: str) -> StationProfile:
    """A station told of by mistake was never open: it closes on its first day."""
    station, profile = _held(station_id, access, None)
    if station.closed_on is not None:
        raise TransitionRefused(f"服务站已于 {station.closed_on} 撤销")
    if Specialist.objects.filter(station=station).exists():
        raise ActionRefused("本站已有专员备案，不能撤回")
    station.opened_on = station.opened_on or timezone.localdate(at)
    station.closed_on = station.opened_on
    profile.close_reason = rules.require_words("reason", reason, "请填写撤回原因")[:200]
    station.save(update_fields=["opened_on", "closed_on"])
    changes = {"reason": profile.close_reason}
    return saved(profile, ["close_reason"], "station.take_back", changes, access, at)


def _held(
    station_id: int, access: Access, expected_version: int | None
) -> tuple[ServiceStation, StationProfile]:
    """The station and its profile, locked; one that was never described is described now."""
    rows = ServiceStation.objects.within(access.reach(EDIT))
    station = rows.select_for_update(of=("self",), no_key=True).get(pk=station_id)
    profile = StationProfile.objects.filter(pk=station.pk).select_for_update(no_key=True).first()
    if profile is None:
        profile = StationProfile.objects.create(
            station=station, jurisdiction_id=station.jurisdiction_id, kind="street"
        )
    require_version(profile, expected_version)
    profile.station = station
    return station, profile


def _receiving(
    station: ServiceStation, to_station_id: int, access: Access, on: date
) -> ServiceStation:
    rows = ServiceStation.objects.within(access.reach(EDIT))
    target = rows.get(pk=to_station_id)
    if target.pk == station.pk or target.jurisdiction_id != station.jurisdiction_id:
        raise ActionRefused("接收的服务站须为本单位的另一服务站")
    rules.require_open(target.opened_on, target.closed_on, on=on)
    return target


def _require_managing(jurisdiction_id: int) -> None:
    if not Jurisdiction.objects.managing().filter(pk=jurisdiction_id).exists():
        raise InputRefused(Fault("jurisdiction", "not_managing", "服务站须设在区或功能区"))


def _require_street(street_id: int | None, jurisdiction_id: int) -> None:
    mine = Place.objects.filter(kind=PlaceKind.STREET, jurisdiction_id=jurisdiction_id)
    if street_id is not None and not mine.filter(pk=street_id).exists():
        raise InputRefused(Fault("street", "unknown", "街道不属于该管理单位"))


def _require_sound_opening(station: ServiceStation, opened_on: date, at: datetime) -> None:
    rules.require_happened("opened_on", opened_on, today=timezone.localdate(at))
    if station.closed_on is not None and opened_on >= station.closed_on:
        raise InputRefused(Fault("opened_on", "reversed", "设立日期须早于撤销日期"))
