"""Money and programmes in the admin: read in words, changed by nobody."""

import pytest
from django.test import Client

from measures.choices import PaymentState
from measures.models import DisbursementPaper, Payment
from tests.factories.accounts import make_user
from tests.factories.money import Office
from tests.measures.money.cases import instalments
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db


def person(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def test_whoever_proposed_cannot_approve_in_the_admin_nor_can_anybody_else() -> None:
    office = Office()
    batch = office.confirmed([office.line()])
    (pk,) = office.payments(batch, PaymentState.SUBMITTED)
    with bootstrap_scope():
        paper = DisbursementPaper.objects.filter(batch=batch).latest("pk").pk
        before = Payment.objects.values().get(pk=pk)
    doors = {
        f"/admin/measures/{name}/{door}"
        for name, row in (("payment", pk), ("disbursementpaper", paper))
        for door in ("add/", f"{row}/change/", f"{row}/delete/")
    }

    for role in ("bureau_staff", "finance_lead", "finance"):
        client = person(role)
        words = {"state": "approved", "approved_by_id": before["proposed_by_id"]}
        assert {client.post(door, words).status_code for door in doors} == {403}
        assert client.get(f"/admin/measures/payment/{pk}/change/").status_code == 200

    with bootstrap_scope():
        assert Payment.objects.values().get(pk=pk) == before


def test_a_programme_says_its_terms_in_words() -> None:
    programme = instalments(Office()).of
    bureau = person("bureau_staff")

    page = bureau.get(f"/admin/measures/programme/{programme.pk}/change/").content.decode()
    rows = bureau.get(f"/admin/measures/programme/?q={programme.code}").content.decode()

    every = ("1,000,000.00 元", "第 2 笔 40%（绩效评价合格）", "专精特新“小巨人”企业", "未明确")
    for words in every:
        assert words in page, words
    assert "1,000,000.00 元" in rows
