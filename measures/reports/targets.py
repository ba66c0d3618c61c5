"""目标 as tables: promised numbers, the way of a plan, who could close a gap."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from enterprises.choices import Tier
from enterprises.models import TierTarget
from enterprises.reports.heading import chinese_day, reporting_unit
from measures.choices import ShareOf
from measures.models import TargetPlan
from measures.queries.targets.closing import closers
from measures.queries.targets.glide import Standing, shares, whole
from measures.queries.targets.progress import lines
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.catalogue import Choice, Definition, Report, catalogue
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.sheet import Column, Sheet

PLANS: Final = ListExport(
    "target-plans",
    "目标推进计划",
    columns_of(
        TargetPlan,
        ("target__label", "目标"),
        "edition",
        "opening_on",
        "opening",
        "due_on",
        "value",
        "shape",
        "review_percent",
        "share_by",
        "definition",
        "set_by_name",
        "set_at",
    ),
)
OF: Final = Choice(
    "of", "分解到", {of.value: of.label for of in ShareOf}, lambda today: ShareOf.UNIT.value
)
TARGET: Final = Choice(
    "target", "目标代码", default=lambda today: "m1c", pattern=r"[A-Za-z0-9_-]{1,60}"
)
MOST_NAMED: Final = 200


def plan_of(code: str) -> TargetPlan | None:
    """The plan that holds for a target. Raises InputRefused where there is no such target."""
    if not TierTarget.objects.filter(code=code).exists():
        raise InputRefused(Fault("target", "unknown", f"没有目标“{code}”"))
    return TargetPlan.objects.newest().for_list().filter(target__code=code).first()


def promised_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Every promised number with what is counted beside it."""
    reach = access.reach(Capability.MEASURE_VIEW)
    on = date.fromisoformat(choices["on"])
    found = lines(on=on, reach=reach)
    return Sheet(
        "政策措施目标进度表",
        [
            Column("clause", "条款", "word", 8),
            Column("label", "目标", width=34),
            Column("wanted", "目标值", width=16),
            Column("value", "当日数", "word", 12),
            Column("rate", "完成率(%)", "word", 12),
            Column("source", "数据来源", "word", 14),
            Column("definition", "口径", width=50),
        ],
        [
            [
                it.clause.code,
                it.clause.title,
                it.clause.value_text,
                None if it.value is None else f"{it.value.normalize():,f}",
                None if it.rate is None else str(it.rate),
                it.source.label,
                it.definition,
            ]
            for it in found
        ],
        reporting_unit=reporting_unit(reach),
        as_of=f"截至 {chinese_day(on)}",
        unit="见目标值",
        total_label="",
        prepared_by=access.actor_name,
        notes=["注：文件未写明起算时间的累计目标只列当日持有数，不算完成率。"],
        keys=[it.clause.code for it in found],
    )


def glide_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """A plan by unit or chain: start, target, what should be there today, what is, what lacks."""
    reach = access.reach(Capability.COUNTS_VIEW)
    on, plan = date.fromisoformat(choices["on"]), plan_of(choices["target"])
    found = shares(plan, ShareOf(choices["of"]), on=on, reach=reach) if plan else []
    city = whole(plan, on=on, reach=reach) if plan and not found else None
    return Sheet(
        f"{plan.target.label if plan else '目标'}推进情况表",
        [
            Column("label", ShareOf(choices["of"]).label, width=22),
            *(
                Column(name, label, "count", 12)
                for name, label in (
                    ("opening", "起点数"),
                    ("value", "目标值"),
                    ("planned", "当日应达"),
                    ("held", "当日数"),
                    ("missing", "还差"),
                    ("ending", "到期前期满"),
                    ("new", "近一年新增"),
                    ("expected", "预计到期时"),
                )
            ),
        ],
        [_row(it) for it in ([city] if city else found)],
        reporting_unit=reporting_unit(reach),
        as_of=f"截至 {chinese_day(on)}",
        prepared_by=access.actor_name,
        notes=[f"注：{_told(plan)}"],
        keys=[it.key for it in ([city] if city else found)],
    )


def _told(plan: TargetPlan | None) -> str:
    if plan is None:
        return "该目标还没有推进计划"
    shape = plan.get_shape_display()
    return f"第 {plan.edition} 版计划，{chinese_day(plan.due_on)}到期，{shape}；{plan.definition}"


def _row(it: Standing) -> list[Cell]:
    names = ("label", "opening", "value", "planned", "held", "missing", "ending", "new_a_year")
    return [getattr(it, name) for name in (*names, "expected")]


def named_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """For each unit or chain in reach as many named candidates as its target lacks."""
    reach = access.reach(Capability.INDICATOR_VIEW)
    on, plan = date.fromisoformat(choices["on"]), plan_of(choices["target"])
    of = ShareOf(choices["of"])
    rows = _named(plan, of, on, reach) if plan else []
    return Sheet(
        f"{plan.target.label if plan else '目标'}可补缺口企业名单",
        [
            Column("share", of.label, width=18),
            Column("name", "企业名称", width=34),
            Column("uscc", "统一社会信用代码", "text", 22),
            Column("steps", "还差几项", "word", 10),
            Column("verdict", "评估结论", "word", 12),
        ],
        rows,
        reporting_unit=reporting_unit(reach),
        as_of=f"截至 {chinese_day(on)}",
        total_label="",
        prepared_by=access.actor_name,
        notes=[
            f"注：{_told(plan)}",
            f"列出的企业不多于缺口（至多 {MOST_NAMED} 家），差得少的在前。",
        ],
    )


def _named(plan: TargetPlan, of: ShareOf, on: date, reach: Reach) -> list[list[Cell]]:
    tier = Tier(plan.target.tier)
    rows: list[list[Cell]] = []
    for share in shares(plan, of, on=on, reach=reach):
        most = min(share.missing, MOST_NAMED)
        for it in closers(tier, of, share.key, on=on, reach=reach, most=most).named:
            told = (it.enterprise.name, it.enterprise.uscc, str(it.steps), it.verdict)
            rows.append([share.label, *told])
    return rows


ON: Final = Choice("on", "统计日期")
TARGET_GLIDE: Final = Report(
    "target-glide",
    "目标推进情况表",
    "一项梯度目标按单位或产业链的起点、目标、当日应达与当日数、到期流失与预计",
    Capability.COUNTS_VIEW,
    (TARGET, OF, ON),
    glide_table,
    Definition(
        1,
        "到期前期满：按现有有效期在目标日之前失效的持有企业；预计到期时＝当日数－期满数×"
        "（1－预计复核通过率）＋近一年新增×剩余年数。",
    ),
)
catalogue.add(
    Report(
        "promised-targets",
        "政策措施目标进度表",
        "13 项措施目标的目标值、当日数、来源与口径",
        Capability.MEASURE_VIEW,
        (ON,),
        promised_table,
        Definition(
            1,
            "梯度目标按称号计算，有台账的按台账汇总，其余取牵头单位报送且经审核的最近一季完成数。",
        ),
    ),
    TARGET_GLIDE,
    Report(
        "target-candidates",
        "可补缺口企业名单",
        "一项梯度目标按单位或产业链列出最接近该称号的企业，数量不超过缺口",
        Capability.INDICATOR_VIEW,
        (TARGET, OF, ON),
        named_table,
        Definition(
            1,
            "候选企业按最近一次评估，还差几项少的在前；科技和创新型按创新型标准评估，独角兽取同一名单上的潜在、种子企业。",
        ),
    ),
)
