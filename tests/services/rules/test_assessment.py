"""How units are assessed: the example of the report, and what must hold of every figure."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.rules.assessing import ranked
from services.rules.assessment import (
    FORMULAS,
    CallBacks,
    Rates,
    formula_on,
    percent,
    period_before,
    rates,
)

FORMULA = FORMULAS[0]


def test_the_example_of_the_report_comes_out_exactly() -> None:
    found = rates(CallBacks(20, 19, 15, 14, 4), FORMULA)

    shares = (found.response, found.solved, found.satisfaction)
    assert [percent(share) for share in shares] == [Decimal(95), Decimal(75), Decimal(88)]
    assert found.score == Decimal("82.20")


def test_without_a_call_back_every_rate_is_unknown_not_zero() -> None:
    assert rates(CallBacks(), FORMULA) == Rates(None, None, None, None)
    assert percent(None) is None


def test_the_formula_of_a_day_is_the_last_that_had_begun() -> None:
    assert formula_on(date(2010, 1, 1)) == FORMULAS[0]
    assert formula_on(date(2026, 11, 22)) == FORMULAS[-1]
    assert [it.effective_from for it in FORMULAS] == sorted(it.effective_from for it in FORMULAS)


def test_equal_scores_share_a_place_and_unknown_ones_have_none() -> None:
    scores = [Decimal(80), None, Decimal(90), Decimal(80), Decimal(70)]

    assert ranked(scores) == [2, None, 1, 2, 4]


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2026-01-01", "2026-01-31", ("2025-12-01", "2025-12-31")),
        ("2026-03-01", "2026-03-10", ("2026-02-19", "2026-02-28")),
        ("2026-03-05", "2026-03-05", ("2026-03-04", "2026-03-04")),
    ],
)
def test_a_month_is_compared_with_the_month_before(first, last, before) -> None:
    found = period_before(date.fromisoformat(first), date.fromisoformat(last))

    assert tuple(str(day) for day in found) == before


@given(st.integers(1, 500), st.data())
def test_a_score_lies_between_nothing_and_a_hundred(counted, data) -> None:
    part = st.integers(0, counted)
    satisfied = data.draw(part)
    fairly = data.draw(st.integers(0, counted - satisfied))
    found = rates(CallBacks(counted, data.draw(part), data.draw(part), satisfied, fairly), FORMULA)

    assert found.score is not None
    assert 0 <= found.score <= 100
