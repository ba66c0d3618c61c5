"""Running monitoring as files: whom to chase, how complete a round is, how figures grew."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from enterprises.choices import PeriodKind
from enterprises.models import (
    PERIODIC,
    JumpThreshold,
    MonitoringRound,
    PeriodIndicators,
    PeriodReport,
)
from enterprises.queries.monitoring import SILENT, TOLD, Arrivals, arrivals, closed_at
from enterprises.queries.monitoring_trends import BY, members, periods_until, trends
from enterprises.querysets import PeriodReportQuerySet
from enterprises.reports.enterprise_lists import OF_ENTERPRISE, TAKES_OUT
from enterprises.reports.heading import reporting_unit
from enterprises.reports.indicator_lists import PERIOD_INDICATORS
from enterprises.rules.growth import FEWEST, Panel
from enterprises.rules.spans import months_later
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import EVERY_ROW, Behind, Finds
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.sheet import Column, Sheet

REPORTS_CHASED: Final = ListExport(
    "period-reports",
    "运行监测报送",
    columns_of(
        PeriodReport,
        *OF_ENTERPRISE,
        ("station__name", "服务站"),
        ("round__first", "期间首日"),
        ("round__due_on", "截止日"),
        "got_at",
        "reminded_at",
        "chased_at",
    ),
    TAKES_OUT,
)

ROUNDS: Final = ListExport(
    "monitoring-rounds",
    "运行监测期",
    columns_of(MonitoringRound, "kind", "basis", "first", "due_on", "document", "opened_by_name"),
)
JUMP_THRESHOLDS: Final = ListExport(
    "jump-thresholds",
    "异动界限",
    columns_of(JumpThreshold, "code", "indicator", "against", "rise", "fall", "least", "source"),
)


def completeness_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Every unit in every round whose last day lies in the year asked for."""
    access.reach(Capability.INDICATOR_VIEW)
    reach = access.reach(Capability.REGISTER_EXPORT)
    asked = MonitoringRound.objects.for_list().filter(first__year=int(choices["year"]))
    names = {one.pk: str(one) for one in asked}
    found = arrivals(list(asked), reach=reach)
    rows: list[list[Cell]] = [
        [names[one.round_id], one.label, one.due, one.got, one.missing, one.late, _rate(one)]
        for one in found
    ]
    columns = [
        Column("round", "监测期", width=18),
        Column("unit", "管理单位", width=20),
        Column("due", "应报", "count", 10),
        Column("got", "已报", "count", 10),
        Column("missing", "未报", "count", 10),
        Column("late", "其中逾期报送", "count", 14),
        Column("rate", "填报率(%)", "word", 12),
    ]
    return Sheet(
        "运行监测报送情况表",
        columns,
        rows,
        reporting_unit=reporting_unit(reach),
        as_of=f"{choices['year']} 年",
        prepared_by=access.actor_name,
        notes=["注：未报送的是未知，不计为 0。"],
        keys=[f"{one.round_id}/{one.key}" for one in found],
    )


def _rate(one: Arrivals) -> str | None:
    return None if one.rate is None else f"{100 * one.rate:.1f}"


