"""More cases of the same lines: each fact alone unknown, each way round alone, each exact line of a
standard that several figures draw. By hand, as the others.
"""

from typing import Any, Final

from tests.rulekit.golden import EXEMPT, MET, OPEN, UNKNOWN, UNMET, Case, Cases, last, three, two
from tests.rulekit.golden_former import IN_ORDER, NO_WAY_ROUND, YOUNG_AND_UNLISTED

NO_PATENTS: Final = {
    "ip_class1_high_value": 0,
    "ip_class1_own": 0,
    "ip_class1": 0,
    "ip_class2": 0,
}


def but(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same facts, some of them not known."""
    return {name: value for name, value in facts.items() if name not in names}


PATENTS_UNKNOWN: Final[list[Case]] = [
    (but(NO_PATENTS, "ip_class1_own"), OPEN),
    (but(NO_PATENTS, "ip_class1"), OPEN),
    (but(NO_PATENTS, "ip_class2"), OPEN),
]
RAISING: Final = (
    NO_WAY_ROUND
    | last(revenue=4999.99, employees=100, rd_staff=50)
    | two("equity_new", 4000, 4000)
    | two("rd_expense", 1500, 1500)
)
UNRANKED: Final = last(market_rank_cn=4, market_rank_province=3, market_rank_world=11) | {
    "export_oriented": True
}
UNICORN: Final = YOUNG_AND_UNLISTED | {"valuation": 10}
POTENTIAL: Final = YOUNG_AND_UNLISTED | {"valuation": 1}

EDGES: Final[dict[str, Cases]] = {
    "TSME-2017": {
        "N1b": [({"ip_class1": 1, "ip_class2": 0}, UNMET), ({"ip_class2": 0}, UNKNOWN)],
    },
    "INNO-2022": {"S1": PATENTS_UNKNOWN},
    "SRDI-2022": {
        "B4": [(two("equity_new", 1000, 999.99), UNKNOWN)],
        "D1": [
            ({"award_national_best_rank": "none_known"}, UNKNOWN),
            ({"award_national_best_rank": 6}, UNKNOWN),
        ],
        "S10": PATENTS_UNKNOWN,
        "S11": [
            (last(rd_expense=400, revenue=100000), 8),
            (last(rd_expense=300, revenue=100000), 6),
            (last(rd_expense=200, revenue=100000), 4),
            (last(rd_expense=100, revenue=100000), 2),
            (last(rd_expense=39.99, revenue=500), 6),
            (last(rd_expense=29.99, revenue=500), 4),
            (last(rd_expense=19.99, revenue=500), 2),
            (last(revenue=500), OPEN),
        ],
    },
    "SRDI-2026": {
        "H7": [
            ({"ip_class1_applied": 0, "rd_institution_level": "none"}, UNKNOWN),
            ({"ip_class1_applied": 0, "award_provincial_up_best_rank": "none_known"}, UNKNOWN),
        ],
    },
    "LG-2022": {
        "H6": [
            (but(IN_ORDER, "has_management_cert") | {"has_foreign_product_cert": False}, UNKNOWN),
            (but(IN_ORDER, "own_brand"), UNKNOWN),
        ],
        "H7": [
            # At a hundred million the middle line is left behind: 3 % is then enough, 6 % no more.
            (NO_WAY_ROUND | two("revenue", 10000, 10000) | two("rd_expense", 600, 299), UNMET),
            (NO_WAY_ROUND | two("revenue", 9000, 10000) | two("rd_expense", 540, 600), MET),
            (NO_WAY_ROUND | two("revenue", 100000, 9999.99) | two("rd_expense", 3000, 599), UNMET),
            (RAISING | two("revenue", 100000, 5000), UNMET),
            (RAISING | two("revenue", 100000, 5000.01), UNMET),
            (RAISING | last(revenue=4999.99, employees=10000, rd_staff=4999), UNMET),
            (but(RAISING, "rd_staff"), UNKNOWN),
            (RAISING | two("equity_new", None, 4000), UNKNOWN),
            (RAISING | {"revenue": {}} | two("rd_expense", 1500, 1500), UNKNOWN),
            (
                NO_WAY_ROUND | two("revenue", 10000, 10000) | two("rd_expense", None, 300),
                UNKNOWN,
            ),
            (RAISING | two("rd_expense", None, 1500), UNKNOWN),
            (
                {"award_national_best_rank": 4, "ckcn_enterprise_list": "none"}
                | last(revenue=10000, rd_expense=0),
                UNMET,
            ),
            (
                {"award_national_best_rank": "none_known"} | last(revenue=10000, rd_expense=0),
                UNKNOWN,
            ),
        ],
        "H8": [
            (
                {"ip_class1_applied": 1, "ckcn_enterprise_list": "top500"}
                | {"award_national_best_rank": "none_known"},
                UNMET,
            ),
            ({"ip_class1_applied": 1, "ckcn_enterprise_list": "none"}, UNKNOWN),
            ({"ip_class1_applied": 1, "award_national_best_rank": "none_known"}, UNKNOWN),
            (NO_WAY_ROUND, UNKNOWN),
        ],
        "H9": [
            ({"has_rd_institution": False, "award_national_best_rank": 3}, EXEMPT),
            (
                {"has_rd_institution": False, "award_national_best_rank": 4}
                | {"ckcn_enterprise_list": "none"},
                UNMET,
            ),
            ({"has_rd_institution": False, "ckcn_enterprise_list": "top50"}, EXEMPT),
            (
                {"has_rd_institution": False, "ckcn_enterprise_list": "top500"}
                | {"award_national_best_rank": "none_known"},
                UNMET,
            ),
            ({"has_rd_institution": False, "ckcn_enterprise_list": "none"}, UNKNOWN),
            ({"has_rd_institution": False, "award_national_best_rank": "none_known"}, UNKNOWN),
            (NO_WAY_ROUND, UNKNOWN),
        ],
    },
    "LG-2025-190": {"X2": [({"lg_same_group_similar_product": False}, UNKNOWN)]},
    "LG-2026": {
        "P1": [
            (three("audit_lists_main_business", True, True, True), UNKNOWN),
            (
                three("audit_lists_main_business", True, True, True)
                | three("audit_report_coded", None, True, True),
                UNKNOWN,
            ),
        ],
    },
    "CHAMP-HB": {
        "H1": [
            (but(UNRANKED, "market_rank_cn"), UNKNOWN),
            (but(UNRANKED, "market_rank_province"), UNKNOWN),
            (but(UNRANKED, "market_rank_world"), UNKNOWN),
        ],
    },
    "UNICORN-EL-2023": {
        "U1": [
            (but(UNICORN, "listed"), UNKNOWN),
            (but(UNICORN, "private_funded"), UNKNOWN),
            (but(UNICORN, "years_since_founding"), UNKNOWN),
        ],
        "U2": [
            # Five years old to the day: the younger line alone is drawn, and 1 is enough.
            (POTENTIAL | {"years_since_founding": 5, "valuation": 4.9999}, MET),
            (but(POTENTIAL, "listed"), UNKNOWN),
            (but(POTENTIAL, "years_since_founding"), UNKNOWN),
        ],
    },
}
