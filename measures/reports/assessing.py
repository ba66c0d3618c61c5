"""各区评估: the ranking of a round as a table, and its lists as files."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from enterprises.reports.heading import chinese_day, reporting_unit
from measures.models import AssessmentRound, DistrictFigure, DistrictIndex, DistrictReturn
from measures.queries.assessing import UnitLine, ranking
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.catalogue import Choice, Definition, Report, catalogue
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.sheet import Column, Sheet

INDEXES: Final = ListExport(
    "district-indexes",
    "各区评估指标体系",
    columns_of(DistrictIndex, "edition", "title", "effective_from", "source", "set_by_name"),
)
ROUNDS: Final = ListExport(
    "district-rounds",
    "各区评估期",
    columns_of(
        AssessmentRound,
        "name",
        ("index__edition", "指标体系版次"),
        "first_on",
        "last_on",
        "due_on",
        "opened_by_name",
        "opened_at",
    ),
)
FIGURES: Final = ListExport(
    "district-figures",
    "各区自评与核定",
    columns_of(
        DistrictFigure,
        ("of__round__name", "评估期"),
        ("jurisdiction__name", "管理单位"),
        ("indicator__label", "指标"),
        ("indicator__unit", "单位"),
        ("indicator__weight", "权重"),
        "reported",
        "checked",
        "reason",
        ("of__state", "状态"),
        ("of__signed_by_name", "自评人"),
        ("of__judged_by_name", "核定人"),
    ),
)


RETURNS: Final = ListExport(
    "district-returns",
    "各区自评",
    columns_of(
        DistrictReturn,
        ("round__name", "评估期"),
        ("jurisdiction__name", "管理单位"),
        "state",
        "note",
        "signed_by_name",
        "submitted_at",
        "judged_by_name",
        "judged_at",
        "reason",
        "times_returned",
    ),
)


def ranking_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Units best first, with the points of every indicator; the last round where none is named."""
    reach = access.reach(Capability.MEASURE_VIEW)
    rounds = AssessmentRound.objects.within(reach).for_list().order_by("-last_on")
    of = rounds.filter(last_on=choices["last"]).first() or rounds.first()
    found = ranking(of, reach=reach) if of is not None else []
    indicators = [it.indicator for it in found[0].earned] if found else []
    until = f"{chinese_day(of.first_on)}至{chinese_day(of.last_on)}" if of else "尚无评估期"
    return Sheet(
        "各区专精特新发展环境评估结果",
        [
            Column("rank", "名次", "word", 8),
            Column("unit", "单位名称", width=18),
            *(Column(it.code, f"{it.label}（{it.weight} 分）", "word", 14) for it in indicators),
            Column("score", "核定得分", "word", 10),
            Column("own", "自评得分", "word", 10),
            Column("before", "上期名次", "word", 10),
        ],
        [_row(it) for it in found],
        reporting_unit=reporting_unit(reach),
        as_of=until,
        unit="分",
        total_label="",
        prepared_by=access.actor_name,
        notes=[f"注：指标体系第 {of.index.edition} 版（{of.index.source}）"] if of else [],
        keys=[it.unit.code for it in found],
    )


def _row(it: UnitLine) -> list[Cell]:
    return [
        _text(it.rank),
        it.unit.name,
        *(_text(one.points) for one in it.earned),
        _text(it.score),
        _text(it.own_score),
        _text(it.rank_before),
    ]


def _text(value: Decimal | int | None) -> str | None:
    return None if value is None else str(value)


catalogue.add(
    Report(
        "district-ranking",
        "各区评估结果",
        "一个评估期各管理单位的指标得分、总分与名次，附上期名次",
        Capability.MEASURE_VIEW,
        (Choice("last", "评估期截止日", help_text="没有这一期的取最近一期"),),
        ranking_table,
        Definition(
            1,
            "指标得分＝权重×达成率，达成率＝指标数÷满分值（不超过 1），越少越好的取 1－达成率；"
            "有一项不明的不计总分、不排名。",
        ),
    )
)