def _behind(wanted: Callable[[MonitoringRound], Q]) -> Behind:
    """Of the reports asked of a unit in a round those that `wanted` picks out."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> PeriodReportQuerySet:
        round_id, _, unit = key.partition("/")
        of = MonitoringRound.objects.for_list().get(pk=round_id)
        asked = PeriodReport.objects.within(access.reach(Capability.REGISTER_EXPORT))
        return asked.with_figures(of).filter(wanted(of), jurisdiction__code=unit)

    return Behind(REPORTS_CHASED, rows)


BEHIND: Final = {
    "due": _behind(lambda of: Q()),
    "got": _behind(lambda of: TOLD),
    "missing": _behind(lambda of: SILENT),
    "late": _behind(lambda of: TOLD & Q(got_at__gte=closed_at(of.due_on))),
}


def trend_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """One figure of a month against the year before, over the same enterprises."""
    access.reach(Capability.INDICATOR_VIEW)
    reach = access.reach(Capability.REGISTER_EXPORT)
    indicator = PERIODIC[choices["indicator"]]
    month = date.fromisoformat(choices["on"]).replace(day=1)
    firsts = periods_until(PeriodKind.MONTH, month, 1)
    found = trends(
        reach, indicator=indicator.name, kind=PeriodKind.MONTH, firsts=firsts, by=choices["by"]
    )
    rows: list[list[Cell]] = [
        [
            one.label,
            one.panel.told,
            one.panel.count,
            *(_told(one.panel, value) for value in (one.panel.now, one.panel.before)),
            "" if one.panel.growth is None else f"{one.panel.growth}%",
        ]
        for one in found
    ]
    columns = [
        Column("label", BY[choices["by"]], width=24),
        Column("told", "已报家数", "count", 10),
        Column("count", "同口径家数", "count", 12),
        Column("now", f"本期{indicator.heading}", "word", 18),
        Column("before", f"上年同期{indicator.heading}", "word", 18),
        Column("growth", "同比", "word", 10),
    ]
    return Sheet(
        f"运行指标同比：{indicator.label}",
        columns,
        rows,
        reporting_unit=reporting_unit(reach),
        as_of=f"{month:%Y 年 %m 月}",
        prepared_by=access.actor_name,
        notes=[f"注：只比较两期都已报送的同一批企业；少于 {FEWEST} 家的不列数值，未知不计为 0。"],
        keys=[one.key for one in found],
    )


def _told(panel: Panel, value: Decimal | None) -> str:
    return "" if panel.hidden or value is None else f"{value:.2f}"


def _told_of(wanted: Callable[[int, int | None], int | None]) -> Finds:
    """The figures of one set: `wanted` picks that of the period, that of a year before, or none."""

    def rows(access: Access, choices: Mapping[str, str], key: str) -> QuerySet[Any]:
        access.reach(Capability.INDICATOR_VIEW)
        reach = access.reach(Capability.REGISTER_EXPORT)
        found = members(
            reach,
            indicator=PERIODIC[choices["indicator"]].name,
            kind=PeriodKind.MONTH,
            first=date.fromisoformat(choices["on"]).replace(day=1),
            by=choices["by"],
        )
        picked = (wanted(now, then) for one, now, then in found if key in (one, EVERY_ROW))
        told = PeriodIndicators.objects.within(reach).filter(
            pk__in={pk for pk in picked if pk is not None}
        )
        return told.annotate(amount=F(PERIODIC[choices["indicator"]].name))

    return rows


def _compared(now: int, then: int | None) -> int | None:
    """Only who told both is compared."""
    return now if then is not None else None


COMPARED_FIGURES: Final = {
    "told": Behind(PERIOD_INDICATORS, _told_of(lambda now, then: now)),
    "count": Behind(PERIOD_INDICATORS, _told_of(_compared)),
    "now": Behind(PERIOD_INDICATORS, _told_of(_compared), "amount", ""),
    "before": Behind(PERIOD_INDICATORS, _told_of(lambda now, then: then), "amount", ""),
}
MONITORING_COMPLETENESS: Final = Report(
    "monitoring-completeness",
    "运行监测报送情况表",
    "各单位各监测期应报、已报、未报和逾期报送的家数。",
    Capability.REGISTER_EXPORT,
    (
        Choice(
            "year",
            "年度",
            {str(year): f"{year} 年" for year in range(2019, 2041)},
            lambda today: str(today.year),
        ),
    ),
    completeness_table,
    Definition(1, "应报为监测期内本单位在监测名单上的企业；已报含逾期报送；未报为未知，不计为 0。"),
    behind=BEHIND,
)
MONITORING_TRENDS: Final = Report(
    "monitoring-trends",
    "运行指标同比表",
    "一个月的运行指标与上年同月比较，只比两期都已报送的同一批企业。",
    Capability.REGISTER_EXPORT,
    (
        Choice(
            "indicator",
            "指标",
            {it.name: it.label for it in PERIODIC.values()},
            lambda today: "revenue",
        ),
        Choice("by", "分组", dict(BY), lambda today: "jurisdiction"),
        Choice(
            "on",
            "月份（取所选日期的月份）",
            default=lambda today: months_later(today.replace(day=1), -1).isoformat(),
        ),
    ),
    trend_table,
    Definition(1, "只比较两期都已报送的同一批企业，同比＝（本期－上年同期）÷上年同期。"),
    behind=COMPARED_FIGURES,
)
