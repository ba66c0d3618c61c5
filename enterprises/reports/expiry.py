"""到期与复核统计表: what ends soon by unit and tier, and how much of it awaits its review."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db.models import Q

from enterprises.choices import Tier
from enterprises.queries.radar import DUE, HORIZONS, ending, pending, radar_counts
from enterprises.querysets import RecognitionQuerySet
from enterprises.reports.heading import chinese_day, reporting_unit
from enterprises.reports.row_by_row import row_by_row
from enterprises.reports.title_lists import RADAR
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import EVERY_ROW, Behind
from wuhan_smes.reporting.catalogue import Choice, Definition, Report, Rows
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.sheet import Column, Sheet

EVERY: Final = "all"


def expiry_table(access: Access, choices: Mapping[str, str]) -> Sheet:
    """Only units and tiers of which something ends within the longest horizon, or is pending."""
    reach = access.reach(Capability.REGISTER_EXPORT)
    on = date.fromisoformat(choices["on"])
    found = radar_counts(on=on, reach=reach)
    return Sheet(
        "到期与复核统计表",
        [
            Column("label", "管理单位", width=20),
            Column("tier", "梯度", "word", 24),
            *(Column(f"within_{days}", f"{days} 天内到期", "count", 12) for days in HORIZONS),
            Column("due", f"其中应复核（{HORIZONS[-1]} 天内）", "count", 14),
            Column("pending", "复核中（仍有效）", "count", 14),
        ],
        [
            [
                it.label,
                Tier(it.tier).label,
                *(it.within_30, it.within_90, it.within_180, it.due, it.pending),
            ]
            for it in found
        ],
        reporting_unit=reporting_unit(reach),
        as_of=f"截至 {chinese_day(on)}",
        unit="个（称号）",
        prepared_by=access.actor_name,
        notes=["注：各期限互相包含，不可相加；复核中的称号未定最后一日，不在各期限内。"],
        keys=[f"{it.key}/{it.tier}" for it in found],
    )


def _opens(choices: Mapping[str, str], key: str, column: str) -> Rows | None:
    """The titles that end within the days of the column."""
    unit, _, tier = key.partition("/")
    name, _, days = column.partition("_")
    if name != "within":
        return None
    words = {"on": choices["on"], "days": days}
    if key != EVERY_ROW:
        words |= {"tier": tier, "jurisdiction": unit}
    return Rows("page:radar", words)


def _due(access: Access, choices: Mapping[str, str], key: str) -> RecognitionQuerySet:
    ends = _of(key, _ending(access, choices, HORIZONS[-1]))
    return ends.filter(Q(review=DUE))


def _pending(access: Access, choices: Mapping[str, str], key: str) -> RecognitionQuerySet:
    reach = access.reach(Capability.REGISTER_EXPORT)
    return _of(key, pending(on=date.fromisoformat(choices["on"]), reach=reach))


def _of(key: str, titles: RecognitionQuerySet) -> RecognitionQuerySet:
    if key == EVERY_ROW:
        return titles
    unit, _, tier = key.partition("/")
    return titles.filter(jurisdiction__code=unit, tier=tier)


def _ending(access: Access, choices: Mapping[str, str], days: int) -> RecognitionQuerySet:
    reach = access.reach(Capability.REGISTER_EXPORT)
    return ending(on=date.fromisoformat(choices["on"]), days=days, reach=reach)


def expiry_ledger(access: Access, choices: Mapping[str, str]) -> LongList:
    """Each title that ends within the days asked for and where its review stands, unit by unit."""
    titles = _ending(access, choices, int(choices["days"]))
    if choices["tier"] != EVERY:
        titles = titles.filter(tier=choices["tier"])
    ordered = titles.order_by("jurisdiction__display_order", "in_force__endswith", "series")
    days, on = int(choices["days"]), chinese_day(date.fromisoformat(choices["on"]))
    return row_by_row(
        RADAR, ordered, access, choices, title="到期与复核台账", as_of=f"{on}起 {days} 天内到期"
    )


EXPIRY_TABLE: Final = Report(
    "expiry-table",
    "到期与复核统计表",
    "某日起 30、90、180 天内到期的称号和其中应复核、复核中的，按现管理单位和梯度。",
    Capability.REGISTER_EXPORT,
    (Choice("on", "统计日期"),),
    expiry_table,
    Definition(
        1, "当日有效的称号，按现管理单位；到期指最后一日在期限内，应复核指其中尚无复核结果的。"
    ),
    opens=_opens,
    behind={"due": Behind(RADAR, _due), "pending": Behind(RADAR, _pending)},
    total_key=lambda choices: EVERY_ROW,
)
EXPIRY_LEDGER: Final = Report(
    "expiry-ledger",
    "到期与复核台账",
    "某日起若干天内到期的每一个称号、剩余天数和复核进展，逐行列出。",
    Capability.REGISTER_EXPORT,
    (
        Choice("on", "统计日期"),
        Choice(
            "days",
            "多久以内",
            {str(days): f"{days} 天内" for days in HORIZONS},
            lambda today: str(HORIZONS[-1]),
        ),
        Choice("tier", "梯度", {EVERY: "全部"} | dict(Tier.choices), lambda today: EVERY),
    ),
    expiry_ledger,
    Definition(1, "当日有效、最后一日在期限内的称号，按现管理单位；复核为应复核、复核中或已接续。"),
)
