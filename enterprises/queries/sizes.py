"""企业划型 as the figures of a year have it, by the floors of the enterprise's industry."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from enterprises.choices import SizeClass
from enterprises.models import AnnualIndicators, IndustryStay, SizeThreshold
from enterprises.rules.size_class import Floors, SizeFigures, SizeRule, rule_for, size_class
from wuhan_smes.access import Reach

WAN: Final = 10_000  # the standard's amounts are in 万元, figures in 元
FIGURES: Final = {"staff": "从业人员", "revenue": "营业收入总额", "assets": "资产总额"}


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The class that the year's figures give, or why they give none."""

    year: int
    size_class: SizeClass | None
    rule: SizeRule | None = None
    reason: str = ""

    @property
    def source(self) -> str:
        """What a class taken over from here rests on."""
        if self.rule is None:
            return ""
        return f"企业划型标准第 {self.rule.code} 项（{self.rule.category}），{self.year} 年度指标"


def worked_out(enterprise_id: int, *, year: int, reach: Reach) -> WorkedOut:
    """By the industry the enterprise had when the year ended and the figures known of the year.

    A figure that is unknown leaves the class open unless another one decides alone.
    """
    industry = _industry(enterprise_id, year, reach)
    if not industry:
        return WorkedOut(year, None, reason=f"{year} 年末没有登记行业")
    rule = rule_for(industry, [_rule(row) for row in SizeThreshold.objects.order_by("code")])
    if rule is None:
        return WorkedOut(year, None, reason=f"企业划型标准没有规定行业 {industry}")
    figures = _figures(enterprise_id, year, reach)
    found = size_class(rule, figures)
    lacking = [
        label
        for name, label in FIGURES.items()
        if getattr(rule, name) is not None and getattr(figures, name) is None
    ]
    reason = "" if found else f"{year} 年度指标缺少：{'、'.join(lacking)}"
    return WorkedOut(year, found, rule, reason)


def latest_worked_out(enterprise_id: int, *, reach: Reach) -> WorkedOut | None:
    """By the latest year with figures; none where no year has any."""
    rows = AnnualIndicators.objects.within(reach).current().filter(enterprise_id=enterprise_id)
    year = rows.order_by("-year").values_list("year", flat=True).first()
    return None if year is None else worked_out(enterprise_id, year=year, reach=reach)


def _industry(enterprise_id: int, year: int, reach: Reach) -> str:
    stays = IndustryStay.objects.within(reach).holding(on=date(year, 12, 31))
    code = stays.filter(enterprise_id=enterprise_id).values_list("industry__code", flat=True)
    return code.first() or ""


def _figures(enterprise_id: int, year: int, reach: Reach) -> SizeFigures:
    rows = AnnualIndicators.objects.within(reach).current()
    known = rows.filter(enterprise_id=enterprise_id, year=year).first()
    if known is None:
        return SizeFigures()
    return SizeFigures(_number(known.employees), _wan(known.revenue), _wan(known.total_assets))


def _number(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _wan(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else yuan / WAN


def _rule(row: SizeThreshold) -> SizeRule:
    return SizeRule(
        str(row.code),
        row.category,
        tuple(row.prefixes),
        staff=_floors(row.staff_small, row.staff_medium, row.staff_large),
        revenue=_floors(row.revenue_small, row.revenue_medium, row.revenue_large),
        assets=_floors(row.assets_small, row.assets_medium, row.assets_large),
    )


def _floors(small: int | None, medium: int | None, large: int | None) -> Floors | None:
    """Three or none: the table's own constraint says so."""
    if small is None or medium is None or large is None:
        return None
    return Floors(Decimal(small), Decimal(medium), Decimal(large))
