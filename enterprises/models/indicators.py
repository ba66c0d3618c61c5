"""What an enterprise's figures were: for a year, and month by month.

Amounts are kept in 元, other numbers in the unit that stands as `help_text` of their column.
Unknown is null; 0 and “否” are facts. Shares and growth are never kept: they are worked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from enterprises.choices import (
    CkcnList,
    Honour,
    PeriodBasis,
    PeriodKind,
    ProductChainRole,
    RdInstitutionLevel,
)
from enterprises.models.enterprise import Enterprise
from enterprises.models.facts import DatedFact, lasts, told_in_order
from enterprises.querysets import FactQuerySet
from enterprises.rules.indicators import BOUNDS

YUAN: Final = "元"
# Units that whoever reads a list takes off its headers before comparing the words.
SAID_IN_HEADERS: Final = frozenset(
    {YUAN, "人", "项", "位", "年", "分", "%", "次", "亿美元", "千瓦时"}
)


def money(label: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(
        label, max_digits=16, decimal_places=2, null=True, blank=True, help_text=YUAN
    )


def number(label: str, unit: str) -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(label, null=True, blank=True, help_text=unit)


def decimal(
    label: str, unit: str, *, digits: int = 7, places: int = 2
) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(
        label, max_digits=digits, decimal_places=places, null=True, blank=True, help_text=unit
    )


def is_so(label: str) -> "models.BooleanField[bool | None, bool | None]":
    return models.BooleanField(label, null=True, blank=True)


def one_of(
    label: str, words: type[models.TextChoices]
) -> "models.CharField[str | None, str | None]":
    """A word of a vocabulary; unknown is null as in every other column, not an empty text."""
    return models.CharField(label, max_length=30, choices=words, null=True, blank=True)


class AnnualIndicators(DatedFact):
    """What is known of one enterprise for one year: facts of the year, the state at its end, and
    what happened in it. `evidence` names the papers; `as_of` the day a state was looked at.
    """

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="annual_indicators",
        verbose_name="企业",
        db_index=False,  # indicators_one_version_a_year begins with it
        db_constraint=False,  # the scope key implies it
    )
    year = models.PositiveSmallIntegerField("年度")
    as_of = models.DateField("数据截止日", null=True, blank=True)
    evidence = models.CharField("佐证材料", max_length=200, blank=True)

    employees = number("从业人员", "人")
    revenue = money("营业收入总额")
    sales_revenue = money("销售收入总额")
    main_revenue = money("主营业务收入")
    total_assets = money("资产总额")
    total_liabilities = money("负债总额")
    net_profit = money("净利润")
    cost_expense = money("成本费用支出总额")
    equity_new = money("新增股权融资")
    valuation = decimal("估值", "亿美元", digits=12, places=4)
    private_funded = is_so("获私募投资")
    listed = is_so("公开发行股票")
    export_oriented = is_so("以出口为主")
    audit_report_coded = is_so("审计报告赋码")
    audit_lists_main_business = is_so("审计报告单列主营")

    rd_expense = money("研发费用总额")
    rd_staff = number("研发人员", "人")
    science_staff = number("科技人员", "人")
    has_rd_institution = is_so("建有研发机构")
    rd_institution_level = one_of("研发机构级别", RdInstitutionLevel)
    ip_class1 = number("Ⅰ类知识产权", "项")
    ip_class1_own = number("自主研发Ⅰ类", "项")
    ip_class1_high_value = number("Ⅰ类高价值", "项")
    ip_class1_applied = number("Ⅰ类已应用", "项")
    ip_class1_applied_own_top3 = number("Ⅰ类已应用且非转入", "项")
    ip_class2 = number("Ⅱ类知识产权", "项")
    award_national_best_rank = number("国家级科技奖励最佳位次", "位")
    award_provincial_up_best_rank = number("省部级以上科技奖励最佳位次", "位")
    award_provincial_up_count = number("省级以上科技奖励数", "项")
    standards_led = number("主导制定标准数", "项")
    ckcn_enterprise_list = one_of("“创客中国”企业组名单", CkcnList)

    segment_years = decimal("从事特定细分市场年限", "年", digits=5)
    is_new_product = is_so("新产品")
    strategic_emerging_industry = is_so("战略性新兴产业")
    product_chain_role = one_of("主导产品产业链作用", ProductChainRole)
    market_share = decimal("细分市场占有率", "%")
    market_rank_cn = number("国内市场位次", "位")
    market_rank_province = number("省内市场位次", "位")
    market_rank_world = number("全球市场位次", "位")
    digital_level = number("数字化水平等级", "级")
    quality_items = number("质量管理满足项数", "项")
    has_management_cert = is_so("管理体系认证")
    has_foreign_product_cert = is_so("发达国家产品认证")
    core_business_it = is_so("核心业务信息系统支撑")
    own_brand = is_so("自主品牌")
    platform_score = decimal("专精特新发展评价得分", "分")
    local_feature_score = decimal("地方特色指标得分", "分")

    residency_mainland = is_so("境内居民企业")
    first_time_applicant = is_so("首次参评")
    prohibited_industry = is_so("禁止/限制/淘汰类")
    prior_key_support = is_so("曾获重点小巨人支持")
    plan_investment = money("推进计划投资总额")
    plan_invested = money("推进计划实际投资额")
    equipment_investment = money("技术改造设备投资额")
    lg_control_link = is_so("与小巨人有控股关系")
    lg_same_group_similar_product = is_so("同集团主导产品相似")
    valid_honours = ArrayField(
        models.CharField(max_length=40), verbose_name="有效荣誉资质", null=True, blank=True
    )
    on_abnormal_list = is_so("列入经营异常名录")
    on_dishonest_list = is_so("列入严重失信主体名单")
    serious_incidents = number("重大事故和违法次数", "次")
    data_falsification = number("数据造假次数", "次")
    tax_evasion = number("偷漏税次数", "次")
    research_dishonesty = number("科研严重失信次数", "次")
    risk_history = is_so("相关风险记录")

    j_market_position = is_so("判断：市场地位较为靠前")
    j_key_field = is_so("判断：六基或产业链关键环节")
    j_key_plan = is_so("判断：重点领域与计划可行")
    j_champion_expert = is_so("判断：单项冠军专家意见")

    objects = FactQuerySet["AnnualIndicators"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度指标"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year"],
                condition=Q(superseded_at__isnull=True),
                name="indicators_one_version_a_year",
            ),
            told_in_order("indicators_superseded_after_recorded"),
            lasts("indicators_last"),
            models.CheckConstraint(
                condition=Q(
                    during__lower_inf=False,
                    during__upper_inf=False,
                    year=F("during__startswith__year"),
                    during__startswith__month=1,
                    during__startswith__day=1,
                    during__endswith__year=F("year") + 1,
                    during__endswith__month=1,
                    during__endswith__day=1,
                ),
                name="indicators_cover_their_year",
            ),
            models.CheckConstraint(
                condition=Q(rd_institution_level__isnull=True)
                | Q(rd_institution_level__in=RdInstitutionLevel.values),
                name="indicators_rd_institution_level_known",
            ),
            models.CheckConstraint(
                condition=Q(product_chain_role__isnull=True)
                | Q(product_chain_role__in=ProductChainRole.values),
                name="indicators_chain_role_known",
            ),
            models.CheckConstraint(
                condition=Q(ckcn_enterprise_list__isnull=True)
                | Q(ckcn_enterprise_list__in=CkcnList.values),
                name="indicators_ckcn_list_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_honours__isnull=True)
                | Q(valid_honours__contained_by=Honour.values),
                name="indicators_honours_known",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (0, most)}),
                    name=f"indicators_{name}_in_bounds",
                )
                for name, most in BOUNDS.items()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度"


class PeriodIndicators(DatedFact):
    """The running figures of one enterprise for a month or a quarter (运行监测)."""

    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="period_indicators",
        verbose_name="企业",
        db_index=False,  # figures_one_version_a_period begins with it
        db_constraint=False,  # the scope key implies it
    )
    kind = models.CharField("周期", max_length=7, choices=PeriodKind)
    basis = models.CharField("口径", max_length=10, choices=PeriodBasis)
    evidence = models.CharField("佐证材料", max_length=200, blank=True)
    explanation = models.CharField("异动说明", max_length=300, blank=True, default="")

    revenue = money("营业收入")
    output = money("工业总产值")
    profit = money("利润总额")
    tax = money("实缴税金")
    rd_expense = money("研发费用")
    export_value = money("出口额")
    employees = number("用工人数", "人")
    power = decimal("用电量", "千瓦时", digits=14)

    objects = FactQuerySet["PeriodIndicators"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "运行指标"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "kind", "basis", "during"],
                condition=Q(superseded_at__isnull=True),
                name="figures_one_version_a_period",
            ),
            told_in_order("figures_superseded_after_recorded"),
            lasts("figures_last"),
            models.CheckConstraint(
                condition=Q(kind__in=PeriodKind.values, basis__in=PeriodBasis.values),
                name="figures_kind_and_basis_known",
            ),
            models.CheckConstraint(
                condition=Q(during__lower_inf=False, during__upper_inf=False)
                & Q(during__startswith__day=1, during__endswith__day=1)
                & (
                    Q(kind=PeriodKind.MONTH)
                    | Q(
                        during__startswith__month__in=(1, 4, 7, 10),
                        during__endswith__month__in=(1, 4, 7, 10),
                    )
                ),
                name="figures_cover_whole_months",
            ),
        ]

    def __str__(self) -> str:
        start = self.during.lower
        if self.kind == PeriodKind.QUARTER:
            return f"{start.year} 年第 {(start.month + 2) // 3} 季度"
        return f"{start.year} 年 {start.month} 月"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One column of figures: `unit` is what it is kept in, empty for words and yes or no."""

    name: str
    label: str
    unit: str
    column: "models.Field[Any, Any]"

    @property
    def heading(self) -> str:
        """How its column is headed in a file, with the unit where a header says it."""
        return f"{self.label}（{self.unit}）" if self.unit in SAID_IN_HEADERS else self.label


FIXED: Final = frozenset(
    {"id", "enterprise", "jurisdiction", "during", "recorded_at", "superseded_at", "source"}
    | {"year", "kind", "basis", "as_of", "evidence", "explanation"}
)


def _indicators(model: type[DatedFact]) -> Mapping[str, Indicator]:
    return {
        column.name: Indicator(column.name, str(column.verbose_name), str(column.help_text), column)
        for column in model._meta.concrete_fields
        if column.name not in FIXED
    }


ANNUAL: Final = _indicators(AnnualIndicators)
PERIODIC: Final = _indicators(PeriodIndicators)
