"""Units, agencies, chains and industries over HTTP."""

import pytest
from django.test import Client

from tests.factories.accounts import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(client: Client) -> Client:
    client.force_login(make_user("district_staff", unit=make_unit("jiangan")))
    return client


def rows(client: Client, path: str, **words: object) -> list[dict]:
    response = client.get(f"/api/v1/{path}/", {"page_size": 200, **words})
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_everybody_sees_the_city_and_its_fifteen_units_in_their_order(district):
    units = rows(district, "jurisdictions")

    assert [unit["code"] for unit in units][:3] == ["wuhan", "jiangan", "jianghan"]
    assert len(units) == 16
    assert units[12] == {
        "code": "east_lake",
        "name": "东湖新技术开发区",
        "short": "东湖高新",
        "kind": "functional_zone",
        "kind_label": "功能区",
        "parent": "wuhan",
        "statutory_code": "",
        "aliases": ["光谷", "东湖高新区", "东湖开发区", "武汉东湖新技术开发区"],
    }


def test_one_unit_is_found_by_its_code(district):
    assert district.get("/api/v1/jurisdictions/hanyang/").json()["name"] == "汉阳区"
    assert district.get("/api/v1/jurisdictions/nowhere/").status_code == 404


def test_agencies_by_kind_and_unit(district):
    assert len(rows(district, "agencies", kind="department")) == 34
    assert [a["name"] for a in rows(district, "agencies", jurisdiction="jiangan")] == [
        "江岸区人民政府"
    ]
    assert "市交通局" in district.get("/api/v1/agencies/transport/").json()["aliases"]


def test_chains_of_one_version_say_what_continues_them(district):
    chains = {chain["code"]: chain for chain in rows(district, "chains", version="965-2021")}

    assert len(chains) == 20
    assert chains["v21_ai"]["continued_by"] == ["m12_ai"]
    assert chains["v21_finance"]["continued_by"] == []
    assert (chains["v21_ai"]["valid_from"], chains["v21_ai"]["valid_to"]) == ("2021-01-01", None)
    assert rows(district, "chains", version="measures-12")[0]["valid_from"] is None


def test_industries_by_level_parent_and_words(district):
    assert [i["code"] for i in rows(district, "industries", level=1)][:3] == ["A", "B", "C"]
    assert "C3976" in [i["code"] for i in rows(district, "industries", parent="C397")]
    assert [i["code"] for i in rows(district, "industries", q="光电子器件")] == ["C3976"]
    assert district.get("/api/v1/industries/C3976/").json()["parent"] == "C397"


@pytest.mark.parametrize("path", ["jurisdictions", "agencies", "chains", "industries"])
def test_the_lists_are_read_only_and_refuse_unknown_words(district, path):
    assert district.post(f"/api/v1/{path}/", {}, "application/json").status_code == 405
    assert district.get(f"/api/v1/{path}/", {"colour": "red"}).status_code == 400


@pytest.mark.parametrize("path", ["jurisdictions", "agencies", "chains", "industries"])
def test_a_stranger_sees_nothing(client, path):
    assert client.get(f"/api/v1/{path}/").status_code in {401, 403}


@pytest.mark.parametrize("path", ["agencies", "chains", "industries"])
@pytest.mark.parametrize("size", [1, 40])
def test_a_list_asks_the_same_number_of_questions_however_long(
    district, path, size, django_assert_max_num_queries
):
    district.get(f"/api/v1/{path}/")

    with django_assert_max_num_queries(13):
        assert len(rows(district, path, page_size=size)) == size
