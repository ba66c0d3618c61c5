"""What was imported, and the ways columns are headed, as files."""

from typing import Final

from wuhan_smes.exchange.models import HeaderAlias, Import
from wuhan_smes.reporting.lists import ListExport, columns_of

IMPORTS: Final = ListExport(
    "imports",
    "导入记录",
    columns_of(
        Import,
        ("id", "编号"),
        ("kind", "类型代码"),
        "file_name",
        "sha256",
        "rank",
        ("jurisdiction__name", "导入单位"),
        "actor_name",
        "state",
        "mode",
        "uploaded_at",
        "checked_at",
        "applied_at",
        "reverted_at",
    ),
)
HEADER_ALIASES: Final = ListExport(
    "header-aliases",
    "表头写法",
    columns_of(
        HeaderAlias,
        "field",
        "alias",
        ("jurisdiction__name", "管理单位"),
        "added_by_name",
        "added_at",
        "source",
    ),
)
