"""Units, agencies, stations, people and their rights as files."""

from typing import Final

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Coalesce

from wuhan_smes.accounts.models import (
    Agency,
    Grant,
    Jurisdiction,
    ServiceStation,
    StatutoryDistrict,
    User,
)
from wuhan_smes.accounts.models.grant import STATE_LABELS
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of

UNITS: Final = ListExport(
    "jurisdictions",
    "管理单位",
    columns_of(
        Jurisdiction,
        "code",
        "name",
        "short",
        "kind",
        ("parent__name", "上级"),
        "statutory_code",
        "aliases",
        "valid_from",
    ),
)

AGENCIES: Final = ListExport(
    "agencies",
    "责任单位",
    columns_of(Agency, "code", "name", "kind", ("jurisdiction__name", "所属管理单位"), "aliases"),
)

STATUTORY: Final = ListExport(
    "statutory-districts",
    "法定区划代码",
    columns_of(
        StatutoryDistrict,
        "code",
        "name",
        ("unit__name", "管理单位"),
        "unit_is_hint",
        "from_year",
        "until_year",
        ("successor__code", "后继代码"),
    ),
)

STATIONS: Final = ListExport(
    "stations-brief",
    "服务站名称与地址",
    columns_of(
        ServiceStation,
        "code",
        "name",
        ("jurisdiction__name", "管理单位"),
        "address",
        "opened_on",
        "closed_on",
    ),
)

USERS: Final = ListExport(
    "users",
    "用户",
    columns_of(
        User,
        "username",
        "display_name",
        ("jurisdiction__name", "所属管理单位"),
        ("agency__name", "所属责任单位"),
        ("station__name", "所属服务站"),
        "is_active",
        "joined_at",
        "last_login",
    ),
)

ANCHOR: Final = Coalesce(
    "jurisdiction__name", "agency__name", "station__name", output_field=CharField()
)
STANDING: Final = Case(
    When(revoked_at__isnull=False, approved_at__isnull=False, then=Value(STATE_LABELS["revoked"])),
    When(revoked_at__isnull=False, then=Value(STATE_LABELS["declined"])),
    When(approved_at__isnull=True, then=Value(STATE_LABELS["waiting"])),
    default=Value(STATE_LABELS["in_force"]),
    output_field=CharField(),
)

GRANTS: Final = ListExport(
    "grants",
    "授权",
    columns_of(
        Grant,
        ("user__username", "用户名"),
        ("user__display_name", "姓名"),
        "role",
        Shown("范围", ANCHOR, width=24),
        Shown("状态", STANDING, "word", 10),
        "reason",
        ("proposed_by__display_name", "提出人"),
        "proposed_at",
        ("approved_by__display_name", "批准人"),
        "approved_at",
        "revoked_at",
        "revoked_reason",
    ),
)
