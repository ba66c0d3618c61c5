"""What looks wrong about figures that could still be right: asked about, never refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

# A value ten times last year's is, more often than growth, 元 taken for 万元.
JUMP: Final = 10
COMPARED: Final = (
    "revenue",
    "main_revenue",
    "sales_revenue",
    "total_assets",
    "total_liabilities",
    "cost_expense",
    "rd_expense",
    "employees",
    "output",
    "tax",
    "power",
    "export_value",
)
RANKS: Final = (
    "award_national_best_rank",
    "award_provincial_up_best_rank",
    "market_rank_cn",
    "market_rank_province",
    "market_rank_world",
)
HEAVIER: Final = (
    ("rd_expense", "revenue", "研发费用高于营业收入"),
    ("total_liabilities", "total_assets", "负债高于资产"),
    ("net_profit", "revenue", "净利润高于营业收入"),
    ("profit", "revenue", "利润高于营业收入"),
    ("tax", "revenue", "实缴税金高于营业收入"),
)
A_HEAD: Final = 30_000_000
SCORE_JUMP: Final = 30
Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at again, beside the indicator it is about."""

    field: str
    text: str


def doubts(now: Figures, before: Figures) -> list[Doubt]:
    """What a careful clerk would ask about; `before` are the figures of a year earlier. Nothing is
    said of what is unknown on either side.
    """
    return [*_by_itself(now), *_beside(now, before)]


def _by_itself(now: Figures) -> Iterator[Doubt]:
    for part, whole, text in HEAVIER:
        less, more = now.get(part), now.get(whole)
        if less is not None and more is not None and Decimal(less) > Decimal(more):
            yield Doubt(part, text)
    for name in RANKS:
        if now.get(name) == 0:
            yield Doubt(name, "位次从 1 起；没有位次请留空")
    revenue, people = now.get("revenue"), now.get("employees")
    if revenue and people and Decimal(revenue) / people > A_HEAD:
        yield Doubt("revenue", "人均营业收入超过 3000 万元")
    sales = now.get("sales_revenue")
    if revenue and sales is not None and abs(Decimal(sales) - Decimal(revenue)) * 5 > revenue:
        yield Doubt("sales_revenue", "与营业收入相差两成以上，两者通常一致")


def _beside(now: Figures, before: Figures) -> Iterator[Doubt]:
    for name in COMPARED:
        this, last = now.get(name), before.get(name)
        if this and last and _apart(Decimal(this), Decimal(last)):
            yield Doubt(name, "与上年相差 10 倍以上，请核对计量单位")
    years, last_years = now.get("segment_years"), before.get("segment_years")
    if years is not None and last_years is not None and Decimal(years) < Decimal(last_years):
        yield Doubt("segment_years", "少于上年")
    score, last_score = now.get("platform_score"), before.get("platform_score")
    if score is not None and last_score is not None and abs(score - last_score) > SCORE_JUMP:
        yield Doubt("platform_score", f"与上年相差超过 {SCORE_JUMP} 分")


def _apart(one: Decimal, other: Decimal) -> bool:
    """Whether one is at least ten times the other; a loss beside a profit is not compared."""
    if one <= 0 or other <= 0:
        return False
    return one >= other * JUMP or other >= one * JUMP
