"""Payments of the past over HTTP and on screen."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.models import Enterprise
from measures.models import PastPayment
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise

pytestmark = pytest.mark.django_db
URL = "/api/v1/past-payments/"
AWARD = {"programme": "认定奖励", "amount": "500000.00", "year": 2024}


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make_user("district_staff", unit=make_unit("jiangan")))
    return client


@pytest.fixture
def enterprise() -> Enterprise:
    return make_enterprise(unit=make_unit("jiangan"), name="示例兑付公司")


def post(client: Client, path: str, **body: Any):
    return client.post(path, json.dumps(body), "application/json")


def test_a_payment_is_recorded_corrected_and_struck_off(clerk, enterprise):
    made = post(clerk, URL, enterprise=enterprise.pk, **AWARD)
    assert made.status_code == 201, made.content
    assert (made.json()["enterprise_name"], made.json()["amount_city"]) == ("示例兑付公司", None)

    right = post(clerk, f"{URL}{made.json()['id']}/correct/", year=2023, reason="误")
    assert (right.status_code, right.json()["year"]) == (200, 2023)
    assert [row["id"] for row in clerk.get(URL, {"year": 2023}).json()["results"]] == [
        right.json()["id"]
    ]

    assert post(clerk, f"{URL}{right.json()['id']}/strike/", reason="误").status_code == 204
    assert clerk.get(URL).json()["results"] == []


def test_shares_that_do_not_add_up_are_named(clerk, enterprise):
    response = post(
        clerk, URL, enterprise=enterprise.pk, **AWARD, amount_city="1", amount_district="2"
    )

    assert response.status_code == 400
    (fault,) = response.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/amount", "shares_differ")


def test_a_payment_is_struck_off_on_screen_with_its_reason(clerk, enterprise):
    post(clerk, URL, enterprise=enterprise.pk, **AWARD)
    row = PastPayment.objects.get()
    listed = clerk.get(reverse("admin:measures_pastpayment_changelist"))
    assert "示例兑付公司" in listed.content.decode()

    address = f"/admin/measures/pastpayment/{row.pk}/strike/"
    page = clerk.get(address)
    done = clerk.post(address, {"reason": "重复登记"})

    assert "确认撤销" in page.content.decode()
    assert done.status_code == 302, done.content.decode()
    assert not PastPayment.objects.current().exists()
