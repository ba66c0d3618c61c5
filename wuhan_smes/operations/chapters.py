"""Chapters of the guide that the product writes itself: what reports count, what lists may hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from enterprises.choices import FigureBasis
from enterprises.models import ReportedFigure
from wuhan_smes.access import Reach
from wuhan_smes.exchange.kinds import Kind, kinds
from wuhan_smes.exchange.models import HeaderAlias
from wuhan_smes.exchange.template_book import explained
from wuhan_smes.operations.pages.boards.definitions import OF_THE_BOARD
from wuhan_smes.reporting.catalogue import Choice, Report, catalogue
from wuhan_smes.web.help.contents import told_by

# Everybody's ways of heading a column, no unit's own.
EVERYBODY: Final = Reach(frozenset())
MOST_ALIASES: Final = 12
ABOUT_DEFINITIONS: Final = """\
本页由报表目录生成：口径改了，本页随之改。每张表的下方和文件里都写着口径和版本；口径换了版本，
封存过的表仍按当时的口径。"""
ABOUT_FORMATS: Final = """\
本页由导入的声明生成。列的先后不限，表头写成任何一种都认得；认不准的，上传后请您选。可以填的值
见每种名单的“空白模板”。"""
MOST_OPTIONS: Final = 12


def definitions() -> str:
    """数据口径: every report with what it counts and what may be asked, then the figures that
    documents state and how each is set against the product's own.
    """
    parts = [
        "# 数据口径",
        ABOUT_DEFINITIONS,
        "## 报表",
        *(_report(report) for report in catalogue.listed()),
        "## 看板",
        "看板上的数与同名报表同一口径；没有同名报表的两栏另有口径：",
        *(f"**{title}** {_safe(it.told)}" for title, it in OF_THE_BOARD),
        "## 文件公布的数",
        "文件里公布的数原样保留，与平台的数并排列在“口径差异”。",
        _table(("公布数", "单位", "统计截止日", "口径", "对照"), _figures()),
    ]
    return "\n\n".join(parts)


def import_formats() -> str:
    """导入格式: every kind of list with its columns and the ways to head them."""
    aliases = _aliases()
    parts = [
        "# 导入格式",
        ABOUT_FORMATS,
        *(_kind(kind, aliases) for kind in kinds.all()),
    ]
    return "\n\n".join(parts)


def _report(report: Report) -> str:
    asked = (
        (it.label, f"`{it.name}`", _allowed(it) + (f"；{it.help_text}" if it.help_text else ""))
        for it in report.choices
    )
    again = "可按截取时间重算。" if report.is_as_known else "按生成时的数据留存。"
    return "\n\n".join(
        (
            f"### {report.title}",
            f"`{report.name}`：{_safe(report.purpose)}",
            f"**{_safe(report.definition.told)}** {again}",
            _table(("可选", "参数", "可填"), asked),
        )
    )


def _allowed(choice: Choice) -> str:
    if not choice.options:
        return "编号" if choice.pattern else "日期，如 2025-07-25"
    told = [f"{label}（`{value}`）" for value, label in choice.options.items()]
    more = f" 等 {len(told)} 项" if len(told) > MOST_OPTIONS else ""
    return "、".join(told[:MOST_OPTIONS]) + more


def _figures() -> Iterator[tuple[str, ...]]:
    for it in ReportedFigure.objects.order_by("display_order", "pk"):
        day = it.as_of or it.stated_on
        counted = f"`{it.computed_by}`" if it.computed_by else FigureBasis(it.counterpart).label
        yield it.label, it.unit, day.isoformat() if day else "", it.basis_note, counted


def _aliases() -> Mapping[str, list[str]]:
    found = defaultdict(list)
    rows = HeaderAlias.objects.within(EVERYBODY).order_by("id")
    for field, alias in rows.values_list("field", "alias"):
        found[field].append(alias)
    return found


def _kind(kind: Kind, aliases: Mapping[str, list[str]]) -> str:
    columns = (
        (
            it.label,
            "必填" if it.required else "",
            explained(it),
            it.example,
            "、".join([w for w in aliases.get(it.name, []) if w != it.label][:MOST_ALIASES]),
        )
        for it in kind.all_fields
    )
    return "\n\n".join(
        (
            f"## {kind.title}",
            f"`{kind.name}`：{_safe(kind.purpose)}",
            _table(("列", "必填", "怎么填", "示例", "表头也可以写成"), columns),
        )
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    told = [tuple(_safe(cell) for cell in row) for row in rows]
    if not told:
        return "没有可选的参数。"
    lines = [heads, ("---",) * len(heads), *told]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _safe(text: str) -> str:
    """Words as they are, whatever they would mean to the writing of the guide."""
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("*", "\\*")


told_by("definitions", definitions)
told_by("import-formats", import_formats)
