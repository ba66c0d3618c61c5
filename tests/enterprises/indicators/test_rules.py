"""How figures are laid out and what looks odd about them."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from enterprises.models import ANNUAL
from enterprises.rules.indicator_sections import KEY, SECTIONS
from enterprises.rules.plausibility import COMPARED, RANKS, doubts

DICTIONARY = Path("tests/data/indicators.csv")


def test_every_indicator_stands_in_one_section() -> None:
    laid = [name for names in SECTIONS.values() for name in names]

    assert sorted(laid) == sorted(ANNUAL)


def test_key_figures_are_compared_by_the_standards_in_force_or_parts_of_what_is() -> None:
    with DICTIONARY.open(encoding="utf-8") as file:
        rows = {row["field"]: row for row in csv.DictReader(file)}
    standards = {"SRDI-2026", "LG-2026"}
    asked = {name for name, row in rows.items() if standards & set(row["used_by"].split())}
    parts = " ".join(rows[name]["derived_from"] for name in asked)

    assert [name for name in KEY if name not in asked and name not in parts] == []


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ({"revenue": 10}, {"revenue": 1}, [("revenue", "10 倍")]),
        ({"revenue": 1}, {"revenue": 10}, [("revenue", "10 倍")]),
        ({"revenue": Decimal("9.99")}, {"revenue": 1}, []),
        ({"revenue": 0}, {"revenue": 10}, []),
        ({"revenue": 10}, {}, []),
        ({}, {"revenue": 10}, []),
        ({"rd_expense": 2, "revenue": 1}, {}, [("rd_expense", "高于营业收入")]),
        ({"rd_expense": 1, "revenue": 1}, {}, []),
        ({"total_liabilities": 2, "total_assets": 1}, {}, [("total_liabilities", "高于资产")]),
        ({"market_rank_cn": 0}, {}, [("market_rank_cn", "位次从 1 起")]),
        ({"revenue": 30_000_001, "employees": 1}, {}, [("revenue", "人均")]),
        ({"revenue": 30_000_000, "employees": 1}, {}, []),
        ({"revenue": 100, "employees": 0}, {}, []),
        ({"revenue": 100, "sales_revenue": 79}, {}, [("sales_revenue", "两成")]),
        ({"revenue": 100, "sales_revenue": 80}, {}, []),
        ({"segment_years": 3}, {"segment_years": 4}, [("segment_years", "少于上年")]),
        (
            {"platform_score": Decimal(91)},
            {"platform_score": Decimal(60)},
            [("platform_score", "30 分")],
        ),
        ({"platform_score": Decimal(90)}, {"platform_score": Decimal(60)}, []),
    ],
)
def test_what_looks_odd_is_said_and_the_unknown_is_not(
    now: dict[str, object], before: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    found = doubts(now, before)

    assert [it.field for it in found] == [field for field, _ in expected]
    assert [text in it.text for it, (_, text) in zip(found, expected, strict=True)] == [
        True for _ in expected
    ]


def test_every_rank_is_an_indicator_and_every_amount_compared_is_kept_somewhere() -> None:
    monthly = {"output", "tax", "power", "export_value"}

    assert set(RANKS) - set(ANNUAL) == set()
    assert set(COMPARED) - set(ANNUAL) == monthly
