"""增减变动表: how each count came from the one before, column by column."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from enterprises.choices import CountBasis, CountCut, FlowColumn, Tier
from enterprises.queries.tier_flows import TierFlow, tier_flows
from enterprises.reports.heading import BASIS, CUT, chinese_day, reporting_unit
from enterprises.reports.rows_behind import changing, why_changed
from enterprises.reports.tiers import SHOWN
from enterprises.rules.flows import GAINS, LOSSES
from enterprises.rules.spans import require_order
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import EVERY_ROW
from wuhan_smes.reporting.catalogue import Choice, Definition, Report
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column, Sheet

EVERY: Final = "all"


def flow_table(
    access: Access, choices: Mapping[str, str], known_at: datetime | None = None
) -> Sheet:
    """期初 + 增加 − 减少 = 期末 in every row. Raises InputRefused for a period turned round."""
    reach = access.reach(Capability.REGISTER_EXPORT)
    first, last = date.fromisoformat(choices["from"]), date.fromisoformat(choices["to"])
    require_order(first, last)
    basis, cut = CountBasis(choices["basis"]), CountCut(choices["by"])
    every = choices["tier"] == EVERY
    tiers = None if every else {Tier(choices["tier"])}
    found = tier_flows(
        reach, first=first, last=last, by=cut, tiers=tiers, basis=basis, known_at=known_at
    )
    shown = [flow for flow in found if flow.tier in SHOWN and (flow.key or _moves(flow))]
    period = f"{chinese_day(first)}至{chinese_day(last)}；{basis.label}"
    return Sheet(
        "梯度培育企业增减变动表",
        [
            Column("label", cut.label, width=20),
            *([Column("tier", "梯度", width=20)] if every else []),
            *(Column(name, label, "count", 9) for name, label in _headings()),
        ],
        [_row(flow, every=every) for flow in shown],
        reporting_unit=reporting_unit(reach),
        as_of=period if every else f"{SHOWN.get(Tier(choices['tier']), '')}；{period}",
        total_label="" if every else "合计",
        prepared_by=access.actor_name,
        notes=["注：期初＋增加各栏－减少各栏＝期末；复核通过与更名为期末中的说明，不参与计算。"],
        keys=[f"{flow.key}/{flow.tier}" for flow in shown],
    )


def _headings() -> list[tuple[str, str]]:
    return [
        ("opening", "期初"),
        *((column.value, f"＋{column.label}") for column in GAINS),
        *((column.value, f"－{column.label}") for column in LOSSES),
        ("closing", "期末"),
        ("renewed", "其中：复核通过"),
        ("renamed", "其中：更名"),
    ]


def _row(flow: TierFlow, *, every: bool) -> list[Cell]:
    figures = [
        flow.opening,
        *(flow.columns[column] for column in (*GAINS, *LOSSES)),
        flow.closing,
        flow.renewed,
        flow.renamed,
    ]
    return [flow.label, *([SHOWN[flow.tier]] if every else []), *figures]


def _moves(flow: TierFlow) -> bool:
    """Whether the row of the unclassified has anything to say."""
    return bool(flow.opening or flow.closing or any(flow.columns[c] for c in FlowColumn))


TIER_FLOWS: Final = Report(
    "tier-flows",
    "梯度培育企业增减变动表",
    "一段时间内每个数字怎样从期初变到期末，逐栏相符；期初为起始日前一天日终，截止日含当天。",
    Capability.REGISTER_EXPORT,
    (
        Choice(
            "from",
            "起始日期",
            default=lambda today: today.replace(month=1, day=1).isoformat(),
        ),
        Choice("to", "截止日期"),
        Choice(
            "tier",
            "梯度",
            {EVERY: "全部（逐梯度列出）"} | {tier.value: text for tier, text in SHOWN.items()},
            lambda today: Tier.SRDI_SME.value,
        ),
        CUT,
        BASIS,
    ),
    flow_table,
    Definition(
        1,
        "期初为起始日前一日日终、期末为截止日日终的当日有效企业数；每个变化按两端归属和一个原因只记入一栏，期初＋增加－减少＝期末。",
    ),
    is_as_known=True,
    behind={name: changing(name) for name, _ in _headings()},
    explains=why_changed,
    total_key=lambda choices: f"{EVERY_ROW}/{choices['tier']}",
)
