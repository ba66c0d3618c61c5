"""Draws and what their checks found, as files."""

from typing import Final

from enterprises.models import DrawnEnterprise, InspectionDraw
from enterprises.reports.enterprise_lists import OF_ENTERPRISE, TAKES_OUT
from wuhan_smes.reporting.lists import ListExport, columns_of

DRAWS: Final = ListExport(
    "inspection-draws",
    "随机抽查",
    columns_of(
        InspectionDraw,
        "title",
        "tier",
        "on",
        "seed",
        "population",
        "fingerprint",
        "count",
        "inspectors",
        "each",
        "drawn_at",
        "drawn_by_name",
    ),
    TAKES_OUT,
)
DRAWN: Final = ListExport(
    "drawn-enterprises",
    "抽查企业",
    columns_of(
        DrawnEnterprise,
        ("draw__title", "抽查名称"),
        "position",
        *OF_ENTERPRISE,
        "code",
        "inspectors",
        "result",
        "checked_on",
        "note",
        "recorded_by_name",
    ),
    TAKES_OUT,
)
