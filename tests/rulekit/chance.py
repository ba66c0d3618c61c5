"""Invented facts for random subjects: mostly near the lines rules draw, some of them unknown."""

import random
from decimal import Decimal
from typing import Any

from tests.rulekit.by_hand import ORDERS, SHARES, Facts

YEARS = ("Y-4", "Y-3", "Y-2", "Y-1", "Y")
AMOUNTS = (0, 10, 100, 499, 500, 999, 1000, 1499, 1500, 3000, 4999, 5000, 10000, 20000, 40000)
PER_CENT = (0, 1, 2, 3, 4, 5, 6, 10, 15, 20, 30, 50, 55, 60, 70, 75, 80, 90, 100, 105)
EDGES = (Decimal("-0.01"), Decimal(0), Decimal(0), Decimal("0.01"))
PARTS = {part: whole for part, whole in SHARES.values() if part != "rd_expense"}
STATES = {
    "residency_mainland": (True, True, True, False),
    "listed": (True, False),
    "private_funded": (True, False),
    "first_time_applicant": (True, False),
    "prohibited_industry": (False, False, False, True),
    "export_oriented": (True, False),
    "prior_key_support": (True, False),
    "is_new_product": (True, False),
    "strategic_emerging_industry": (True, False),
    "has_rd_institution": (True, True, False),
    "has_management_cert": (True, True, False),
    "has_foreign_product_cert": (True, False),
    "core_business_it": (True, True, False),
    "own_brand": (True, True, False),
    "on_abnormal_list": (False, False, False, True),
    "on_dishonest_list": (False, False, False, True),
    "lg_control_link": (False, False, True),
    "lg_same_group_similar_product": (False, False, True),
    "risk_history": (False, True),
    "j_market_position": (True, True, False),
    "j_key_field": (True, True, False),
    "j_key_plan": (True, True, False),
    "j_champion_expert": (True, True, False),
    "serious_incidents": (0, 0, 0, 1),
    "data_falsification": (0, 0, 0, 2),
    "tax_evasion": (0, 0, 1),
    "research_dishonesty": (0, 0, 1),
    "award_provincial_up_count": (0, 0, 1),
    "standards_led": (0, 0, 1),
    "award_national_best_rank": ("none_known", "none_known", 3, 4, 5, 6),
    "award_provincial_up_best_rank": ("none_known", "none_known", 3, 4),
    "product_chain_role": ("gap_filling", "six_base_or_key_supplier", "other"),
    "digital_level": (0, 1, 2, 3, 4),
    "quality_items": (0, 1, 2, 3),
    "local_feature_score": (0, 5, 15),
    "years_since_founding": (4.9, 5, 5.1, 9, 9.1, 10, 10.1),
    "valuation": (0.9999, 1, 4.9, 5, 9.9, 10),
    "plan_investment": (1999.99, 2000, 2000.01),
    **{name: tuple(order) for name, order in ORDERS.items()},
    **{
        f"ip_class{name}": (0, 1, 2, 3, 4, 5)
        for name in ("1", "1_own", "1_high_value", "1_applied", "1_applied_own_top3", "2")
    },
}
SETS = {
    "valid_titles": ("tech_sme", "innovative_sme", "srdi_sme", "little_giant", "champion"),
    "valid_honours": ("hnte", "ip_advantage"),
}
YEARLY = {
    "segment_years": (1.9, 2, 2.9, 3, 4, 5, 9.9, 10),
    "market_share": (9.99, 10, 10.01),
    "market_rank_cn": (1, 3, 4),
    "market_rank_province": (1, 2, 3),
    "market_rank_world": (3, 4, 10, 11),
    "platform_score": (49.99, 50, 59.99, 60),
    "size_class": ("large", "medium", "small", "micro"),
    "audit_report_coded": (True, True, False),
    "audit_lists_main_business": (True, True, False),
    "equity_new": (0, 249.99, 500, 1000, 3000, 4000),
    "employees": (4, 5, 6, 100, 500, 501),
}


def subject(chance: random.Random, *, unknown: float) -> Facts:
    """One subject; each fact is unknown with the chance given."""

    def told(value: Any) -> Any:
        return None if chance.random() < unknown else value

    facts: Facts = {name: told(chance.choice(values)) for name, values in STATES.items()}
    for name, words in SETS.items():
        facts[name] = told(sorted(word for word in words if chance.random() < 0.4))
    for name, values in YEARLY.items():
        facts[name] = {year: told(chance.choice(values)) for year in YEARS}
    growth = chance.choice((95, 100, 105, 110))
    revenue = Decimal(chance.choice(AMOUNTS))
    for year in YEARS:
        wholes = {
            "revenue": revenue,
            "sales_revenue": chance.choice((revenue, Decimal(20000))),
            "cost_expense": Decimal(chance.choice(AMOUNTS)),
            "total_assets": Decimal(chance.choice(AMOUNTS)),
            "employees": facts["employees"][year] or 100,
        }
        for name, value in wholes.items():
            if name != "employees":
                facts.setdefault(name, {})[year] = told(_plain(value))
        base = wholes[chance.choice(("revenue", "sales_revenue", "cost_expense"))]
        facts.setdefault("rd_expense", {})[year] = told(_near(chance, base))
        for part, whole in PARTS.items():
            near = _near(chance, Decimal(wholes[whole]))
            staff = whole == "employees"
            facts.setdefault(part, {})[year] = told(int(near) if staff else near)
        revenue = revenue * growth / 100
    return facts


def _near(chance: random.Random, whole: Decimal) -> int | float:
    """A part of `whole` that lies on a line of the rules, or a cent beside it."""
    return _plain(max(whole * chance.choice(PER_CENT) / 100 + chance.choice(EDGES), Decimal(0)))


def _plain(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
