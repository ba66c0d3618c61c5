"""Figures over HTTP: recorded, corrected, listed by who may see them."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.models import AnnualIndicators, Enterprise
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise

pytestmark = pytest.mark.django_db
ANNUAL = "/api/v1/annual-indicators/"
PERIODS = "/api/v1/period-indicators/"


def signed_in(role: str, code: str = "") -> Client:
    client = Client()
    client.force_login(make_user(role, unit=make_unit(code) if code else None))
    return client


@pytest.fixture
def clerk() -> Client:
    return signed_in("district_staff", "jiangan")


@pytest.fixture
def enterprise() -> Enterprise:
    return make_enterprise(unit=make_unit("jiangan"))


def post(client: Client, path: str, **body: Any):
    return client.post(path, json.dumps(body), "application/json")


def test_a_year_is_recorded_read_and_corrected(clerk, enterprise):
    made = post(clerk, ANNUAL, enterprise=enterprise.pk, year=2025, revenue="100.00", listed=False)
    assert made.status_code == 201, made.content
    assert (made.json()["revenue"], made.json()["rd_expense"]) == ("100.00", None)

    right = post(
        clerk, f"{ANNUAL}correct/", enterprise=enterprise.pk, year=2025, revenue=None, reason="误"
    )
    assert right.status_code == 200, right.content

    (row,) = clerk.get(ANNUAL, {"enterprise": enterprise.pk}).json()["results"]
    assert (row["year"], row["revenue"], row["listed"]) == (2025, None, False)
    gone = post(
        clerk, f"{ANNUAL}correct/", enterprise=enterprise.pk, year=2025, listed=None, reason="误"
    )
    assert gone.status_code == 204


def test_a_quarter_is_written_as_people_write_it(clerk, enterprise):
    made = post(clerk, PERIODS, enterprise=enterprise.pk, period="2025年一季度", power="12.50")
    assert made.status_code == 201, made.content
    assert (made.json()["period"], made.json()["basis"]) == ("2025-Q1", "current")

    path = f"{PERIODS}correct/"
    right = post(clerk, path, enterprise=enterprise.pk, period="2025-Q1", power="13", reason="误")
    assert right.json()["power"] == "13.00"
    gone = post(clerk, path, enterprise=enterprise.pk, period="2025-Q1", power=None, reason="误")
    assert gone.status_code == 204


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"year": 2025, "revenue": "许多"}, "/revenue"),
        ({"year": 2025, "profit": "1"}, "/profit"),
        ({"year": 1800, "revenue": "1"}, "/year"),
        ({"year": 2025, "market_share": "120"}, "/market_share"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(clerk, enterprise, body, pointer):
    response = post(clerk, ANNUAL, enterprise=enterprise.pk, **body)

    assert response.status_code == 400, response.content
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]


def test_a_period_nobody_can_read_is_named(clerk, enterprise):
    response = post(clerk, PERIODS, enterprise=enterprise.pk, period="去年", revenue="1")

    assert [fault["pointer"] for fault in response.json()["errors"]] == ["/period"]


def test_figures_are_for_those_who_may_see_them(clerk, enterprise):
    post(clerk, ANNUAL, enterprise=enterprise.pk, year=2025, revenue="100.00")

    assert signed_in("district_staff", "hanyang").get(ANNUAL).json()["results"] == []
    assert len(signed_in("auditor").get(ANNUAL).json()["results"]) == 1
    assert signed_in("administrator").get(ANNUAL).status_code == 403


def test_figures_stand_on_the_screens_of_the_admin(enterprise):
    client = signed_in("district_staff", "jiangan")
    post(client, ANNUAL, enterprise=enterprise.pk, year=2025, revenue="100.00")
    row = AnnualIndicators.objects.get()

    listed = client.get(reverse("admin:enterprises_annualindicators_changelist"))
    shown = client.get(reverse("admin:enterprises_annualindicators_change", args=[row.pk]))

    assert "100.00" in listed.content.decode()
    assert "营业收入总额" in shown.content.decode()
