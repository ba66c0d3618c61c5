"""The stored indicators are those of the dictionary, and what is not stored says why."""

from collections.abc import Mapping
from typing import Final

from enterprises.choices import Honour
from enterprises.models import ANNUAL
from enterprises.rules.cells import HONOURS
from enterprises.rules.indicators import BOUNDS, PARTS

# Indicators of the documents that no column keeps, and why.
NOT_KEPT: Final[Mapping[str, str]] = {
    "size_class": "a fact of its own, SizeYear",
    "years_since_founding": "from the founding day",
    "main_revenue_ratio": "of main_revenue and revenue",
    "main_revenue_growth": "of main_revenue in two years",
    "revenue_cagr_2y": "of revenue in three years",
    "debt_ratio": "of total_liabilities and total_assets",
    "net_profit_margin": "of net_profit and revenue",
    "rd_revenue_ratio": "of rd_expense and revenue",
    "rd_sales_ratio": "of rd_expense and sales_revenue",
    "rd_cost_ratio": "of rd_expense and cost_expense",
    "science_staff_ratio": "of science_staff and employees",
    "rd_staff_ratio": "of rd_staff and employees",
    "valid_titles": "of the titles in force",
}
# Columns that no tier's document asks for, and which clause of the measures does.
OF_MEASURES: Final[Mapping[str, str]] = {"equipment_investment": "11c, 设备投资 500 万元以上"}


def test_what_is_worked_out_has_no_column() -> None:
    assert set(NOT_KEPT) & set(ANNUAL) == set()
    asked = set(ANNUAL) - set(OF_MEASURES)
    assert len(NOT_KEPT) + len(asked) == 80, "the dictionary has eighty indicators"


def test_every_column_may_be_unknown() -> None:
    assert [name for name, it in ANNUAL.items() if not it.column.null] == []


def test_rules_speak_of_columns_that_exist() -> None:
    named = {*PARTS, *PARTS.values(), *BOUNDS}

    assert named - set(ANNUAL) == set()


def test_the_reader_knows_every_honour_by_its_label() -> None:
    assert {str(label): code for code, label in Honour.choices} == HONOURS
