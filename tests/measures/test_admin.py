"""Measures on screen: to read, with their units, clauses and flags."""

import pytest
from django.test import Client

from measures.models import Clause, Commitment, Measure, PolicyDocument
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(client: Client) -> Client:
    client.force_login(make_user("bureau_lead"))
    return client


def page(client: Client, path: str) -> str:
    response = client.get(f"/admin/measures/{path}")
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_measure_shows_units_clauses_and_what_is_odd(bureau):
    text = page(bureau, f"measure/{Measure.objects.get(no=1).pk}/change/")

    assert "市投促局、各区人民政府" in text
    assert "不少于 1,000 家" in text
    assert "未明确" in text
    assert "低于已公布的创新型 7077 家" in text


def test_the_lists_open_and_filter(bureau):
    assert "帮助企业拓展市场" in page(bureau, "measure/?theme__exact=industry")
    assert "完善梯度培育体系" not in page(bureau, "measure/?theme__exact=industry")
    assert "征求意见" in page(bureau, "policydocument/")
    assert "重点小巨人" in page(bureau, "clause/?q=1d")
    assert "市经信局" in page(bureau, "commitment/?q=1d")
    row = Commitment.objects.get(clause__code="20e")
    assert "市住更局" in page(bureau, f"commitment/{row.pk}/change/")


def test_a_document_and_a_clause_open(bureau):
    draft = PolicyDocument.objects.get(code="draft-measures")
    clause = Clause.objects.get(code="12c")

    assert "缺“性”字" in page(bureau, f"policydocument/{draft.pk}/change/")
    assert "“机器人”与“智能机器人”有重叠" in page(bureau, f"clause/{clause.pk}/change/")


@pytest.mark.parametrize("model", [Measure, Clause, PolicyDocument])
def test_nothing_is_added_changed_or_deleted_by_hand(bureau, model):
    name, pk = model._meta.model_name, model.objects.values_list("pk", flat=True)[0]

    for door in ("add/", f"{pk}/change/", f"{pk}/delete/"):
        assert bureau.post(f"/admin/measures/{name}/{door}", {}).status_code == 403
    assert model.objects.filter(pk=pk).exists()


@pytest.mark.parametrize("model", ["measure", "clause", "policydocument"])
def test_somebody_without_the_capability_does_not_see_them(client, model):
    client.force_login(make_user("administrator"))

    assert client.get(f"/admin/measures/{model}/").status_code == 403
