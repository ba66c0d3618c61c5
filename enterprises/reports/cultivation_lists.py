"""Cultivation as files: who is on the way, what is to be done, and how many arrive."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from enterprises.choices import CultivationStage
from enterprises.models import Cultivation, CultivationTask
from enterprises.queries.cultivation import conversion
from enterprises.querysets import CultivationQuerySet
from enterprises.reports.enterprise_lists import OF_ENTERPRISE, TAKES_OUT
from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.rules.spans import require_order
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import Behind
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.sheet import Column, Sheet

CUTS: Final = {"jurisdiction": "管理单位", "tier": "目标梯度"}

CULTIVATIONS: Final = ListExport(
    "cultivations",
    "梯度培育库",
    columns_of(
        Cultivation,
        *OF_ENTERPRISE,
        "tier",
        "stage",
        "put_in_on",
        "stage_since",
        ("target_batch__name", "目标批次"),
        "owner_name",
        "drop_cause",
    ),
    TAKES_OUT,
)
CULTIVATION_TASKS: Final = ListExport(
    "cultivation-tasks",
    "培育任务",
    columns_of(
        CultivationTask,
        ("cultivation__enterprise__name", "企业名称"),
        ("cultivation__enterprise__uscc", "统一社会信用代码"),
        ("jurisdiction__name", "管理单位"),
        ("cultivation__tier", "目标梯度"),
        "title",
        "due_on",
        "for_station",
        "set_at",
        "set_by_name",
        "outcome",
        "ended_at",
        "ended_by_name",
        "note",
    ),
    TAKES_OUT,
)


def conversion_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Those put in within a span, and where they stand today."""
    reach = access.reach(Capability.REGISTER_EXPORT)
    first, last = date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])
    require_order(first, last)
    found = conversion(reach=reach, first=first, last=last, by=choices["by"])
    rows: list[list[Cell]] = [
        [it.label, it.put_in, *(it.stages[stage] for stage in CultivationStage.values)]
        for it in found
    ]
    columns = [
        Column("label", CUTS[choices["by"]], width=24),
        Column("put_in", "期内入库", "count", 10),
        *(Column(it.value, f"现为{it.label}", "count", 10) for it in CultivationStage),
    ]
    return Sheet(
        "梯度培育转化情况表",
        columns,
        rows,
        reporting_unit=reporting_unit(reach),
        as_of=f"{chinese_day(first)}至{chinese_day(last)}入库的企业",
        prepared_by=access.actor_name,
        notes=["注：转化率＝现为认定的家数÷期内入库家数。"],
        keys=[it.key for it in found],
    )


def _behind(*stages: str) -> Behind:
    def rows(access: Access, choices: Mapping[str, str], key: str) -> CultivationQuerySet:
        within = Cultivation.objects.within(access.reach(Capability.REGISTER_EXPORT))
        path = "tier" if choices["by"] == "tier" else "jurisdiction__code"
        span = [date.fromisoformat(choices[name]) for name in ("from", "to")]
        return within.filter(put_in_on__range=span, stage__in=stages, **{path: key})

    return Behind(CULTIVATIONS, rows)


CONVERSION: Final = Report(
    "cultivation-conversion",
    "梯度培育转化情况表",
    "一段时间内入库培育的企业现在走到哪一步、多少家取得称号。",
    Capability.REGISTER_EXPORT,
    (
        Choice("from", "入库日期起", default=lambda today: f"{today.year}-01-01"),
        Choice("to", "入库日期止"),
        Choice("by", "按什么分行", CUTS, lambda today: "jurisdiction"),
    ),
    conversion_table,
    Definition(1, "期内入库的培育企业，按其现在所处步骤计一次。"),
    behind={
        "put_in": _behind(*CultivationStage.values),
        **{it: _behind(it) for it in CultivationStage.values},
    },
)
