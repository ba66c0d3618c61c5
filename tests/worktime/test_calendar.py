import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.data import vectors
from wuhan_smes.operations.reference import FOLDER
from wuhan_smes.worktime.calendar import (
    WorkCalendar,
    add_workdays,
    due,
    notice_span,
    workdays_between,
)
from wuhan_smes.worktime.statutory import statutory_holidays


def _known() -> WorkCalendar:
    with (FOLDER.root / "workdays.csv").open(encoding="utf-8", newline="") as file:
        rows = [(date.fromisoformat(row["date"]), row["kind"]) for row in csv.DictReader(file)]
    return WorkCalendar.of(
        holidays=(day for day, kind in rows if kind == "holiday"),
        makeup_workdays=(day for day, kind in rows if kind == "makeup_workday"),
        published_years={day.year for day, _ in rows},
    )


KNOWN = _known()
days = st.dates(date(2004, 1, 1), date(2028, 12, 31))
counts = st.integers(1, 60)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("case", vectors("is_working_day"), ids=lambda case: case["date"])
def test_makeup_days_are_worked_and_holidays_are_not(case):
    assert KNOWN.is_workday(day(case["date"])) is case["working"]


@pytest.mark.parametrize("case", vectors("working_day_deadline")["cases"], ids=str)
def test_a_deadline_excludes_the_day_of_receipt(case):
    found = due(day(case["received"]), case["n"], KNOWN)

    assert (found.on, found.provisional) == (day(case["due"]), False)


@pytest.mark.parametrize(
    ("received", "n", "expected"),
    [
        ("2026-02-13", 15, "2026-03-12"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2025-01-24", 5, "2025-02-07"),
    ],
)
def test_deadlines_across_the_long_holidays(received, n, expected):
    assert due(day(received), n, KNOWN).on == day(expected)


@pytest.mark.parametrize("case", vectors("working_day_deadline_rest_day_rolls")["cases"], ids=str)
def test_what_arrives_on_a_rest_day_may_count_from_the_next_working_day(case):
    assert due(day(case["received"]), case["n"], KNOWN, rest_day_rolls=True).on == day(case["due"])


@pytest.mark.parametrize("case", vectors("working_day_beyond_calendar"), ids=str)
def test_a_deadline_into_a_year_without_a_notice_is_provisional(case):
    found = due(day(case["received"]), case["n"], KNOWN)

    assert found.provisional
    assert found.on > date(2026, 12, 31)


def test_the_last_deadline_of_a_settled_year_is_not_provisional():
    assert not due(date(2026, 12, 28), 3, KNOWN).provisional


@pytest.mark.parametrize("case", vectors("public_notice_span")["cases"], ids=str)
@pytest.mark.parametrize("first", ["from"])
def test_a_public_notice_includes_its_first_day(case, first):
    assert notice_span(day(case[first]), case["working_days"], KNOWN).last == day(case["to"])


def test_a_real_notice_of_summer_ends_after_five_working_days():
    assert notice_span(date(2023, 7, 14), 5, KNOWN).last == date(2023, 7, 20)


@given(days, counts)
def test_no_deadline_ends_on_a_rest_day(received, n):
    assert KNOWN.is_workday(due(received, n, KNOWN).on)
    assert KNOWN.is_workday(due(received, n, KNOWN, rest_day_rolls=True).on)


@given(days, st.integers(0, 30), counts)
def test_later_receipt_never_means_an_earlier_deadline(received, later, n):
    after = received + timedelta(days=later)

    assert due(received, n, KNOWN).on <= due(after, n, KNOWN).on
    assert (
        due(received, n, KNOWN, rest_day_rolls=True).on
        <= due(after, n, KNOWN, rest_day_rolls=True).on
    )


@given(days, counts)
def test_one_more_day_is_always_later(received, n):
    assert due(received, n, KNOWN).on < due(received, n + 1, KNOWN).on


@given(days, counts)
def test_counting_the_days_of_a_deadline_gives_its_length_back(received, n):
    assert workdays_between(received, due(received, n, KNOWN).on, KNOWN) == n


@given(days, counts)
def test_a_notice_shows_exactly_its_working_days(first, n):
    span = notice_span(first, n, KNOWN)

    assert workdays_between(first - timedelta(days=1), span.last, KNOWN) == n
    assert KNOWN.is_workday(span.last)


@given(days, counts)
def test_a_notice_begun_on_a_working_day_ends_one_day_before_the_deadline_does(first, n):
    if KNOWN.is_workday(first):
        assert notice_span(first, n + 1, KNOWN).last == due(first, n, KNOWN).on


def test_no_days_at_all_is_the_day_itself():
    assert add_workdays(date(2026, 2, 14), 0, KNOWN) == date(2026, 2, 14)


def test_deadlines_do_not_run_backwards():
    with pytest.raises(ValueError, match="backwards"):
        add_workdays(date(2026, 1, 1), -1, KNOWN)
    with pytest.raises(ValueError, match="at least one"):
        notice_span(date(2026, 1, 1), 0, KNOWN)


def test_a_year_without_a_notice_rests_on_the_holidays_of_the_law():
    found = statutory_holidays(2027)

    assert found[date(2027, 10, 1)] == "国庆节"
    assert {found_day.year for found_day in found} == {2027}
    assert date(2027, 2, 6) in found
