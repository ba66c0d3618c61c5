"""梯度培育企业数量统计表: how many enterprises each unit has in each tier on a day."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Final

from enterprises.choices import CountBasis, CountCut, Tier
from enterprises.queries.highest import is_rung
from enterprises.queries.tier_counts import TierCount, tier_counts
from enterprises.queries.tier_members import Cell as Counted
from enterprises.queries.tier_members import Changed, changed
from enterprises.reports.heading import BASIS, CUT, chinese_day, reporting_unit
from enterprises.reports.month_by_cause import month_by_cause
from enterprises.reports.rows_behind import differing, earlier_day, holding, why_changed
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import EVERY_ROW
from wuhan_smes.reporting.catalogue import Cause, Choice, Definition, Report, Rows
from wuhan_smes.reporting.cells import Cell
from wuhan_smes.reporting.sheet import Column, Sheet

SHOWN: Final[Mapping[Tier, str]] = {
    Tier.TECH_INNOVATIVE: "科技和创新型",
    Tier.INNOVATIVE_SME: "其中：创新型",
    Tier.SRDI_SME: "专精特新",
    Tier.LITTLE_GIANT: "专精特新“小巨人”",
    Tier.KEY_LITTLE_GIANT: "其中：重点“小巨人”",
    Tier.CHAMPION: "单项冠军",
    Tier.UNICORN: "独角兽",
}
NAMED: Final = {"change": "增减", "year": "同比增减", "month": "环比增减"}
COMPARED: Final = (Tier.TECH_INNOVATIVE, Tier.SRDI_SME, Tier.LITTLE_GIANT, Tier.CHAMPION)
COMPARE: Final = Choice(
    "compare",
    "增减比较",
    {
        "none": "不比较",
        "year": "同比（较上年同日）",
        "month": "环比（较上月同日）",
        "both": "同比和环比并列",
    },
    lambda today: "none",
)
Counts = dict[tuple[str, Tier], int]
# The earlier counts a table stands beside, by what their columns are called.
Earlier = Mapping[str, Counts]


def tier_table(
    access: Access, choices: Mapping[str, str], known_at: datetime | None = None
) -> Sheet:
    """Counts of the day by the unit of that day; comparisons count the earlier day the same way."""
    reach = access.reach(Capability.REGISTER_EXPORT)
    on, basis, cut = (
        date.fromisoformat(choices["on"]),
        CountBasis(choices["basis"]),
        CountCut(choices["by"]),
    )
    counted = partial(tier_counts, reach, by=cut, basis=basis, known_at=known_at)
    cells = counted(on=on)
    labels = _labels(cells)
    now = _by_cell(cells)
    before = _earlier(counted, on, choices["compare"])
    columns = [Column("label", cut.label, width=20)]
    for tier, heading in SHOWN.items():
        columns.append(Column(tier.value, heading, "count", 12))
        if tier in COMPARED:
            columns += [Column(f"{tier.value}-{name}", NAMED[name], "count", 8) for name in before]
    rows = [_row(key, label, now, before) for key, label in labels.items()]
    compared = COMPARE.options[choices["compare"]] if before else ""
    words = (f"截至 {chinese_day(on)}", basis.label, compared)
    return Sheet(
        "梯度培育企业数量统计表",
        columns,
        rows,
        reporting_unit=reporting_unit(reach),
        as_of="；".join(word for word in words if word),
        prepared_by=access.actor_name,
        notes=_notes(basis),
        keys=list(labels),
    )


def _labels(cells: list[TierCount]) -> dict[str, str]:
    """The rows; the one of the unclassified only where something stands in it."""
    unclassified = any(cell.count for cell in cells if cell.key == "")
    return {cell.key: cell.label for cell in cells if cell.key or unclassified}


def _by_cell(cells: list[TierCount]) -> Counts:
    return {(cell.key, cell.tier): cell.count for cell in cells}


def _earlier(counted: Callable[..., list[TierCount]], on: date, compare: str) -> Earlier:
    names = {"none": [], "both": ["year", "month"]}.get(compare, ["change"])
    asked = {"on": on.isoformat(), "compare": compare}
    return {name: _by_cell(counted(on=earlier_day(asked, name))) for name in names}


def _row(key: str, label: str, now: Counts, before: Earlier) -> list[Cell]:
    row: list[Cell] = [label]
    for tier in SHOWN:
        row.append(now[key, tier])
        if tier in COMPARED:
            row += [now[key, tier] - then.get((key, tier), 0) for then in before.values()]
    return row


def _notes(basis: CountBasis) -> list[str]:
    """Why the columns must not be added up, or may be."""
    if basis is CountBasis.HOLDER:
        return ["注：持有口径下一家企业按所持每个称号各计一次，各列不可相加。"]
    return ["注：最高层级口径下一家企业只计入最高一级；“其中”栏不另计。"]


def _opens(choices: Mapping[str, str], key: str, column: str) -> Rows | None:
    """The enterprises a cell counts: told by unit, where the list of enterprises is cut so too. The
    list of all holds those, too, whom no unit managed that day.
    """
    if choices["by"] != CountCut.JURISDICTION or column not in SHOWN or key == EVERY_ROW:
        return None
    name = "highest_tier" if choices["basis"] == CountBasis.HIGHEST else "tier"
    if name == "highest_tier" and not is_rung(column):
        return None
    return Rows("page:enterprises", {"jurisdiction": key, name: column, "on": choices["on"]})


def _explains(
    access: Access,
    choices: Mapping[str, str],
    key: str,
    column: str,
    before: datetime,
    after: datetime,
) -> list[Cause]:
    """Each enterprise that came to be counted, or no longer is, by what was entered in between. A
    comparison changed by the causes of its later day less those of the earlier.
    """
    tier, _, name = column.partition("-")
    if tier not in SHOWN:
        return []
    day = date.fromisoformat(choices["on"])
    told = _counted_otherwise(access, choices, (key, Tier(tier), day), before, after)
    if not name:
        return told
    then = earlier_day(choices, name)
    less = _counted_otherwise(access, choices, (key, Tier(tier), then), before, after)
    return [*told, *(replace(it, change=-it.change) for it in less)]


def _counted_otherwise(
    access: Access,
    choices: Mapping[str, str],
    of: tuple[str, Tier, date],
    before: datetime,
    after: datetime,
) -> list[Cause]:
    key, tier, day = of
    if choices["by"] != CountCut.JURISDICTION:
        words = {**choices, "from": day.isoformat(), "to": day.isoformat()}
        return why_changed(access, words, f"{key}/{tier}", "closing", before, after)
    found = changed(
        Counted(key, tier, day, CountBasis(choices["basis"])),
        reach=access.reach(Capability.REGISTER_EXPORT),
        before=before,
        after=after,
    )
    return [Cause(it.name or "已迁出本单位的企业", _why(it), it.change) for it in found]


def _why(it: Changed) -> str:
    if it.by_stay:
        return "补记归属本单位" if it.change > 0 else "更正为不归属本单位"
    return "补记称号" if it.change > 0 else "称号更正、撤销或层级变化"


TIER_TABLE: Final = Report(
    "tier-table",
    "梯度培育企业数量统计表",
    "某一天各单位（或街道、产业链、行业等）各梯度的企业数。",
    Capability.REGISTER_EXPORT,
    (Choice("on", "统计日期"), CUT, BASIS, COMPARE),
    tier_table,
    Definition(
        1,
        "某日由各单位管理、当日称号有效（含复核中）的企业数；单位、街道、产业链等按当日归属，一家企业每个称号计一次（最高层级口径只计最高一级）。",
    ),
    is_as_known=True,
    opens=_opens,
    behind={
        **{tier.value: holding(tier) for tier in SHOWN},
        **{f"{tier}-{name}": differing(tier, name) for tier in COMPARED for name in NAMED},
    },
    changed=month_by_cause,
    total_key=lambda choices: EVERY_ROW,
    explains=_explains,
)
