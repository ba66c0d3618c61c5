"""Stations, their people, care, drives and events as files."""

from typing import Any, Final

from django.db.models import CharField, Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from services.choices.stations import StationKind
from services.models import (
    Assignment,
    Campaign,
    EventAttendance,
    ServiceEvent,
    Specialist,
    StationProfile,
    VisitCadence,
)
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.reporting.expressions import (
    first_day_of,
    joined,
    known,
    label_of,
    last_day,
    last_day_of,
    masked_phone,
)
from wuhan_smes.reporting.lists import ListExport, Shown, Viewing, columns_of

TERM: Final = (
    Shown("起始日期", first_day_of("during"), "date", 12),
    Shown("终止日期（含）", last_day_of("during"), "date", 14),
)


def _counted(rows: Any) -> Coalesce:
    """How many of `rows` (a subquery on the station shown) there are."""
    counted = rows.order_by().values("station").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _people(viewing: Viewing) -> Coalesce:
    return _counted(Specialist.objects.in_force(on=viewing.day).filter(station=OuterRef("pk")))


def _care(viewing: Viewing) -> Coalesce:
    return _counted(Assignment.objects.holding(on=viewing.day).filter(station=OuterRef("pk")))


def _of_profile(path: str) -> Any:
    return known(
        Subquery(
            StationProfile.objects.filter(pk=OuterRef("pk")).values(path)[:1],
            output_field=CharField(),
        )
    )


STATIONS: Final = ListExport(
    "stations",
    "服务站",
    columns_of(
        ServiceStation,
        ("code", "服务站编号"),
        ("name", "服务站名称"),
        ("jurisdiction__name", "管理单位"),
        Shown("服务站类别", label_of("profile__kind", StationKind.choices), "word", 12),
        Shown("街道", _of_profile("street__name"), width=16),
        "address",
        Shown("依托单位", _of_profile("host"), width=24),
        Shown("服务电话", _of_profile("phone"), width=16),
        "opened_on",
        "closed_on",
        Shown("当日在册专员", _people, "count", 14),
        Shown("当日包联企业", _care, "count", 14),
    ),
)

PROFILES: Final = ListExport(
    "station-profiles",
    "服务站概况",
    columns_of(
        StationProfile,
        ("station__code", "服务站编号"),
        ("station__name", "服务站名称"),
        ("jurisdiction__name", "管理单位"),
        "kind",
        Shown("街道", known("street__name"), width=16),
        "host",
        "phone",
        "awards",
        "close_reason",
    ),
)

SPECIALISTS: Final = ListExport(
    "specialists",
    "服务专员",
    columns_of(
        Specialist,
        ("number", "备案编号"),
        ("name", "专员姓名"),
        Shown("手机（只显示后四位）", masked_phone("phone"), width=20),
        "post",
        ("station__code", "服务站编号"),
        ("station__name", "服务站名称"),
        ("jurisdiction__name", "管理单位"),
        "state",
        *TERM,
        "applied_by_name",
        "applied_at",
        "decided_by_name",
        "decided_at",
        "decision_note",
        "end_reason",
    ),
)

ASSIGNMENTS: Final = ListExport(
    "assignments",
    "包联",
    columns_of(
        Assignment,
        ("enterprise__name", "企业名称"),
        ("enterprise__uscc", "统一社会信用代码"),
        ("jurisdiction__name", "管理单位"),
        ("station__name", "服务站名称"),
        ("specialist__number", "备案编号"),
        ("specialist__name", "专员姓名"),
        "is_lead",
        ("cadence_days", "走访间隔（天）"),
        *TERM,
        "assigned_by_name",
        "assigned_at",
        "end_reason",
    ),
)

CAMPAIGNS: Final = ListExport(
    "campaigns",
    "专项行动",
    columns_of(
        Campaign,
        "code",
        "name",
        ("jurisdiction__name", "发起单位"),
        "starts_on",
        "ends_on",
        "description",
    ),
)

EVENTS: Final = ListExport(
    "service-events",
    "服务活动",
    columns_of(
        ServiceEvent,
        "held_on",
        "title",
        "kind",
        ("jurisdiction__name", "管理单位"),
        Shown("服务站", known("station__name"), width=24),
        Shown("专项行动", known("campaign__name"), width=16),
        "place",
        Shown("协办单位", joined("co_hosts"), width=30),
        ("persons", "参加人数"),
        Shown("参加企业数", Count("attendances"), "count", 12),
        "summary",
        "cancelled_at",
        "cancel_reason",
    ),
)

ATTENDANCES: Final = ListExport(
    "event-attendances",
    "参加活动的企业",
    columns_of(
        EventAttendance,
        ("event__held_on", "举办日期"),
        ("event__title", "活动名称"),
        ("jurisdiction__name", "管理单位"),
        ("enterprise_name", "企业名称"),
        ("persons", "人数"),
        "note",
    ),
)

CADENCES: Final = ListExport(
    "visit-cadences",
    "走访频次",
    columns_of(
        VisitCadence,
        "tier",
        ("days", "走访间隔（天）"),
        "effective_from",
        Shown("终止日期（含）", last_day("effective_until"), "date", 14),
        "source",
    ),
)
