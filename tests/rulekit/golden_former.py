"""The standards of 2022 (工信部企业〔2022〕63号) with their notices, and the unicorn lists."""

from typing import Final

from tests.rulekit.golden import (
    EXEMPT,
    LISTS,
    MANUAL,
    MET,
    OPEN,
    SME,
    UNKNOWN,
    UNMET,
    Cases,
    bands,
    clean,
    debt,
    debt_bands,
    intellectual_property,
    judgement,
    last,
    share,
    share_bands,
    three,
    two,
)

NO_WAY_ROUND: Final = {
    "award_national_best_rank": "none_known",
    "ckcn_enterprise_list": "none",
}
IN_ORDER: Final = {"has_management_cert": True, "core_business_it": True, "own_brand": True}
SRDI_2022: Final[Cases] = {
    "B0": SME,
    "B1": [
        (last(segment_years=2), MET),
        (last(segment_years=1.99), UNMET),
        (last(segment_years=2.01), MET),
        ({}, UNKNOWN),
    ],
    "B2": [
        (last(rd_expense=100), MET),
        (last(rd_expense=99.99), UNMET),
        (last(rd_expense=100.01), MET),
        ({}, UNKNOWN),
    ],
    "B3": share("rd_expense", "revenue", at=3),
    "B4": [
        (last(revenue=1000), MET),
        (last(revenue=1000.01), MET),
        ({**last(revenue=999.99), **two("equity_new", 2000, 0)}, MET),
        ({**last(revenue=999.99), **two("equity_new", 1000, 999.99)}, UNMET),
        (last(revenue=999.99), UNKNOWN),
    ],
    "V1": LISTS,
    "V2": clean("serious_incidents", "prohibited_industry"),
    "D1": [
        ({"award_provincial_up_best_rank": 3}, MET),
        ({"award_national_best_rank": 5}, MET),
        ({"award_provincial_up_best_rank": 4, "award_national_best_rank": 6}, UNMET),
        ({"award_provincial_up_best_rank": 4, "award_national_best_rank": "none_known"}, UNMET),
        ({"award_provincial_up_best_rank": 4}, UNKNOWN),
    ],
    "D2": [
        (two("rd_expense", 1000, 1000), MET),
        (two("rd_expense", 0, 2000), MET),
        (two("rd_expense", 1000, 999.99), UNMET),
        (two("rd_expense", 1000, 1000.01), MET),
        (last(rd_expense=3000), UNKNOWN),
    ],
    "D3": [
        (two("equity_new", 3000, 3000), MET),
        (two("equity_new", 3000, 2999.99), UNMET),
        (two("equity_new", 3000, 3000.01), MET),
        (last(equity_new=6000), UNKNOWN),
    ],
    "D4": [
        ({"ckcn_enterprise_list": "top500"}, MET),
        ({"ckcn_enterprise_list": "top50"}, MET),
        ({"ckcn_enterprise_list": "none"}, UNMET),
        ({}, UNKNOWN),
    ],
    "S01": share_bands("main_revenue", "revenue", (80, 5), (70, 3), (60, 1)),
    "S02": [
        (three("main_revenue", 1000, 1100, 1210), 10),
        (three("main_revenue", 1000, 1100, 1209.99), 8),
        (three("main_revenue", 1000, 1000, 1160), 8),
        (three("main_revenue", 1000, 1000, 1159.99), 6),
        (three("main_revenue", 1000, 1000, 1120), 6),
        (three("main_revenue", 1000, 1000, 1119.99), 4),
        (three("main_revenue", 1000, 1000, 1080), 4),
        (three("main_revenue", 1000, 1000, 1079.99), 2),
        (three("main_revenue", 1000, 1000, 1000), 2),
        (three("main_revenue", 1000, 1000, 999.99), 0),
        # 50 % down, then 50 % up: nought on average, though a quarter is lost.
        (three("main_revenue", 1000, 500, 750), 2),
        (two("main_revenue", 1000, 1100), OPEN),
    ],
    "S03": bands(
        "segment_years",
        (10, 5),
        (10.01, 5),
        (9.99, 4),
        (8, 4),
        (7.99, 3),
        (6, 3),
        (5.99, 2),
        (4, 2),
        (3.99, 1),
        (2, 1),
        rest=1.99,
        yearly=True,
    ),
    "S04": bands(
        "product_chain_role",
        ("gap_filling", 5),
        ("six_base_or_key_supplier", 3),
        rest="other",
        yearly=False,
    ),
    "S05": bands("digital_level", (4, 5), (3, 5), (2, 3), rest=1, yearly=False),
    "S06": bands("quality_items", (4, 5), (2, 5), (1, 3), rest=0, yearly=False),
    "S07": share_bands("net_profit", "revenue", (10, 10), (8, 8), (6, 6), (4, 4), (2, 2)),
    "S08": debt_bands((50, 5), (60, 3), (70, 1)),
    "S09": [
        ({"local_feature_score": 15}, 15),
        ({"local_feature_score": 20}, 15),
        ({"local_feature_score": 7}, 7),
        ({"local_feature_score": 0}, 0),
        ({}, OPEN),
    ],
    "S10": intellectual_property(10, 8, 6, 2),
    "S11": [
        (last(rd_expense=500, revenue=100000), 10),
        (last(rd_expense=499.99, revenue=100000), 8),
        (last(rd_expense=399.99, revenue=100000), 6),
        (last(rd_expense=299.99, revenue=100000), 4),
        (last(rd_expense=199.99, revenue=100000), 2),
        (last(rd_expense=99.99, revenue=100000), 0),
        (last(rd_expense=50, revenue=500), 10),
        (last(rd_expense=49.99, revenue=500), 8),
        (last(rd_expense=40, revenue=500), 8),
        (last(rd_expense=30, revenue=500), 6),
        (last(rd_expense=20, revenue=500), 4),
        (last(rd_expense=15, revenue=500), 2),
        (last(rd_expense=14.99, revenue=500), 0),
        (last(rd_expense=500), 10),
        (last(rd_expense=400), OPEN),
    ],
    "S12": share_bands("rd_staff", "employees", (20, 5), (10, 3), (5, 1)),
    "S13": bands(
        "rd_institution_level",
        ("national", 10),
        ("provincial", 8),
        ("municipal", 4),
        ("below_municipal", 2),
        rest="none",
        yearly=False,
    ),
}
LG_2022: Final[Cases] = {
    "B0": SME,
    "H1": [
        (last(segment_years=3), MET),
        (last(segment_years=2.99), UNMET),
        (last(segment_years=3.01), MET),
        ({}, UNKNOWN),
    ],
    "H2": share("main_revenue", "revenue", at=70),
    "H3": [
        (three("main_revenue", 1000, 1050, 1102.5), MET),
        (three("main_revenue", 1000, 1050, 1102.49), UNMET),
        (three("main_revenue", 1000, 1050, 1102.51), MET),
        (three("main_revenue", 1000, 1000, 1100), MET),
        (three("main_revenue", 0, 1000, 1100), UNKNOWN),
        (two("main_revenue", 1000, 1100), UNKNOWN),
    ],
    "H4": debt(at=70),
    "H5": [
        (last(market_share=10), MET),
        (last(market_share=9.99), UNMET),
        (last(market_share=10.01), MET),
        ({}, UNKNOWN),
    ],
    "H6": [
        (IN_ORDER, MET),
        (IN_ORDER | {"has_management_cert": False, "has_foreign_product_cert": True}, MET),
        (IN_ORDER | {"has_management_cert": False, "has_foreign_product_cert": False}, UNMET),
        (IN_ORDER | {"has_management_cert": False}, UNKNOWN),
        (IN_ORDER | {"core_business_it": False}, UNMET),
        (IN_ORDER | {"own_brand": False}, UNMET),
        ({"has_management_cert": True, "own_brand": True}, UNKNOWN),
    ],
    "H7": [
        (NO_WAY_ROUND | two("revenue", 10000, 10000) | two("rd_expense", 300, 300), MET),
        (NO_WAY_ROUND | two("revenue", 10000, 10000) | two("rd_expense", 300, 299.99), UNMET),
        (NO_WAY_ROUND | two("revenue", 10000, 10000) | two("rd_expense", 299.99, 300), UNMET),
        (NO_WAY_ROUND | two("revenue", 10000, 9999.99) | two("rd_expense", 600, 599.9994), MET),
        (NO_WAY_ROUND | two("revenue", 10000, 9999.99) | two("rd_expense", 600, 599.99), UNMET),
        (NO_WAY_ROUND | two("revenue", 5000, 5000) | two("rd_expense", 300, 300), MET),
        (NO_WAY_ROUND | two("revenue", 5000, 5000) | two("rd_expense", 300, 299.99), UNMET),
        (
            NO_WAY_ROUND
            | last(revenue=4999.99, employees=100, rd_staff=50)
            | two("equity_new", 4000, 4000)
            | two("rd_expense", 1500, 1500),
            MET,
        ),
        (
            NO_WAY_ROUND
            | last(revenue=4999.99, employees=100, rd_staff=49)
            | two("equity_new", 4000, 4000)
            | two("rd_expense", 1500, 1500),
            UNMET,
        ),
        (
            NO_WAY_ROUND
            | last(revenue=4999.99, employees=100, rd_staff=50)
            | two("equity_new", 4000, 3999.99)
            | two("rd_expense", 1500, 1500),
            UNMET,
        ),
        (
            NO_WAY_ROUND
            | last(revenue=4999.99, employees=100, rd_staff=50)
            | two("equity_new", 4000, 4000)
            | two("rd_expense", 1500, 1499.99),
            UNMET,
        ),
        ({"award_national_best_rank": 3}, EXEMPT),
        ({"ckcn_enterprise_list": "top50"}, EXEMPT),
        ({"ckcn_enterprise_list": "top500"} | last(revenue=10000, rd_expense=0), UNKNOWN),
        (NO_WAY_ROUND | last(revenue=10000, rd_expense=0), UNMET),
        (NO_WAY_ROUND | last(rd_expense=300), UNKNOWN),
    ],
    "H8": [
        ({"ip_class1_applied": 2}, MET),
        ({"ip_class1_applied": 3}, MET),
        (NO_WAY_ROUND | {"ip_class1_applied": 1}, UNMET),
        (NO_WAY_ROUND | {"ip_class1_applied": 1, "award_national_best_rank": 4}, UNMET),
        ({"ip_class1_applied": 1, "award_national_best_rank": 3}, EXEMPT),
        ({"ip_class1_applied": 1, "ckcn_enterprise_list": "top50"}, EXEMPT),
        ({"ip_class1_applied": 1}, UNKNOWN),
    ],
    "H9": [
        ({"has_rd_institution": True}, MET),
        (NO_WAY_ROUND | {"has_rd_institution": False}, UNMET),
        ({"has_rd_institution": False, "award_national_best_rank": 2}, EXEMPT),
        ({"has_rd_institution": False}, UNKNOWN),
    ],
    "H10": judgement("j_key_field"),
    "V1": LISTS,
    "V2": clean("serious_incidents", "prohibited_industry"),
}
YOUNG_AND_UNLISTED: Final = {"years_since_founding": 5, "listed": False, "private_funded": True}
UNICORN: Final[Cases] = {
    "U1": [
        (YOUNG_AND_UNLISTED | {"years_since_founding": 10, "valuation": 10}, MET),
        (YOUNG_AND_UNLISTED | {"years_since_founding": 10.01, "valuation": 10}, UNMET),
        (YOUNG_AND_UNLISTED | {"valuation": 9.9999}, UNMET),
        (YOUNG_AND_UNLISTED | {"valuation": 10, "private_funded": False}, UNMET),
        (YOUNG_AND_UNLISTED | {"valuation": 10, "listed": True}, UNMET),
        (YOUNG_AND_UNLISTED, UNKNOWN),
    ],
    "U2": [
        (YOUNG_AND_UNLISTED | {"valuation": 1}, MET),
        (YOUNG_AND_UNLISTED | {"valuation": 0.9999}, UNMET),
        (YOUNG_AND_UNLISTED | {"years_since_founding": 5.01, "valuation": 4.9999}, UNMET),
        (YOUNG_AND_UNLISTED | {"years_since_founding": 5.01, "valuation": 5}, MET),
        (YOUNG_AND_UNLISTED | {"years_since_founding": 9, "valuation": 5}, MET),
        (YOUNG_AND_UNLISTED | {"years_since_founding": 9.01, "valuation": 5}, UNMET),
        (YOUNG_AND_UNLISTED | {"valuation": 1, "listed": True}, UNMET),
        (YOUNG_AND_UNLISTED, UNKNOWN),
    ],
    "U3": [
        ({"years_since_founding": 5}, MET),
        ({"years_since_founding": 5.01}, UNMET),
        ({}, UNKNOWN),
    ],
    "U4": [({}, MANUAL)],
}
NOTICE_OF_2025: Final[Cases] = {
    "O1": [
        (last(revenue=5000), MET),
        (last(revenue=4999.99), UNMET),
        (last(revenue=5000.01), MET),
        ({}, UNKNOWN),
    ],
    "X1": [({"valid_titles": ["champion"]}, UNMET), ({"valid_titles": []}, MET), ({}, UNKNOWN)],
    "X2": [
        ({"lg_control_link": False, "lg_same_group_similar_product": False}, MET),
        ({"lg_control_link": True}, UNMET),
        ({"lg_same_group_similar_product": True}, UNMET),
        ({"lg_control_link": False}, UNKNOWN),
    ],
    "P1": [
        (last(audit_report_coded=True), MET),
        (last(audit_report_coded=False), UNMET),
        ({}, UNKNOWN),
    ],
}
NOTICE_OF_HUBEI: Final[Cases] = {
    "H0": [
        ({"valid_titles": ["innovative_sme"]}, MET),
        ({"valid_titles": ["tech_sme"]}, UNMET),
        ({}, UNKNOWN),
    ],
    "X1": [
        ({"valid_titles": ["innovative_sme"]}, MET),
        ({"valid_titles": ["champion"]}, UNMET),
        ({"valid_titles": ["little_giant"]}, UNMET),
        ({}, UNKNOWN),
    ],
}
