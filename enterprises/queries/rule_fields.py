"""The dictionary of rules: every indicator the documents ask about, as the register keeps it.

What has a column is named after it and compared in the unit documents use (万元, not 元).
"""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from enterprises.choices import CkcnList, Honour, RdInstitutionLevel, SizeClass, Tier
from enterprises.models import ANNUAL, Indicator
from enterprises.models.indicators import YUAN
from wuhan_smes.rulekit.fields import (
    CompoundGrowth,
    Derived,
    Field,
    Grain,
    Growth,
    Kind,
    Share,
    declare,
)

TEN_THOUSAND_YUAN: Final = "万元"
# What holds on a day rather than for a year.
STATES: Final = frozenset(
    {
        "residency_mainland",
        "listed",
        "first_time_applicant",
        "prohibited_industry",
        "valuation",
        "private_funded",
        "plan_investment",
        "plan_invested",
        "prior_key_support",
        "has_rd_institution",
        "rd_institution_level",
        "ip_class1",
        "ip_class1_own",
        "ip_class1_high_value",
        "ip_class1_applied",
        "ip_class1_applied_own_top3",
        "ip_class2",
        "is_new_product",
        "strategic_emerging_industry",
        "product_chain_role",
        "digital_level",
        "quality_items",
        "has_management_cert",
        "has_foreign_product_cert",
        "core_business_it",
        "own_brand",
        "on_abnormal_list",
        "on_dishonest_list",
        "valid_honours",
        "lg_control_link",
        "lg_same_group_similar_product",
    }
)
# What happened in a year, counted over several.
EVENTS: Final = frozenset(
    {
        "award_national_best_rank",
        "award_provincial_up_best_rank",
        "award_provincial_up_count",
        "standards_led",
        "ckcn_enterprise_list",
        "serious_incidents",
        "data_falsification",
        "tax_evasion",
        "research_dishonesty",
        "risk_history",
    }
)
JUDGEMENTS: Final = frozenset(
    {"j_market_position", "j_key_field", "j_key_plan", "j_champion_expert"}
)
RANKS: Final = frozenset({"award_national_best_rank", "award_provincial_up_best_rank"})
WORDS: Final = {
    "rd_institution_level": RdInstitutionLevel,
    "ckcn_enterprise_list": CkcnList,
    "valid_honours": Honour,
}


def _grain(name: str) -> Grain:
    if name in JUDGEMENTS:
        return Grain.JUDGEMENT
    if name in STATES:
        return Grain.STATE
    return Grain.EVENT if name in EVENTS else Grain.YEAR


def _kind(name: str, column: "models.Field[object, object]") -> Kind:
    if name in RANKS:
        return Kind.POSITION
    if isinstance(column, models.BooleanField):
        return Kind.YES_NO
    if isinstance(column, ArrayField):
        return Kind.SET
    if isinstance(column, models.CharField):
        return Kind.RANKED if name in WORDS else Kind.WORD
    return Kind.NUMBER


def _stored(indicator: Indicator) -> Field:
    name, column = indicator.name, indicator.column
    choices = WORDS[name].choices if name in WORDS else column.flatchoices
    return Field(
        name,
        indicator.label,
        _kind(name, column),
        _grain(name),
        TEN_THOUSAND_YUAN if indicator.unit == YUAN else indicator.unit,
        tuple(str(code) for code, _ in choices),
        labels=tuple(str(label) for _, label in choices),
    )


def _derived(name: str, label: str, derived: Derived) -> Field:
    return Field(name, label, Kind.NUMBER, Grain.YEAR, "%", derived=derived)


STORED: Final = {name: _stored(indicator) for name, indicator in ANNUAL.items()}
DERIVED: Final = (
    _derived("main_revenue_ratio", "主营业务收入占比", Share("main_revenue", "revenue")),
    _derived("debt_ratio", "资产负债率", Share("total_liabilities", "total_assets")),
    _derived("net_profit_margin", "净利润率", Share("net_profit", "revenue")),
    _derived("rd_revenue_ratio", "研发费用占营业收入比重", Share("rd_expense", "revenue")),
    _derived("rd_sales_ratio", "研发费用占销售收入比例", Share("rd_expense", "sales_revenue")),
    _derived("rd_cost_ratio", "研发费用占成本费用比例", Share("rd_expense", "cost_expense")),
    _derived("science_staff_ratio", "科技人员占比", Share("science_staff", "employees")),
    _derived("rd_staff_ratio", "研发人员占比", Share("rd_staff", "employees")),
    _derived("main_revenue_growth", "主营业务收入增长率", Growth("main_revenue")),
    _derived("revenue_cagr_2y", "近两年营业收入复合增长率", CompoundGrowth("revenue")),
)
FROM_ELSEWHERE: Final = (
    Field(
        "size_class",
        "企业划型",
        Kind.WORD,
        Grain.YEAR,
        words=tuple(SizeClass.values),
        labels=tuple(SizeClass.labels),
    ),
    Field("years_since_founding", "成立年限", Kind.NUMBER, Grain.STATE, "年"),
    Field(
        "valid_titles",
        "有效称号",
        Kind.SET,
        Grain.STATE,
        words=tuple(Tier.values),
        labels=tuple(Tier.labels),
    ),
)
FIELDS: Final = (*STORED.values(), *DERIVED, *FROM_ELSEWHERE)
declare(FIELDS)
