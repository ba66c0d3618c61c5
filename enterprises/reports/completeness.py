"""年度指标填报情况表, and the list of those whose figures are still waited for."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone

from enterprises.models import ANNUAL, Enterprise
from enterprises.queries.completeness import ROW, WHOLE, completeness, due
from enterprises.querysets import EnterpriseQuerySet
from enterprises.reports.enterprise_lists import ENTERPRISES, TAKES_OUT
from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.rules.indicator_sections import KEY
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import EVERY_ROW, Behind, of_row
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of
from wuhan_smes.reporting.sheet import Column, Sheet

YEARS: Final = {str(year): f"{year} 年度" for year in range(2019, 2041)}


def completeness_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """By unit of today: holders of titles that day, and how many of their figures are known."""
    access.reach(Capability.INDICATOR_VIEW)
    reach = access.reach(Capability.REGISTER_EXPORT)
    on = date.fromisoformat(choices["on"])
    year = int(choices["year"])
    found = completeness(reach=reach, year=year, on=on)
    rows: list[list[Cell]] = [
        [it.label, it.due, it.told, it.whole, *(it.known[name] for name in KEY)] for it in found
    ]
    columns = [
        Column("label", "管理单位", width=20),
        Column("due", "应填报", "count", 10),
        Column("told", "已填报", "count", 10),
        Column("whole", "关键指标齐全", "count", 12),
        *(Column(name, f"已知：{ANNUAL[name].label}", "count", 14) for name in KEY),
    ]
    return Sheet(
        "年度指标填报情况表",
        columns,
        rows,
        reporting_unit=reporting_unit(reach),
        as_of=f"{year} 年度；称号截至 {chinese_day(on)}",
        prepared_by=access.actor_name,
        notes=["注：应填报为当日持有有效称号的在营企业；未填报的不计为 0。"],
        keys=[it.key for it in found],
    )


def _behind(wanted: Q) -> Behind:
    """Of the enterprises due in a unit those of which `wanted` is known."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> EnterpriseQuerySet:
        reach, on = access.reach(Capability.REGISTER_EXPORT), date.fromisoformat(choices["on"])
        asked = due(reach=reach, year=int(choices["year"]), on=on)
        return asked.filter(wanted, of_row("jurisdiction__code", key))

    return Behind(ENTERPRISES, rows)


BEHIND: Final = {
    "due": _behind(Q()),
    "told": _behind(Q(**{f"{ROW}__id__isnull": False})),
    "whole": _behind(WHOLE),
    **{name: _behind(Q(**{f"{ROW}__{name}__isnull": False})) for name in KEY},
}


INDICATOR_COMPLETENESS: Final = Report(
    "indicator-completeness",
    "年度指标填报情况表",
    "各单位持有称号的企业中，年度指标已填报、关键指标齐全的家数。",
    Capability.REGISTER_EXPORT,
    (
        Choice("year", "年度", YEARS, lambda today: str(today.year - 1)),
        Choice("on", "称号日期"),
    ),
    completeness_table,
    Definition(
        1, "应填报为当日持有有效称号的在营企业，按现管理单位；关键指标齐全指全部关键指标均已知。"
    ),
    behind=BEHIND,
    total_key=lambda choices: EVERY_ROW,
)
INDICATORS_LACKING: Final = ListExport(
    "indicators-lacking",
    "年度指标待补企业",
    columns_of(
        Enterprise,
        ("name", "企业名称"),
        ("uscc", "统一社会信用代码"),
        ("jurisdiction__name", "管理单位"),
        Shown("尚缺的关键指标", "lacks", "word", 60),
    ),
    TAKES_OUT,
)


def usual_year() -> int:
    """The year whose figures are gathered now: the last one that is over."""
    return timezone.localdate().year - 1
