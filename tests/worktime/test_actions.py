"""Changing the calendar: who may, what it refuses, and that memory follows the table."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from tests.factories.accounts import make_access, make_unit
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import scoped
from wuhan_smes.worktime.actions import calendar as calendar_actions
from wuhan_smes.worktime.actions.calendar import NoticeDay
from wuhan_smes.worktime.choices import DayKind, YearState
from wuhan_smes.worktime.models import CalendarYear, WorkdayException
from wuhan_smes.worktime.queries import work_calendar

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
DOCUMENT = "国务院办公厅关于2087年部分节假日安排的通知"
NATIONAL_DAY = NoticeDay(date(2087, 10, 1), DayKind.HOLIDAY, "国庆节")
MAKEUP = NoticeDay(date(2087, 9, 28), DayKind.MAKEUP_WORKDAY, "国庆节")

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Access:
    return make_access("bureau_lead")


def publish(access, days=(NATIONAL_DAY, MAKEUP), **changes):
    values = {"access": access, "at": NOON, "document": DOCUMENT, "days": days} | changes
    return calendar_actions.publish_year(2087, **values)


@pytest.mark.covers("worktime.calendar.publish_year", "works")
def test_a_notice_settles_a_year_and_leaves_a_trail(editor):
    year = publish(editor)

    calendar = work_calendar()
    assert (year.state, year.document) == (YearState.PUBLISHED, DOCUMENT)
    assert not calendar.is_workday(NATIONAL_DAY.date)
    assert calendar.is_workday(MAKEUP.date)
    assert not calendar.is_provisional(date(2087, 1, 1), date(2087, 12, 31))
    event = AuditEvent.objects.get(kind="calendar.year_published")
    assert event.actor_id == editor.actor_id
    assert event.changes["2087-10-01"] == [None, ["holiday", "国庆节", DOCUMENT, False]]


@pytest.mark.covers("worktime.calendar.set_day", "works")
def test_the_calendar_in_memory_follows_every_change(editor):
    publish(editor)
    assert not work_calendar().is_workday(NATIONAL_DAY.date)

    calendar_actions.set_day(NATIONAL_DAY.date, access=editor, at=NOON, kind=None)

    assert work_calendar().is_workday(NATIONAL_DAY.date)


def test_an_unchanged_calendar_costs_one_query(editor, django_assert_num_queries):
    publish(editor)
    work_calendar()

    with django_assert_num_queries(1):
        work_calendar()


def test_a_change_that_is_rolled_back_leaves_no_trace_in_memory(editor):
    publish(editor)
    with transaction.atomic():
        calendar_actions.set_day(NATIONAL_DAY.date, access=editor, at=NOON, kind=None)
        assert work_calendar().is_workday(NATIONAL_DAY.date)
        transaction.set_rollback(True)

    assert not work_calendar().is_workday(NATIONAL_DAY.date)


@pytest.mark.covers("worktime.calendar.fill_provisional_year", "works")
def test_a_provisional_year_has_the_holidays_of_the_law_until_its_notice_comes(editor):
    year = calendar_actions.fill_provisional_year(2087, access=editor, at=NOON)

    assert year.state == YearState.PROVISIONAL
    assert WorkdayException.objects.of_year(2087).get(date="2087-10-01").provisional
    assert work_calendar().is_provisional(date(2087, 1, 1), date(2087, 1, 2))

    publish(editor)

    assert list(WorkdayException.objects.of_year(2087).values_list("date", "provisional")) == [
        (MAKEUP.date, False),
        (NATIONAL_DAY.date, False),
    ]


def test_filling_a_provisional_year_twice_changes_nothing(editor):
    calendar_actions.fill_provisional_year(2087, access=editor, at=NOON)
    before = CalendarYear.objects.get(year=2087).version

    calendar_actions.fill_provisional_year(2087, access=editor, at=NOON)

    assert CalendarYear.objects.get(year=2087).version == before
    filled = AuditEvent.objects.filter(
        kind="calendar.year_provisional", target_name__contains="2087"
    )
    assert filled.count() == 1


@pytest.mark.covers("worktime.calendar.fill_provisional_year", "refused")
@pytest.mark.covers("worktime.calendar.open_coming_years", "refused")
def test_a_settled_year_is_never_made_provisional_again(editor):
    publish(editor)

    year = calendar_actions.fill_provisional_year(2087, access=editor, at=NOON)

    assert year.state == YearState.PUBLISHED
    assert WorkdayException.objects.of_year(2087).count() == 2


def test_the_same_notice_again_keeps_the_rows(editor):
    publish(editor)
    keys = set(WorkdayException.objects.of_year(2087).values_list("pk", flat=True))

    publish(editor)

    assert set(WorkdayException.objects.of_year(2087).values_list("pk", flat=True)) == keys


@pytest.mark.covers("worktime.calendar.publish_year", "refused")
@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([NoticeDay(date(2088, 1, 1), DayKind.HOLIDAY, "元旦")], "不在2087年内"),
        ([NoticeDay(date(2087, 10, 1), DayKind.HOLIDAY, "")], "缺少节日名称"),
        ([NoticeDay(date(2087, 9, 29), DayKind.MAKEUP_WORKDAY, "国庆节")], "本是工作日"),
        ([NATIONAL_DAY, NATIONAL_DAY], "出现了两次"),
    ],
)
def test_an_unsound_notice_is_refused_whole(editor, days, words):
    with pytest.raises(InputRefused, match=words):
        publish(editor, days=[MAKEUP, *days])

    assert not WorkdayException.objects.of_year(2087).exists()


def test_a_notice_without_its_document_is_refused(editor):
    with pytest.raises(InputRefused, match="文件名称或文号"):
        publish(editor, document=" ")


@pytest.mark.covers("worktime.calendar.set_day", "refused")
def test_clearing_a_day_that_is_ordinary_is_refused(editor):
    with pytest.raises(ActionRefused, match="本来就按周历执行"):
        calendar_actions.set_day(date(2087, 3, 3), access=editor, at=NOON, kind=None)


def test_an_editor_who_saw_an_older_year_is_refused(editor):
    seen = publish(editor).version
    calendar_actions.set_day(NATIONAL_DAY.date, access=editor, at=NOON, kind=None, version=seen)

    with pytest.raises(StaleVersion):
        publish(editor, version=seen)


EVERY_ACT = [
    pytest.param(
        lambda access: calendar_actions.set_day(
            MAKEUP.date, access=access, at=NOON, kind=MAKEUP.kind, name=MAKEUP.name
        ),
        marks=pytest.mark.covers("worktime.calendar.set_day", "capability", "reach"),
        id="set_day",
    ),
    pytest.param(
        publish,
        marks=pytest.mark.covers("worktime.calendar.publish_year", "capability", "reach"),
        id="publish_year",
    ),
    pytest.param(
        lambda access: calendar_actions.fill_provisional_year(2087, access=access, at=NOON),
        marks=pytest.mark.covers("worktime.calendar.fill_provisional_year", "capability", "reach"),
        id="fill_provisional_year",
    ),
    pytest.param(
        lambda access: calendar_actions.open_coming_years(
            on=date(2085, 5, 1), access=access, at=NOON
        ),
        marks=pytest.mark.covers("worktime.calendar.open_coming_years", "capability", "reach"),
        id="open_coming_years",
    ),
]


@pytest.mark.parametrize("act", EVERY_ACT)
def test_the_calendar_of_all_changes_neither_without_the_capability_nor_from_one_district(act):
    with pytest.raises(NotPermitted):
        act(make_access("bureau_staff"))
    with pytest.raises(NotPermitted, match="只能由市级维护"):
        act(make_access("bureau_lead", unit=make_unit()))

    assert not CalendarYear.objects.filter(year__gte=2085).exists()


@pytest.mark.covers("worktime.calendar.open_coming_years", "works")
def test_the_next_two_years_are_opened_and_opening_them_again_changes_nothing(editor):
    for _ in range(2):
        calendar_actions.open_coming_years(on=date(2085, 12, 31), access=editor, at=NOON)

    opened = CalendarYear.objects.filter(year__gte=2085).order_by("year")
    assert list(opened.values_list("year", "version")) == [(2085, 2), (2086, 2), (2087, 2)]


@pytest.mark.covers("worktime.calendar.set_day", "race")
@pytest.mark.covers("worktime.calendar.publish_year", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_edit_the_same_year_at_once_the_second_is_told_to_look_again():
    lead = make_access("bureau_lead")
    with scoped(lead):
        seen = publish(lead).version
    cleared = partial(
        calendar_actions.set_day, NATIONAL_DAY.date, access=lead, at=NOON, kind=None, version=seen
    )
    published = partial(publish, lead, version=seen)

    outcome = race(cleared, published, as_first=lead, as_second=lead)

    assert outcome == ("done", "stale_version")
    assert not WorkdayException.objects.filter(date=NATIONAL_DAY.date).exists()


@pytest.mark.covers("worktime.calendar.fill_provisional_year", "race")
@pytest.mark.covers("worktime.calendar.open_coming_years", "race")
@pytest.mark.django_db(transaction=True)
def test_a_year_opened_by_two_at_once_is_opened_once():
    lead = make_access("bureau_lead")
    opened = partial(calendar_actions.open_coming_years, on=date(2087, 1, 1), access=lead, at=NOON)

    outcome = race(opened, opened, as_first=lead, as_second=lead)

    assert outcome == ("done", "done")
    assert WorkdayException.objects.of_year(2087).filter(date="2087-10-01").count() == 1
    assert CalendarYear.objects.get(year=2087).version == 2


def test_everybody_reads_the_calendar_through_the_second_wall():
    with scoped(make_access("district_staff", unit=make_unit())):
        assert work_calendar().is_workday(date(2026, 2, 14))
        assert not work_calendar().is_workday(date(2026, 10, 1))


def test_the_loaded_years_are_settled_and_the_next_one_is_not():
    calendar = work_calendar()

    assert not calendar.is_provisional(date(2004, 1, 1), date(2026, 12, 31))
    assert calendar.is_provisional(date(2026, 12, 31), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": "leave"}, "workday_kind_known"),
        ({"kind": "makeup_workday"}, "workday_makeup_falls_on_a_weekend"),
        ({"name": ""}, "workday_is_named_with_its_source"),
    ],
)
def test_the_database_refuses_days_that_must_not_be(values, constraint):
    row = {"date": date(2087, 9, 29), "kind": "holiday", "name": "国庆节", "source": "通知"}

    with pytest.raises(IntegrityError, match=constraint):
        WorkdayException.objects.create(**(row | values))


def test_the_database_refuses_a_settled_year_without_its_document():
    with pytest.raises(IntegrityError, match="calendar_year_published_by_a_document"):
        CalendarYear.objects.create(year=2087, state=YearState.PUBLISHED)
