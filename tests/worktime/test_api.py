"""The calendar over HTTP and on screen."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import make_unit, make_user
from wuhan_smes.worktime.models import CalendarYear, WorkdayException

pytestmark = pytest.mark.django_db
URL = "/api/v1/calendar/"
NOTICE = {
    "document": "国务院办公厅关于2026年部分节假日安排的通知（补充）",
    "days": [{"date": "2026-10-01", "kind": "holiday", "name": "国庆节"}],
}


@pytest.fixture
def lead(client: Client) -> Client:
    client.force_login(make_user("bureau_lead"))
    return client


@pytest.fixture
def district(client: Client) -> Client:
    client.force_login(make_user("district_staff", unit=make_unit()))
    return client


def post(client: Client, path: str, body: object):
    return client.post(f"{URL}{path}", body, content_type="application/json")


def test_everybody_reads_the_years_newest_first(district):
    years = [row["year"] for row in district.get(URL).json()["results"]]

    assert years == sorted(years, reverse=True)
    assert {2004, 2026} <= set(years)


def test_a_year_comes_with_its_days_and_its_version(district):
    response = district.get(f"{URL}2026/")

    days = {row["date"]: row["kind"] for row in response.json()["days"]}
    assert days["2026-02-14"] == "makeup_workday"
    assert days["2026-10-01"] == "holiday"
    year = CalendarYear.objects.get(year=2026)
    assert response["ETag"] == f'"{year.pk}-{year.version}"'


def test_a_deadline_is_worked_out_on_request(district):
    response = district.get(f"{URL}due/", {"received": "2026-02-13", "workdays": 2})

    assert response.json() == {"due_on": "2026-02-24", "provisional": False}


def test_receipt_on_a_rest_day_may_roll(district):
    words = {"received": "2026-11-22", "workdays": 1, "rest_day_rolls": "true"}

    assert district.get(f"{URL}due/", words).json()["due_on"] == "2026-11-24"


@pytest.mark.parametrize(
    "words",
    [
        {"received": "2026-02-13"},
        {"received": "2026-02-30", "workdays": 1},
        {"received": "2026-02-13", "workdays": 0},
        {"received": "2026-02-13", "workdays": 1, "after": "noon"},
    ],
)
def test_an_incomplete_or_unknown_question_is_refused(district, words):
    assert district.get(f"{URL}due/", words).status_code == 400


def test_the_lead_enters_a_notice(lead):
    response = post(lead, "2026/publish/", NOTICE)

    assert response.status_code == 200
    assert [row["date"] for row in response.json()["days"]] == ["2026-10-01"]
    assert WorkdayException.objects.of_year(2026).count() == 1


def test_the_lead_changes_one_day_and_puts_it_back(lead):
    body = {"date": "2026-11-23", "kind": "holiday", "name": "临时放假"}
    assert post(lead, "2026/set-day/", body).status_code == 200
    assert not WorkdayException.objects.get(date="2026-11-23").provisional

    response = post(lead, "2026/set-day/", {"date": "2026-11-23", "kind": None})

    assert response.status_code == 200
    assert not WorkdayException.objects.filter(date="2026-11-23").exists()


def test_a_day_of_another_year_is_refused(lead):
    body = {"date": "2025-11-24", "kind": "holiday", "name": "临时放假"}

    response = post(lead, "2026/set-day/", body)

    assert response.status_code == 400
    assert "不在2026年内" in response.json()["detail"]


@pytest.mark.parametrize("path", ["2026/publish/", "2026/set-day/"])
def test_a_district_changes_nothing(district, path):
    body = NOTICE if "publish" in path else {"date": "2026-11-23", "kind": None}

    assert post(district, path, body).status_code == 403


def test_an_unknown_year_is_not_there(lead):
    assert lead.get(f"{URL}1900/").status_code == 404
    assert post(lead, "1900/publish/", NOTICE).status_code == 404


def test_the_admin_adds_changes_and_removes_a_day_by_the_same_actions(lead):
    add = reverse("admin:worktime_workdayexception_add")
    values = {"date": "2026-11-23", "kind": "holiday", "name": "临时放假", "source": "市政府通知"}

    assert lead.post(add, values).status_code == 302
    row = WorkdayException.objects.get(date="2026-11-23")
    change = reverse("admin:worktime_workdayexception_change", args=[row.pk])
    assert lead.post(change, {**values, "name": "临时休假"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.version) == ("临时休假", 2)

    days = reverse("admin:worktime_workdayexception_changelist")
    clear = {"action": "clear_selected", "_selected_action": [row.pk]}
    assert lead.post(days, clear).status_code == 302
    assert not WorkdayException.objects.filter(date="2026-11-23").exists()


def test_the_admin_says_what_is_wrong_with_a_day(lead):
    values = {"date": "2026-11-23", "kind": "makeup_workday", "name": "调休", "source": "通知"}

    response = lead.post(reverse("admin:worktime_workdayexception_add"), values)

    assert response.status_code == 200
    assert not WorkdayException.objects.filter(date="2026-11-23").exists()


@pytest.mark.parametrize("model", ["calendaryear", "workdayexception"])
def test_a_district_looks_at_the_calendar_and_has_no_form(district, model):
    assert district.get(reverse(f"admin:worktime_{model}_changelist")).status_code == 200
    assert district.get(reverse(f"admin:worktime_{model}_add")).status_code == 403
