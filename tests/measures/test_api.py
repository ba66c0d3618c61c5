"""Measures over HTTP: who answers, what is promised, what is odd."""

import pytest
from django.test import Client

from tests.factories.accounts import make_user
from wuhan_smes.accounts.models import Agency

pytestmark = pytest.mark.django_db
URL = "/api/v1/measures/"


@pytest.fixture
def bureau(client: Client) -> Client:
    client.force_login(make_user("bureau_staff"))
    return client


def ids(client: Client, **words: object) -> list[int]:
    response = client.get(URL, {"page_size": 200, **words})
    assert response.status_code == 200, response.content
    return [measure["no"] for measure in response.json()["results"]]


def pk_of(client: Client, no: int) -> int:
    rows = client.get(URL, {"page_size": 200}).json()["results"]
    return next(row["id"] for row in rows if row["no"] == no)


def test_the_list_holds_the_twenty_five_in_their_order(bureau):
    assert ids(bureau) == list(range(1, 26))


def test_the_unit_named_first_leads_and_the_others_help(bureau):
    measure = bureau.get(f"{URL}{pk_of(bureau, 3)}/").json()

    assert [duty["name"] for duty in measure["lead"]] == ["市经信局"]
    assert [duty["name"] for duty in measure["co"]][:2] == ["市委金融办", "市发改委"]
    assert len(measure["co"]) == 2 + 15


def test_a_measure_with_two_lines_of_units_names_each_unit_once(bureau):
    measure = bureau.get(f"{URL}{pk_of(bureau, 18)}/").json()

    assert [duty["code"] for duty in measure["lead"]] == ["economy"]
    codes = [duty["code"] for duty in measure["co"]]
    assert len(codes) == len(set(codes)) == 2 + 15
    assert [flag["code"] for flag in measure["flags"]] == ["F6"]
    assert measure["flags"][0]["text"].startswith("同一条出现两行责任单位")


def test_a_unit_is_shown_as_written_and_as_it_is_called(bureau):
    measure = bureau.get(f"{URL}{pk_of(bureau, 23)}/").json()

    written = {duty["written"]: duty["name"] for duty in measure["co"]}
    assert written["市商务"] == "市商务局"
    assert written["市农业农村"] == "市农业农村局"


def test_an_amount_nobody_stated_is_null_and_said_to_be_open(bureau):
    clauses = bureau.get(f"{URL}{pk_of(bureau, 1)}/").json()["clauses"]

    assert [clause["code"] for clause in clauses] == [f"1{letter}" for letter in "abcdefghij"]
    award = clauses[6]
    assert (award["amount"], award["amount_text"]) == (None, "未明确")
    assert clauses[0]["value"] == "1000.00"
    assert [flag["code"] for flag in clauses[0]["flags"]] == ["F1", "F3"]


def test_measures_of_one_unit(bureau):
    assert ids(bureau, agency="science") == [2, 6, 7, 8, 12, 14, 22]
    assert ids(bureau, agency="transport") == [17, 19]
    assert ids(bureau, agency="gov_jiangan") == list(range(1, 25))


def test_measures_of_one_theme_or_flag(bureau):
    assert ids(bureau, theme="talent") == [18, 19, 20, 21]
    assert ids(bureau, flag="F7") == [17, 23]


def test_an_unknown_theme_or_parameter_is_refused(bureau):
    assert bureau.get(URL, {"theme": "root"}).status_code == 400
    assert bureau.get(URL, {"colour": "red"}).status_code == 400


def test_measures_are_read_only(bureau):
    pk = pk_of(bureau, 1)

    assert bureau.post(URL, {}, "application/json").status_code == 405
    assert bureau.delete(f"{URL}{pk}/").status_code == 405


def test_an_unknown_measure_is_not_found(bureau):
    assert bureau.get(f"{URL}999999/").status_code == 404


def test_a_handler_sees_measures_and_an_administrator_does_not(client):
    client.force_login(make_user("handler", agency=Agency.objects.get(code="science")))
    assert client.get(URL).status_code == 200

    client.force_login(make_user("administrator"))
    assert client.get(URL).status_code == 403


@pytest.mark.parametrize("size", [1, 25])
def test_the_list_asks_the_same_number_of_questions_however_long(
    bureau, size, django_assert_num_queries
):
    bureau.get(URL)

    with django_assert_num_queries(12):
        response = bureau.get(URL, {"page_size": size})

    assert len(response.json()["results"]) == size
