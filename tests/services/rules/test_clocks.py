"""The clocks of a ticket, on the working calendar that travels with the product."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.choices.clocks import ClockKind, LimitUnit
from services.rules.clocks import (
    CITY_TIME,
    ExtensionRefused,
    Limit,
    Limits,
    LimitUnknown,
    WarningRule,
    escalate_at,
    extended,
    opened,
    require_extendable,
    resumed,
    warn_at,
    working_days_left,
)
from wuhan_smes.operations.reference import FOLDER
from wuhan_smes.worktime.calendar import WorkCalendar, workdays_between


def _known() -> WorkCalendar:
    with (FOLDER.root / "workdays.csv").open(encoding="utf-8", newline="") as file:
        rows = [(date.fromisoformat(row["date"]), row["kind"]) for row in csv.DictReader(file)]
    return WorkCalendar.of(
        holidays=(day for day, kind in rows if kind == "holiday"),
        makeup_workdays=(day for day, kind in rows if kind == "makeup_workday"),
        published_years={day.year for day, _ in rows},
    )


KNOWN = _known()
SOLVE = ClockKind.SOLVE
ENDS = time(23, 59, 59)
OPENING = datetime(2010, 1, 1, tzinfo=CITY_TIME)
moments = st.timedeltas(timedelta(0), timedelta(days=19 * 365)).map(
    lambda since: OPENING + timedelta(seconds=int(since.total_seconds()))
)
amounts = st.integers(1, 60)
pauses = st.timedeltas(timedelta(0), timedelta(days=90))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TIME)


def within(amount: int, **rest: object) -> Limits:
    return Limits({SOLVE: Limit(amount, **rest)})  # type: ignore[arg-type] # by name


def last_day(received: str, amount: int, *, late_rolls: bool = False) -> str:
    limits = replace(within(amount), late_rolls=late_rolls)
    return str(opened(SOLVE, limits, at(f"{received} 10:00"), KNOWN).due_at.date())


@pytest.mark.parametrize(
    ("received", "amount", "due"),
    [
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-13", 15, "2026-03-12"),
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-11-22", 15, "2026-12-11"),
        ("2025-01-24", 5, "2025-02-07"),
    ],
)
def test_a_limit_ends_with_its_last_working_day(received, amount, due):
    clock = opened(SOLVE, within(amount), at(f"{received} 10:00"), KNOWN)

    assert (clock.due_at, clock.provisional) == (datetime.combine(at(due), ENDS, CITY_TIME), False)


def test_what_arrives_on_a_rest_day_may_count_from_the_next_working_day():
    assert last_day("2026-11-22", 15, late_rolls=True) == "2026-12-14"


def test_what_arrives_after_hours_may_count_from_the_next_working_day():
    limits = replace(within(1), late_rolls=True)

    assert opened(SOLVE, limits, at("2026-11-23 17:29"), KNOWN).due_at.day == 24
    assert opened(SOLVE, limits, at("2026-11-23 17:30"), KNOWN).due_at.day == 25
    assert opened(SOLVE, within(1), at("2026-11-23 17:30"), KNOWN).due_at.day == 24


def test_the_day_of_receipt_is_the_day_in_wuhan():
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)

    assert opened(SOLVE, within(1), late, KNOWN).due_at.date() == date(2026, 11, 25)


def test_a_clock_into_a_year_without_a_notice_is_provisional_and_no_error():
    clock = opened(SOLVE, within(5), at("2026-12-28 10:00"), KNOWN)

    assert clock.provisional
    assert clock.due_at.date() > date(2026, 12, 31)


def test_hours_run_through_the_night_and_the_holiday():
    clock = opened(SOLVE, within(24, unit=LimitUnit.HOURS), at("2026-09-30 17:00"), KNOWN)

    assert clock.due_at == at("2026-10-01 17:00")
    assert clock.warn_at == at("2026-10-01 09:48")
    assert not clock.provisional


@pytest.mark.parametrize(
    ("amount", "warns"),
    [
        (1, "2026-11-23 16:47:59"),
        (3, "2026-11-25 02:23:59"),
        (5, "2026-11-25 23:59:59"),
        (15, "2026-12-07 11:59:59"),
    ],
)
def test_amber_comes_at_seventy_percent_or_with_two_days_left_of_five_or_more(amount, warns):
    assert opened(SOLVE, within(amount), at("2026-11-20 10:00"), KNOWN).warn_at == at(warns)


def test_the_warning_rule_is_data():
    half = within(4, warning=WarningRule(percent=50, days_left=None))

    assert opened(SOLVE, half, at("2026-11-20 10:00"), KNOWN).warn_at == at("2026-11-24 23:59:59")


def test_a_clock_without_a_limit_is_refused_with_its_name():
    with pytest.raises(LimitUnknown, match="签收"):
        opened(ClockKind.SIGN, within(1), at("2026-11-20 10:00"), KNOWN)


def test_working_days_spent_suspended_are_added():
    clock = opened(SOLVE, within(5), at("2026-11-16 10:00"), KNOWN)

    later = resumed(clock, at("2026-11-19 15:00"), at("2026-11-24 09:00"), KNOWN)

    assert (clock.due_at.day, later.due_at.day) == (23, 26)
    assert later.warn_at.date() == date(2026, 11, 24)


def test_a_clock_that_had_run_out_stays_out():
    clock = opened(SOLVE, within(1), at("2026-11-16 10:00"), KNOWN)

    assert resumed(clock, at("2026-11-18 09:00"), at("2026-12-18 09:00"), KNOWN) == clock


def test_suspended_hours_are_given_back_by_the_clock():
    clock = opened(SOLVE, within(24, unit=LimitUnit.HOURS), at("2026-11-16 10:00"), KNOWN)

    later = resumed(
        clock, at("2026-11-16 12:00"), at("2026-11-16 18:30"), KNOWN, unit=LimitUnit.HOURS
    )

    assert later.due_at == at("2026-11-17 16:30")


@pytest.mark.parametrize(
    ("asked", "used", "amount", "words"),
    [
        ("2026-12-12 00:00", 0, 5, "时限已过"),
        ("2026-12-01 10:00", 1, 5, "最多延期 1 次"),
        ("2026-12-01 10:00", 0, 16, "1 至 15 个工作日"),
        ("2026-12-01 10:00", 0, 0, "1 至 15 个工作日"),
    ],
)
def test_more_time_is_asked_for_in_time_once_and_within_what_is_allowed(asked, used, amount, words):
    limit = Limit(15, extension=15, extensions=1)
    clock = opened(SOLVE, Limits({SOLVE: limit}), at("2026-11-20 10:00"), KNOWN)

    with pytest.raises(ExtensionRefused, match=words):
        require_extendable(clock, limit, asked_at=at(asked), used=used, amount=amount)


def test_an_extension_moves_the_end_and_warns_as_a_limit_of_the_whole_length():
    limit = Limit(15, extension=15, extensions=1)
    received = at("2026-11-20 10:00")
    clock = opened(SOLVE, Limits({SOLVE: limit}), received, KNOWN)

    require_extendable(clock, limit, asked_at=clock.due_at, used=0, amount=5)
    longer = extended(clock, limit, 5, KNOWN)

    assert longer == opened(SOLVE, within(20), received, KNOWN)


def test_attention_is_wanted_when_the_first_of_the_limits_turns_amber():
    received = at("2026-11-20 10:00")
    short, long = (opened(SOLVE, within(n), received, KNOWN) for n in (1, 15))

    assert escalate_at([long, short]) == warn_at([long, short]) == short.warn_at
    assert escalate_at([]) is None


def test_days_left_are_working_days_and_negative_once_run_out():
    clock = opened(SOLVE, within(5), at("2026-11-16 10:00"), KNOWN)

    assert working_days_left(clock, at("2026-11-20 09:00"), KNOWN) == 1
    assert working_days_left(clock, at("2026-11-23 09:00"), KNOWN) == 0
    assert working_days_left(clock, at("2026-11-25 09:00"), KNOWN) == -2


@given(received=moments, amount=amounts, when=pauses)
def test_a_pause_of_no_time_changes_nothing(received, amount, when):
    clock = opened(SOLVE, within(amount), received, KNOWN)

    assert resumed(clock, received + when, received + when, KNOWN) == clock


@given(received=moments, amount=amounts, when=pauses, first=pauses, second=pauses)
def test_two_pauses_in_a_row_are_one(received, amount, when, first, second):
    clock = opened(SOLVE, within(amount), received, KNOWN)
    begin, middle = received + when, received + when + first
    if middle > clock.due_at:
        return

    twice = resumed(resumed(clock, begin, middle, KNOWN), middle, middle + second, KNOWN)

    assert twice.due_at == resumed(clock, begin, middle + second, KNOWN).due_at


@given(received=moments, amount=amounts, when=pauses, pause=pauses)
def test_as_many_working_days_are_left_after_a_pause_as_before(received, amount, when, pause):
    clock = opened(SOLVE, within(amount), received, KNOWN)
    begin, end = received + when, received + when + pause
    if begin > clock.due_at:
        return

    later = resumed(clock, begin, end, KNOWN)

    assert workdays_between(end.date(), later.due_at.date(), KNOWN) == workdays_between(
        begin.date(), clock.due_at.date(), KNOWN
    )


@given(received=moments, wait=pauses, amount=amounts, rolls=st.booleans())
def test_what_is_received_later_never_ends_earlier(received, wait, amount, rolls):
    limits = replace(within(amount), late_rolls=rolls)

    early, late = (opened(SOLVE, limits, m, KNOWN) for m in (received, received + wait))

    assert (early.due_at, early.warn_at) <= (late.due_at, late.warn_at)
    assert early.due_at <= late.due_at


@given(received=moments, amount=amounts, more=amounts, rolls=st.booleans())
def test_more_time_never_ends_or_warns_earlier(received, amount, more, rolls):
    limits = replace(within(amount), late_rolls=rolls)
    clock = opened(SOLVE, limits, received, KNOWN)

    longer = extended(clock, limits.of[SOLVE], more, KNOWN)

    assert longer.due_at > clock.due_at
    assert longer.warn_at >= clock.warn_at


@given(received=moments, amount=amounts, percent=st.integers(1, 100))
def test_a_clock_warns_between_its_receipt_and_its_end(received, amount, percent):
    limits = within(amount, warning=WarningRule(percent=percent))

    clock = opened(SOLVE, limits, received, KNOWN)

    assert received <= clock.warn_at <= clock.due_at
    assert KNOWN.is_workday(clock.due_at.date())
