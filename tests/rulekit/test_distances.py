"""What is missing, in the unit of the criterion."""

from decimal import Decimal
from typing import Any

import pytest

from tests.rulekit.golden import last, three, two
from tests.rulekit.worked import standing

pytestmark = pytest.mark.django_db


def gap(code: str, line: str, facts: dict[str, Any], kind: str = "new") -> tuple[Any, str]:
    (found,) = [one for one in standing(code, kind, facts).criteria if one.rule.code == line]
    return found.distance, found.unit


@pytest.mark.parametrize(
    ("code", "line", "facts", "missing"),
    [
        ("LG-2026", "H2", last(revenue=4200), ("800", "万元")),
        ("LG-2026", "H2", last(revenue=5000), ("0", "万元")),
        ("LG-2026", "H2", last(revenue=4999.999999), ("0.0001", "万元")),
        ("LG-2026", "H3", last(main_revenue=850, revenue=1000), ("5", "%")),
        ("LG-2026", "H4", three("revenue", 10000, None, 10404), ("3", "%")),
        ("LG-2026", "H5", last(total_liabilities=800, total_assets=1000), ("5", "%")),
        ("LG-2026", "H6", two("rd_expense", 500, 300), ("400", "万元")),
        ("LG-2026", "H7", two("rd_expense", 10, 20) | two("revenue", 1000, 1000), ("2", "%")),
        (
            "LG-2026",
            "H8",
            {"ip_class1_applied_own_top3": 1, "award_national_best_rank": "none_known"},
            ("3", "项"),
        ),
        ("LG-2026", "H9", last(market_share=7.5, market_rank_cn=5), ("2.5", "%")),
        ("LG-2026", "H11", {"platform_score": {"Y": 52}}, ("8", "分")),
        (
            "SRDI-2026",
            "H2",
            last(revenue=1400) | two("equity_new", 0, 500),
            ("100", "万元"),
        ),
        ("SRDI-2026", "H5", two("rd_expense", 40, 80), ("60", "万元")),
        ("CHAMP-2023", "H3", last(market_rank_world=7), ("4", "位")),
        (
            "CHAMP-2023",
            "H2",
            three("main_revenue", 30000, 30000, 30000) | {"valid_titles": []},
            ("10000", "万元"),
        ),
    ],
)
def test_the_distance_is_what_is_missing(
    code: str, line: str, facts: dict[str, Any], missing: tuple[str, str]
) -> None:
    assert gap(code, line, facts) == (Decimal(missing[0]), missing[1])


def test_what_is_unknown_has_no_distance() -> None:
    assert gap("LG-2026", "H2", {}) == (None, "万元")


def value(code: str, line: str, facts: dict[str, Any], kind: str = "new") -> Any:
    (found,) = [one for one in standing(code, kind, facts).criteria if one.rule.code == line]
    return found.value


def test_a_year_that_is_not_known_lets_no_other_year_stand_for_both() -> None:
    """Each year must do: one good year shows nothing, one bad year decides. Either year will do:
    the other way round.
    """
    assert value("SRDI-2026", "H5", two("rd_expense", None, 300)) is None
    assert value("SRDI-2026", "H5", two("rd_expense", None, 40)) == 40
    assert value("SRDI-2026", "H5", two("rd_expense", 300, 200)) == 200
    either = {"platform_score": {"Y-1": 40}}
    assert value("SRDI-2026", "H9R", either, "review") is None
    assert value("SRDI-2026", "H9R", {"platform_score": {"Y-1": 40, "Y": 45}}, "review") == 45
    assert value("SRDI-2026", "H9R", {"platform_score": {"Y-1": 60}}, "review") == 60


def test_what_is_missing_for_certain_is_not_lessened_by_what_is_unknown() -> None:
    assert gap("SRDI-2026", "H5", two("rd_expense", None, 40)) == (60, "万元")
    assert gap("SRDI-2026", "H5", two("rd_expense", None, 300)) == (None, "万元")


def test_an_alternative_that_may_hold_misses_nothing_for_certain() -> None:
    """Listed, so not one of them whatever else; of its seven years and a valuation nobody knows
    none is too much.
    """
    listed = {"years_since_founding": 7, "listed": True}

    assert gap("UNICORN-EL-2023", "U2", listed) == (None, "年")
    assert gap("UNICORN-EL-2023", "U2", listed | {"valuation": 0.5}) == (Decimal(2), "年")


def test_what_is_no_number_has_no_distance() -> None:
    assert gap("LG-2026", "H0", {"valid_titles": []}) == (None, "")


def test_a_reading_names_what_is_lacking_and_what_is_open() -> None:
    facts = {
        "valid_titles": ["srdi_sme"],
        "on_abnormal_list": True,
        **last(revenue=4000, segment_years=3, total_liabilities=1, total_assets=2),
    }

    found = standing("LG-2026", "new", facts)

    assert found.verdict == "unmet"
    assert found.lacking == ("H2", "V1")
    assert found.open == ("B0", "H3", "H4", "H6", "H7", "H8", "H9", "H10", "H11", "X2", "V2")
