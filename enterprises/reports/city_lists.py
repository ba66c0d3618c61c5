"""Targets and reported figures as files, the counts of the system beside them."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Case, CharField, DateField, DecimalField, IntegerField, Value, When
from django.db.models.functions import Coalesce

from enterprises.models import ReportedFigure, SourceFlag, TierTarget
from enterprises.queries.comparisons import comparisons
from enterprises.queries.targets import progress
from wuhan_smes.reporting.expressions import known
from wuhan_smes.reporting.lists import ListExport, Shown, Viewing, columns_of


def _beside(values: Iterable[tuple[int, Any]], field: Any) -> Case:
    """A value worked out for each of a few rows; unknown where nothing is counted."""
    whens = [When(pk=pk, then=Value(value)) for pk, value in values if value is not None]
    return Case(*whens, default=Value(None), output_field=field)


def _computed(viewing: Viewing) -> Case:
    found = comparisons(viewing.rows, reach=viewing.reach)
    return _beside(((it.figure.pk, it.computed) for it in found), IntegerField())


def _difference(viewing: Viewing) -> Case:
    found = comparisons(viewing.rows, reach=viewing.reach)
    wide = DecimalField(max_digits=20, decimal_places=2)
    return _beside(((it.figure.pk, it.difference) for it in found), wide)


def _on(viewing: Viewing) -> Case:
    found = comparisons(viewing.rows, reach=viewing.reach)
    return _beside(((it.figure.pk, it.on) for it in found), DateField())


def _basis(viewing: Viewing) -> Coalesce:
    found = comparisons(viewing.rows, reach=viewing.reach)
    return known(_beside(((it.figure.pk, it.basis) for it in found), CharField()))


def _reached(viewing: Viewing) -> Case:
    targets = viewing.rows.select_related("jurisdiction", "chain")
    found = progress(targets, on=viewing.day, reach=viewing.reach)
    return _beside(((it.target.pk, it.computed) for it in found), IntegerField())


FIGURES: Final = ListExport(
    "reported-figures",
    "公布数据与口径差异",
    columns_of(
        ReportedFigure,
        "code",
        "label",
        "group",
        "value",
        "qualifier",
        "unit",
        Shown("计算数", _computed, "count", 12),
        Shown("差额（计算数减公布数）", _difference, "count", 24),
        Shown("对照日期", _on, "date", 12),
        Shown("计算数现行口径", _basis, width=30),
        "basis_note",
        "as_of",
        "stated_on",
        "document",
        "clause",
        "counterpart",
        "tier",
        "note",
        "flags",
    ),
)

TARGETS: Final = ListExport(
    "targets",
    "梯度目标",
    columns_of(
        TierTarget,
        "code",
        "label",
        "tier",
        ("jurisdiction__name", "管理单位"),
        ("chain__name", "产业链"),
        "starts_on",
        "due_on",
        "every_year",
        "value",
        "unit",
        Shown("当日统计数", _reached, "count", 14),
        "basis",
        "definition",
        "document",
        "clause",
        "flags",
    ),
)

FLAGS: Final = ListExport("flags", "口径存疑", columns_of(SourceFlag, "code", "place", "text"))
