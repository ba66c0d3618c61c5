"""The standards of the two base titles, line by line."""

from typing import Final

from tests.rulekit.golden import (
    LISTS,
    MANUAL,
    MET,
    OPEN,
    SME,
    UNKNOWN,
    UNMET,
    Cases,
    asked,
    clean,
    debt_bands,
    intellectual_property,
    last,
    share_bands,
    three,
    two,
)

TSME_2017: Final[Cases] = {
    "B1": asked("residency_mainland", good=True, bad=False),
    "B2": [
        (last(employees=500), MET),
        (last(employees=499), MET),
        (last(employees=501), UNMET),
        ({}, UNKNOWN),
    ],
    "B3": [
        (last(sales_revenue=20000), MET),
        (last(sales_revenue=20000.01), UNMET),
        (last(sales_revenue=19999.99), MET),
        (last(revenue=1), UNKNOWN),
    ],
    "B4": [
        (last(total_assets=20000), MET),
        (last(total_assets=20000.01), UNMET),
        (last(total_assets=19999.99), MET),
        ({}, UNKNOWN),
    ],
    "B5": asked("prohibited_industry", good=False, bad=True),
    "V1": clean(
        "serious_incidents", "research_dishonesty", "on_abnormal_list", "on_dishonest_list"
    ),
    "D1": [
        ({"valid_honours": ["hnte"]}, MET),
        ({"valid_honours": ["ip_advantage"]}, UNMET),
        ({"valid_honours": []}, UNMET),
        ({}, UNKNOWN),
    ],
    "D2": [
        ({"award_national_best_rank": 3}, MET),
        ({"award_national_best_rank": 4}, UNMET),
        ({"award_national_best_rank": "none_known"}, UNMET),
        ({}, UNKNOWN),
    ],
    "D3": [
        ({"rd_institution_level": "provincial"}, MET),
        ({"rd_institution_level": "national"}, MET),
        ({"rd_institution_level": "municipal"}, UNMET),
        ({}, UNKNOWN),
    ],
    "D4": asked("standards_led", good=1, bad=0),
    "S1": share_bands("science_staff", "employees", (30, 20), (25, 16), (20, 12), (15, 8), (10, 4)),
    "S2a": share_bands("rd_expense", "sales_revenue", (6, 50), (5, 40), (4, 30), (3, 20), (2, 10)),
    "S2b": share_bands(
        "rd_expense", "cost_expense", (30, 50), (25, 40), (20, 30), (15, 20), (10, 10)
    ),
    "S3": [
        ({"ip_class1": 1}, 30),
        *(({"ip_class1": 0, "ip_class2": n}, 6 * n) for n in range(5)),
        ({"ip_class1": 0, "ip_class2": 5}, 24),
        ({"ip_class2": 4}, OPEN),
        ({"ip_class1": 0}, OPEN),
    ],
    "N1a": [(last(employees=5), MET), (last(employees=6), UNMET), ({}, UNKNOWN)],
    "N1b": [
        ({"ip_class1": 0, "ip_class2": 0}, MET),
        ({"ip_class1": 0, "ip_class2": 1}, UNMET),
        ({"ip_class1": 0}, UNKNOWN),
    ],
    "N1c": [
        (last(rd_expense=9.99), MET),
        (last(rd_expense=10), UNMET),
        (last(rd_expense=10.01), UNMET),
        ({}, UNKNOWN),
    ],
    "N1d": asked("risk_history", good=True, bad=False),
    "N1e": asked("first_time_applicant", good=True, bad=False),
    "N2": [({}, MANUAL)],
}
INNO_2022: Final[Cases] = {
    "B1": SME,
    "V1": LISTS,
    "V2": clean("serious_incidents", "prohibited_industry"),
    "D1": asked("award_provincial_up_count", good=1, bad=0),
    "D2": [
        *(
            ({"valid_honours": [one]}, MET)
            for one in ("hnte", "national_tech_innovation_demo", "ip_advantage", "ip_demonstration")
        ),
        ({"valid_honours": []}, UNMET),
        ({}, UNKNOWN),
    ],
    "D3": [
        ({"rd_institution_level": "provincial"}, MET),
        ({"rd_institution_level": "municipal"}, UNMET),
        ({}, UNKNOWN),
    ],
    "D4": [
        (three("equity_new", 100, 200, 200), MET),
        (three("equity_new", 0, 0, 500), MET),
        (three("equity_new", 100, 200, 199.99), UNMET),
        (three("equity_new", 100, 200, 200.01), MET),
        (two("equity_new", 250, 250), UNKNOWN),
    ],
    "S1": intellectual_property(20, 15, 10, 5),
    "S2": share_bands("rd_expense", "revenue", (5, 20), (3, 15), (2, 10), (1, 5)),
    "S3": [
        (two("main_revenue", 1000, 1150), 20),
        (two("main_revenue", 1000, 1149.99), 15),
        (two("main_revenue", 1000, 1100), 15),
        (two("main_revenue", 1000, 1099.99), 10),
        (two("main_revenue", 1000, 1050), 10),
        (two("main_revenue", 1000, 1049.99), 5),
        (two("main_revenue", 1000, 1000), 5),
        (two("main_revenue", 1000, 999.99), 0),
        (last(main_revenue=1150), OPEN),
        (two("main_revenue", 0, 1150), OPEN),
    ],
    "S4": debt_bands((55, 10), (75, 5)),
    "S5": [
        ({"strategic_emerging_industry": True}, 10),
        ({"strategic_emerging_industry": False}, 5),
        ({}, OPEN),
    ],
    "S6": share_bands("main_revenue", "revenue", (70, 20), (60, 15), (55, 10), (50, 5)),
}
