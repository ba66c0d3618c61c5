"""The book of exports as a list that can itself be taken out."""

from typing import Final

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, LPad

from wuhan_smes.reporting.expressions import as_written
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of
from wuhan_smes.reporting.models import Export

NUMBER: Final = Concat(
    Value("导〔"),
    Cast("year", CharField()),
    Value("〕"),
    LPad(Cast("ordinal", CharField()), 6, Value("0")),
    output_field=CharField(),
)

EXPORTS: Final = ListExport(
    "exports",
    "导出记录",
    columns_of(
        Export,
        Shown("编号", NUMBER, width=18),
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
