"""目标进度表: each target of the gradient with what is counted beside it on a day."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from enterprises.choices import TargetBasis, Tier
from enterprises.models import TierTarget
from enterprises.queries.target_members import counted_for
from enterprises.queries.targets import Progress, progress
from enterprises.querysets import EnterpriseQuerySet
from enterprises.reports.enterprise_lists import ENTERPRISES
from enterprises.reports.heading import chinese_day, reporting_unit
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import Behind
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column, Sheet

TENTH: Final = Decimal("0.1")


def target_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """By the day each target is due. Targets of different tiers are never added up."""
    reach = access.reach(Capability.REGISTER_EXPORT)
    on = date.fromisoformat(choices["on"])
    targets = TierTarget.objects.within(reach).select_related("jurisdiction", "chain")
    found = progress(targets.order_by("due_on", "pk"), on=on, reach=reach)
    return Sheet(
        "梯度培育目标进度表",
        [
            Column("no", "序号", "word", 6),
            Column("label", "目标", width=30),
            Column("unit", "单位", "word", 14),
            Column("tier", "梯度", "word", 20),
            Column("basis", "口径", "word", 12),
            Column("due_on", "到期日期", "date"),
            Column("value", "目标值", "count", 10),
            Column("computed", "当日数", "count", 10),
            Column("rate", "完成率(%)", "word", 12),
            Column("doubts", "存疑", "word", 12),
        ],
        [_row(n, it) for n, it in enumerate(found, 1)],
        reporting_unit=reporting_unit(reach),
        as_of=f"截至 {chinese_day(on)}",
        total_label="",
        prepared_by=access.actor_name,
        notes=["注：文件未写明起算时间的累计目标只列当日持有数，不算完成率；存疑代码见口径差异。"],
        keys=[it.target.code for it in found],
    )


def _row(number: int, it: Progress) -> list[Cell]:
    target = it.target
    return [
        str(number),
        target.label,
        target.jurisdiction.name,
        Tier(target.tier).label,
        TargetBasis(target.basis).label,
        target.due_on,
        target.value,
        it.computed,
        _rate(it),
        "、".join(target.flags) or None,
    ]


def _rate(it: Progress) -> str | None:
    """For targets of every chain, how many chains have reached theirs; nothing where open."""
    if it.chains is not None:
        return f"{it.chains_reached}/{it.chains} 条链"
    if not it.conclusive or it.computed is None or not it.target.value:
        return None
    share = Decimal(100 * it.computed) / it.target.value
    return str(share.quantize(TENTH, ROUND_HALF_UP))


def _counted(access: Access, choices: Mapping[str, str], key: str) -> EnterpriseQuerySet:
    """The enterprises that stand beside a target: holders of the day, or those recognised since."""
    reach = access.reach(Capability.REGISTER_EXPORT)
    target = TierTarget.objects.within(reach).select_related("jurisdiction").get(code=key)
    return counted_for(target, on=date.fromisoformat(choices["on"]), reach=reach)


TARGET_PROGRESS: Final = Report(
    "target-progress",
    "梯度培育目标进度表",
    "各项梯度目标的目标值、当日数和完成率；不同梯度的目标不相加。",
    Capability.REGISTER_EXPORT,
    (Choice("on", "统计日期"),),
    target_table,
    Definition(
        1, "时点目标对当日持有数，累计目标对起算日至当日新认定数；未写明起算日的不算完成率。"
    ),
    behind={"computed": Behind(ENTERPRISES, _counted)},
)
