"""Quarters, days and lights."""

from datetime import date

import pytest

from measures.choices import DutyLight, ProgressState
from measures.rules import duties as rules

Q4 = date(2025, 10, 1)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2025, 12, 31), Q4),
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2024, 2, 29), date(2024, 1, 1)),
    ],
)
def test_every_day_lies_in_one_quarter(day: date, first: date) -> None:
    assert rules.quarter_of(day) == first
    assert rules.next_quarter(rules.last_ended(day)) == first


def test_a_quarter_is_told_of_until_the_middle_of_the_next_month() -> None:
    assert rules.due_on(Q4) == date(2026, 1, 15)
    assert rules.named(Q4) == "2025 年第四季度"


@pytest.mark.parametrize(
    ("starts", "state", "today", "light"),
    [
        (None, ProgressState.ACCEPTED, date(2026, 5, 1), DutyLight.GREY),
        (date(2026, 1, 1), None, date(2026, 5, 1), DutyLight.GREY),
        (date(2025, 12, 31), None, date(2026, 1, 15), DutyLight.AMBER),
        (date(2025, 12, 31), None, date(2026, 1, 16), DutyLight.RED),
        (Q4, ProgressState.SUBMITTED, date(2026, 5, 1), DutyLight.AMBER),
        (Q4, ProgressState.RETURNED, date(2026, 1, 15), DutyLight.AMBER),
        (Q4, ProgressState.RETURNED, date(2026, 1, 16), DutyLight.RED),
        (Q4, ProgressState.ACCEPTED, date(2026, 5, 1), DutyLight.GREEN),
    ],
)
def test_a_light_follows_from_days_and_state(
    starts: date | None, state: str | None, today: date, light: DutyLight
) -> None:
    assert rules.light(starts, Q4, state, today) == light


def test_the_worst_light_speaks_for_all() -> None:
    assert rules.worst([DutyLight.GREEN, DutyLight.RED, DutyLight.GREY]) == DutyLight.RED
    assert rules.worst([]) is None


def test_missing_words_are_asked_for_every_fifth_day_from_ten_days_after_the_quarter() -> None:
    asked = [d for d in range(1, 32) if rules.reminded_today(Q4, date(2026, 1, d))]

    assert asked == [10, 15, 20, 25, 30]
