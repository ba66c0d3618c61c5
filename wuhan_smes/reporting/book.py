"""The book of exports as a list that can itself be taken out."""

from typing import Final

from wuhan_smes.reporting.expressions import as_written, numbered
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of
from wuhan_smes.reporting.models import Export

EXPORTS: Final = ListExport(
    "exports",
    "导出记录",
    columns_of(
        Export,
        Shown("编号", numbered("导"), width=18),
        "title",
        "list",
        "layout",
        "said",
        Shown("筛选条件（代码）", as_written("words"), width=30),
        ("actor__display_name", "导出人"),
        ("jurisdiction__name", "导出人所属单位"),
        "ordered_at",
        "finished_at",
        "state",
        "row_count",
        "size",
        "sha256",
    ),
)
