from decimal import Decimal

import pytest

from enterprises.choices import SizeClass
from enterprises.rules.size_class import Floors, SizeFigures, SizeRule, rule_for, size_class
from tests.data import size_rows, vectors


def _floors(row, name):
    values = [row[f"{name}_{size}"] for size in ("small", "medium", "large")]
    return Floors(*map(Decimal, values)) if all(values) else None


RULES = tuple(
    SizeRule(
        row["code"],
        row["category"],
        tuple(row["gbt4754_prefixes"].split(";")),
        *(_floors(row, name) for name in ("staff", "revenue", "assets")),
    )
    for row in size_rows()
)


@pytest.mark.parametrize("case", vectors("size_class"), ids=str)
def test_floors_decide_the_class_as_the_standard_says(case):
    rule = rule_for(case["industry"], RULES)
    figures = SizeFigures(*(Decimal(str(case[key])) for key in ("staff", "revenue", "assets")))

    assert size_class(rule, figures) == case["expect"]


def test_the_longest_prefix_names_the_industry():
    assert rule_for("G5910", RULES).category == "交通运输业"
    assert rule_for("G5920", RULES).category == "仓储业"
    assert rule_for("P8310", RULES) is None


def test_a_missing_figure_leaves_the_class_open():
    assert size_class(rule_for("C3976", RULES), SizeFigures(staff=Decimal(500))) is None


def test_a_known_figure_below_the_lowest_floor_decides_alone():
    assert size_class(rule_for("C3976", RULES), SizeFigures(staff=Decimal(19))) == SizeClass.MICRO


def test_a_figure_the_industry_does_not_use_is_not_missed():
    assert size_class(rule_for("M7320", RULES), SizeFigures(staff=Decimal(9))) == SizeClass.MICRO
