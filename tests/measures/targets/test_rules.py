"""The way to a target is exact at its ends, and its shares add up whatever the weights."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.rules.glide import Outlook, Way, months_of, rounded, stations
from measures.rules.sharing import shared, targets

FIRST, DUE = date(2025, 12, 31), date(2028, 12, 31)
WEIGHTS = st.lists(st.integers(0, 9999), min_size=1, max_size=25)


@settings(max_examples=40, deadline=None)
@given(total=st.integers(0, 20_000), weights=WEIGHTS)
def test_shares_add_up_and_lie_within_one_of_what_is_due(total: int, weights: list[int]) -> None:
    given_out = shared(total, weights)

    assert sum(given_out) == total
    if any(weights):
        due = [Fraction(total * weight, sum(weights)) for weight in weights]
        assert all(abs(has - part) < 1 for has, part in zip(given_out, due, strict=True))


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=20))
def test_targets_add_up_above_and_below_what_there_is(rows: list[tuple[int, int]]) -> None:
    openings, weights = [a for a, _ in rows], [b for _, b in rows]
    for value in (0, sum(openings) // 2, sum(openings), sum(openings) + 1568):
        ends = targets(openings, value, weights)
        assert sum(ends) == value
        if value >= sum(openings):
            assert all(end >= has for end, has in zip(ends, openings, strict=True))


def test_the_largest_remainder_gets_what_is_left_and_the_first_of_equal_ones() -> None:
    assert shared(10, [1, 1, 1]) == [4, 3, 3]
    assert shared(7, [5, 3, 1]) == [4, 2, 1]
    assert shared(5, [0, 0]) == [3, 2]
    with pytest.raises(ValueError, match="nobody"):
        shared(1, [])
    with pytest.raises(ValueError, match="shared"):
        shared(-1, [1])


@settings(max_examples=30, deadline=None)
@given(
    opening=st.integers(0, 8000),
    value=st.integers(0, 8000),
    months=st.one_of(
        st.just(()), st.lists(st.integers(0, 40), min_size=12, max_size=12).map(months_of)
    ),
)
def test_a_way_is_exact_at_both_ends_and_never_turns_back(
    opening: int, value: int, months: tuple[int, ...]
) -> None:
    way = Way(FIRST, opening, DUE, value, months)
    found = [way.on(FIRST + timedelta(37 * n)) for n in range(31)]

    assert (way.on(FIRST), way.on(DUE)) == (opening, value)
    assert (way.on(FIRST - timedelta(9)), way.on(DUE + timedelta(9))) == (opening, value)
    assert found == sorted(found, reverse=value < opening)


def test_a_way_by_months_rises_when_recognitions_fall() -> None:
    months = [0] * 12
    months[9] = 5
    way = Way(FIRST, 348, DUE, 648, months_of(months))

    assert [way.on(date(2026, month, 28)) for month in (1, 9)] == [348, 348]
    assert way.on(date(2026, 10, 31)) == way.on(date(2027, 9, 30)) == 448
    assert Way(FIRST, 0, DUE, 1096, ()).on(FIRST + timedelta(100)) == 100


def test_it_is_looked_at_each_quarter_and_at_its_end() -> None:
    days = list(stations(date(2026, 5, 6), date(2026, 12, 15)))

    assert days == [date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 15)]


def test_titles_that_end_are_expected_to_be_lost_as_far_as_reviews_fail() -> None:
    outlook = Outlook(held=100, ending=40, new_a_year=10, review_percent=75)
    today = date(2026, 1, 1)

    assert outlook.on(date(2027, 1, 1), today=today) == 100
    assert outlook.on(today, today=today) == 90
    assert Outlook(3, 10, 0, 0).on(today, today=today) == 0
    assert [rounded(Fraction(n, 2)) for n in (-1, 1, 3)] == [0, 1, 2]
