"""Programmes, payees and what is owed, as files. An amount nobody stated is left blank, never 0."""

from typing import Final

from enterprises.models import Enterprise
from measures.models import Entitlement, Matter, Payee, Programme
from wuhan_smes.access import Capability
from wuhan_smes.reporting.expressions import last_day
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of

MATTERS: Final = ListExport(
    "matters", "同一事项", columns_of(Matter, "code", "title", "once_per", "note")
)

PROGRAMMES: Final = ListExport(
    "programmes",
    "兑现项目",
    columns_of(
        Programme,
        "code",
        "edition",
        "title",
        ("matter__title", "同一事项"),
        ("document__title", "依据文件"),
        "basis",
        ("clause__code", "条款"),
        "mode",
        "level",
        ("unit__name", "施行区"),
        "payee_kind",
        "once_per",
        "state",
        "valid_from",
        Shown("施行至", last_day("valid_until"), "date", 12),
        "is_sample",
        "note",
    ),
)

PAYEES: Final = ListExport(
    "payees",
    "兑付对象",
    columns_of(
        Payee,
        ("id", "编号"),
        "kind",
        "identifier",
        "name",
        ("jurisdiction__name", "管理单位"),
    ),
    Capability.REGISTER_EXPORT,
)

ENTITLEMENTS: Final = ListExport(
    "entitlements",
    "兑现事项",
    columns_of(
        Entitlement,
        ("id", "编号"),
        ("payee__name", "兑付对象"),
        ("payee__identifier", "识别码"),
        ("jurisdiction__name", "管理单位"),
        ("programme__title", "兑现项目"),
        ("programme__edition", "第几版"),
        ("matter__title", "同一事项"),
        "period",
        "state",
        "reason",
        "gross",
        "already_paid",
        "payable",
        "missing",
        "event_on",
        "check_on",
        "found_on",
    ),
    Capability.REGISTER_EXPORT,
)

CHASED: Final = ListExport(
    "chased",
    "待补证清单",
    columns_of(
        Entitlement,
        ("payee__name", "兑付对象"),
        ("payee__identifier", "识别码"),
        ("jurisdiction__name", "管理单位"),
        ("programme__title", "兑现项目"),
        "missing",
        "event_on",
    ),
    Capability.REGISTER_EXPORT,
)

LEFT_OUT: Final = ListExport(
    "left-out",
    "未列入企业",
    columns_of(
        Enterprise,
        "name",
        "uscc",
        ("jurisdiction__name", "管理单位"),
        "status",
    ),
    Capability.REGISTER_EXPORT,
)
