"""The standards of 2026 (工信部企业〔2026〕2号), line by line."""

from typing import Final

from tests.rulekit.golden import (
    EXEMPT,
    LISTS,
    MET,
    SME,
    UNKNOWN,
    UNMET,
    Cases,
    asked,
    clean,
    debt,
    each_share,
    judgement,
    last,
    share,
    three,
    two,
)

SRDI_2026: Final[Cases] = {
    "B0": SME,
    "H0": [
        ({"valid_titles": ["tech_sme"]}, MET),
        ({"valid_titles": ["innovative_sme"]}, MET),
        ({"valid_titles": ["tech_innovative"]}, MET),
        ({"valid_titles": ["little_giant"]}, UNMET),
        ({"valid_titles": []}, UNMET),
        ({}, UNKNOWN),
    ],
    "H1": [
        (last(segment_years=3), MET),
        (last(segment_years=2.99), UNMET),
        (last(segment_years=3.01), MET),
        ({"segment_years": {"Y": 3}}, UNKNOWN),
    ],
    "H2": [
        (last(revenue=1500), MET),
        (last(revenue=1500.01), MET),
        ({**last(revenue=1499.99), **two("equity_new", 1000, 1000)}, MET),
        ({**last(revenue=1499.99), **two("equity_new", 0, 2000.01)}, MET),
        ({**last(revenue=1499.99), **two("equity_new", 1000, 999.99)}, UNMET),
        ({**last(revenue=1499.99), **two("equity_new", None, 2000)}, UNKNOWN),
        (last(revenue=1499.99), UNKNOWN),
        (two("equity_new", 1000, 1000), MET),
        (two("equity_new", 0, 0), UNKNOWN),
    ],
    "H3": share("main_revenue", "revenue", at=80),
    "H4": debt(at=80),
    "H5": [
        (two("rd_expense", 100, 100), MET),
        (two("rd_expense", 99.99, 1000), UNMET),
        (two("rd_expense", 1000, 99.99), UNMET),
        (two("rd_expense", 100.01, 100.01), MET),
        (two("rd_expense", None, 100), UNKNOWN),
        (two("rd_expense", None, 99.99), UNMET),
        ({}, UNKNOWN),
    ],
    "H6": each_share(at=3),
    "H7": [
        ({"ip_class1_applied": 1}, MET),
        ({"ip_class1_applied": 2}, MET),
        ({"ip_class1_applied": 0}, UNKNOWN),
        ({"ip_class1_applied": 0, "award_provincial_up_best_rank": 3}, EXEMPT),
        ({"ip_class1_applied": 0, "rd_institution_level": "provincial"}, EXEMPT),
        ({"ip_class1_applied": 0, "rd_institution_level": "national"}, EXEMPT),
        ({"rd_institution_level": "national"}, EXEMPT),
        (
            {
                "ip_class1_applied": 0,
                "award_provincial_up_best_rank": 4,
                "rd_institution_level": "municipal",
            },
            UNMET,
        ),
        (
            {
                "ip_class1_applied": 0,
                "award_provincial_up_best_rank": "none_known",
                "rd_institution_level": "none",
            },
            UNMET,
        ),
        (
            {"award_provincial_up_best_rank": "none_known", "rd_institution_level": "none"},
            UNKNOWN,
        ),
    ],
    "H8": judgement("j_market_position"),
    "H9": [
        ({"platform_score": {"Y": 50}}, MET),
        ({"platform_score": {"Y": 49.99}}, UNMET),
        ({"platform_score": {"Y": 50.01}}, MET),
        ({"platform_score": {"Y-1": 50}}, UNKNOWN),
    ],
    "V1": LISTS,
    "V2": clean("serious_incidents", "data_falsification", "prohibited_industry"),
}
SRDI_2026_REVIEW: Final[Cases] = {
    "H9R": [
        ({"platform_score": {"Y-1": 50, "Y": 0}}, MET),
        ({"platform_score": {"Y-1": 0, "Y": 50}}, MET),
        ({"platform_score": {"Y-1": 49.99, "Y": 49.99}}, UNMET),
        ({"platform_score": {"Y-1": 49.99}}, UNKNOWN),
        ({"platform_score": {"Y-1": 50}}, MET),
    ],
    "H9": [({"platform_score": {"Y": 0}}, "not_applicable")],
}
LG_2026: Final[Cases] = {
    "B0": SME,
    "H0": [
        ({"valid_titles": ["srdi_sme"]}, MET),
        ({"valid_titles": ["innovative_sme", "little_giant"]}, UNMET),
        ({}, UNKNOWN),
    ],
    "H1": [
        (last(segment_years=3), MET),
        (last(segment_years=2.99), UNMET),
        (last(segment_years=3.01), MET),
        ({}, UNKNOWN),
    ],
    "H2": [
        (last(revenue=5000), MET),
        (last(revenue=4999.99), UNMET),
        (last(revenue=5000.01), MET),
        ({"revenue": {"Y-2": 5000}}, UNKNOWN),
    ],
    "H3": share("main_revenue", "revenue", at=90),
    "H4": [
        (three("revenue", 40000, None, 44100), MET),
        (three("revenue", 40000, None, 44099.99), UNMET),
        (three("revenue", 40000, None, 44100.01), MET),
        (three("revenue", 40000, 1, 44100), MET),
        (three("revenue", 0, 0, 44100), UNKNOWN),
        (last(revenue=44100), UNKNOWN),
        (three("revenue", 40000, 44100, None), UNKNOWN),
    ],
    "H5": debt(at=75),
    "H6": [
        (two("rd_expense", 600, 600), MET),
        (two("rd_expense", 0, 1200), MET),
        (two("rd_expense", 600, 599.99), UNMET),
        (two("rd_expense", 600, 600.01), MET),
        (two("rd_expense", None, 1200), UNKNOWN),
    ],
    "H7": each_share(at=3),
    "H8": [
        ({"ip_class1_applied_own_top3": 4}, MET),
        ({"ip_class1_applied_own_top3": 5}, MET),
        ({"ip_class1_applied_own_top3": 3, "award_national_best_rank": "none_known"}, UNMET),
        ({"ip_class1_applied_own_top3": 3, "award_national_best_rank": 4}, UNMET),
        ({"ip_class1_applied_own_top3": 3, "award_national_best_rank": 3}, EXEMPT),
        ({"ip_class1_applied_own_top3": 0, "award_national_best_rank": 1}, EXEMPT),
        ({"ip_class1_applied_own_top3": 3}, UNKNOWN),
        ({"award_national_best_rank": 4}, UNKNOWN),
    ],
    "H9": [
        (last(market_share=10), MET),
        (last(market_share=9.99, market_rank_cn=3), MET),
        (last(market_share=9.99, market_rank_cn=4), UNMET),
        (last(market_share=10.01, market_rank_cn=20), MET),
        (last(market_share=9.99), UNKNOWN),
        (last(market_rank_cn=2), MET),
        (last(market_rank_cn=4), UNKNOWN),
    ],
    "H10": judgement("j_key_field"),
    "H11": [
        ({"platform_score": {"Y": 60}}, MET),
        ({"platform_score": {"Y": 59.99}}, UNMET),
        ({"platform_score": {"Y": 60.01}}, MET),
        ({"platform_score": {"Y-1": 60}}, UNKNOWN),
    ],
    "X1": [
        ({"valid_titles": []}, MET),
        ({"valid_titles": ["srdi_sme", "champion_provincial"]}, MET),
        ({"valid_titles": ["srdi_sme", "champion"]}, UNMET),
        ({}, UNKNOWN),
    ],
    "X2": [
        ({"lg_control_link": False, "lg_same_group_similar_product": False}, MET),
        ({"lg_control_link": True, "lg_same_group_similar_product": False}, UNMET),
        ({"lg_control_link": False, "lg_same_group_similar_product": True}, UNMET),
        ({"lg_control_link": True}, UNMET),
        ({"lg_control_link": False}, UNKNOWN),
        ({"lg_same_group_similar_product": False}, UNKNOWN),
    ],
    "V1": LISTS,
    "V2": clean("serious_incidents", "data_falsification", "prohibited_industry"),
    "P1": [
        (
            three("audit_report_coded", True, True, True)
            | three("audit_lists_main_business", True, True, True),
            MET,
        ),
        (
            three("audit_report_coded", True, False, True)
            | three("audit_lists_main_business", True, True, True),
            UNMET,
        ),
        (
            three("audit_report_coded", True, True, True)
            | three("audit_lists_main_business", True, True, None),
            UNKNOWN,
        ),
    ],
}
LG_2026_REVIEW: Final[Cases] = {
    "H4": [(three("revenue", 44100, 44100, 5000), "not_applicable")],
    "H11R": [
        ({"platform_score": {"Y-1": 60, "Y": 0}}, MET),
        ({"platform_score": {"Y-1": 59.99, "Y": 60}}, MET),
        ({"platform_score": {"Y-1": 59.99, "Y": 59.99}}, UNMET),
        ({"platform_score": {"Y": 59.99}}, UNKNOWN),
    ],
    "X1": [({"valid_titles": ["champion"]}, "not_applicable")],
    "X2": [({"lg_control_link": True}, "not_applicable")],
}
CHAMP_2023: Final[Cases] = {
    "H1": [
        (last(segment_years=10), MET),
        ({**last(segment_years=9.99), "is_new_product": False}, UNMET),
        (last(segment_years=10.01), MET),
        ({**last(segment_years=5), "is_new_product": True}, MET),
        ({**last(segment_years=4.99), "is_new_product": True}, UNMET),
        (last(segment_years=4.99), UNMET),
        (last(segment_years=5), UNKNOWN),
        ({"is_new_product": True}, UNKNOWN),
    ],
    "H2": [
        (three("main_revenue", 40000, 40000, 40000), MET),
        (three("main_revenue", 0, 0, 120000), MET),
        ({**three("main_revenue", 40000, 40000, 39999.99), "valid_titles": []}, UNMET),
        (three("main_revenue", 40000, 40000, 40000.01), MET),
        ({**three("main_revenue", 20000, 20000, 20000), "valid_titles": ["srdi_sme"]}, MET),
        ({**three("main_revenue", 20000, 20000, 20000), "valid_titles": ["little_giant"]}, MET),
        ({**three("main_revenue", 20000, 20000, 19999.99), "valid_titles": ["srdi_sme"]}, UNMET),
        ({**three("main_revenue", 20000, 20000, 20000), "valid_titles": ["tech_sme"]}, UNMET),
        (three("main_revenue", 20000, 20000, 20000), UNKNOWN),
        (three("main_revenue", 20000, 20000, 19999.99), UNMET),
        (three("main_revenue", None, 60000, 60000), UNKNOWN),
    ],
    "H3": [
        (last(market_rank_world=3), MET),
        (last(market_rank_world=2), MET),
        (last(market_rank_world=4), UNMET),
        ({}, UNKNOWN),
    ],
    "H4": judgement("j_champion_expert"),
    "V1": clean(
        "on_abnormal_list",
        "on_dishonest_list",
        "serious_incidents",
        "tax_evasion",
        "data_falsification",
        "prohibited_industry",
    ),
}
CHAMP_HB: Final[Cases] = {
    "H1": [
        (last(market_rank_cn=3), MET),
        (last(market_rank_province=2), MET),
        ({**last(market_rank_world=10), "export_oriented": True}, MET),
        (
            {**last(market_rank_cn=4, market_rank_province=3), "export_oriented": False},
            UNMET,
        ),
        (last(market_rank_cn=4, market_rank_province=3, market_rank_world=11), UNMET),
        (last(market_rank_cn=4, market_rank_province=3, market_rank_world=10), UNKNOWN),
        (last(market_rank_cn=4, market_rank_province=3), UNKNOWN),
    ],
    "H2": judgement("j_champion_expert"),
}
KEYLG_2024: Final[Cases] = {
    "H1": [
        ({"valid_titles": ["little_giant"]}, MET),
        ({"valid_titles": ["little_giant_provincial", "srdi_sme"]}, UNMET),
        ({}, UNKNOWN),
    ],
    "H2": asked("listed", good=False, bad=True),
    "H3": asked("prior_key_support", good=False, bad=True),
    "H4": [
        ({"plan_investment": 2000}, UNMET),
        ({"plan_investment": 1999.99}, UNMET),
        ({"plan_investment": 2000.01}, MET),
        ({}, UNKNOWN),
    ],
    "H5": judgement("j_key_plan"),
    "V1": clean("on_abnormal_list", "on_dishonest_list", "serious_incidents"),
}
