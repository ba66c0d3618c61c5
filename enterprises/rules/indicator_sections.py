"""How the indicators of a year are laid out for people, and which of them the standards compare."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SECTIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "经营与财务": (
            "revenue",
            "main_revenue",
            "sales_revenue",
            "total_assets",
            "total_liabilities",
            "net_profit",
            "cost_expense",
            "employees",
            "export_oriented",
            "audit_report_coded",
            "audit_lists_main_business",
        ),
        "研发与创新": (
            "rd_expense",
            "rd_staff",
            "science_staff",
            "has_rd_institution",
            "rd_institution_level",
            "ip_class1",
            "ip_class1_own",
            "ip_class1_high_value",
            "ip_class1_applied",
            "ip_class1_applied_own_top3",
            "ip_class2",
            "award_national_best_rank",
            "award_provincial_up_best_rank",
            "award_provincial_up_count",
            "standards_led",
            "ckcn_enterprise_list",
        ),
        "专业化与市场": (
            "segment_years",
            "market_share",
            "market_rank_cn",
            "market_rank_province",
            "market_rank_world",
            "is_new_product",
            "strategic_emerging_industry",
            "product_chain_role",
            "own_brand",
        ),
        "管理与评价": (
            "platform_score",
            "local_feature_score",
            "digital_level",
            "quality_items",
            "has_management_cert",
            "has_foreign_product_cert",
            "core_business_it",
            "valid_honours",
        ),
        "融资与项目": (
            "equity_new",
            "valuation",
            "private_funded",
            "listed",
            "prior_key_support",
            "plan_investment",
            "plan_invested",
            "equipment_investment",
        ),
        "资格与信用": (
            "residency_mainland",
            "first_time_applicant",
            "prohibited_industry",
            "lg_control_link",
            "lg_same_group_similar_product",
            "on_abnormal_list",
            "on_dishonest_list",
            "serious_incidents",
            "data_falsification",
            "tax_evasion",
            "research_dishonesty",
            "risk_history",
        ),
        "人工判断": ("j_market_position", "j_key_field", "j_key_plan", "j_champion_expert"),
    }
)

# What 工信部企业〔2026〕2号 annexes 1 and 2 compare with a number for every applicant: without
# these nobody can say where an enterprise stands.
KEY: Final = (
    "revenue",
    "main_revenue",
    "total_assets",
    "total_liabilities",
    "rd_expense",
    "ip_class1_applied",
    "segment_years",
    "platform_score",
)
