"""The list of enterprises: filters, titles of the day, pages, a constant number of queries."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from enterprises.models import Enterprise, Recognition
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_chain, make_enterprise, make_industry
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
URL = "/api/v1/enterprises/"


def award(enterprise: Enterprise, tier: str, start: str, until: str, **values: object) -> None:
    with bootstrap_scope():
        Recognition.objects.create(
            enterprise=enterprise,
            jurisdiction_id=enterprise.jurisdiction_id,
            tier=tier,
            recogniser_level="provincial",
            valid_from=date.fromisoformat(start),
            valid_until=date.fromisoformat(until),
            recorded_at=timezone.now(),
            **values,
        )


@pytest.fixture
def jiangan():
    return make_unit("jiangan")


@pytest.fixture
def district(client: Client, jiangan) -> Client:
    client.force_login(make_user("district_staff", unit=jiangan))
    return client


@pytest.fixture
def bureau() -> Client:
    client = Client()
    client.force_login(make_user("bureau_staff"))
    return client


def ids(client: Client, **words: object) -> list[int]:
    response = client.get(URL, words)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def test_an_object_carries_its_unit_titles_and_version(district, jiangan):
    enterprise = make_enterprise(
        unit=jiangan, name="示例长江光电公司", industry=make_industry(), tags=["高企"]
    )
    award(enterprise, "innovative_sme", "2024-01-01", "2027-01-01")
    award(enterprise, "srdi_sme", "2023-07-01", "2026-07-01")

    (row,) = district.get(URL, {"on": "2026-06-30"}).json()["results"]

    assert row["jurisdiction"] == {"code": "jiangan", "name": "江岸区"}
    assert (row["industry_code"], row["tags"], row["version"]) == ("C3976", ["高企"], 1)
    assert row["highest_tier"] == "srdi_sme"
    assert row["tiers"] == [
        {
            "tier": "srdi_sme",
            "subclass": "",
            "valid_from": "2023-07-01",
            "valid_to": "2026-06-30",
            "batch": "",
        },
        {
            "tier": "innovative_sme",
            "subclass": "",
            "valid_from": "2024-01-01",
            "valid_to": "2026-12-31",
            "batch": "",
        },
    ]
    (later,) = district.get(URL, {"on": "2026-07-01"}).json()["results"]
    assert later["highest_tier"] == "tech_innovative"


def test_each_filter_keeps_what_it_names(district, jiangan):
    chain = make_chain()
    mine = make_enterprise(
        unit=jiangan,
        name="示例长江光电公司",
        industry=make_industry("C3976"),
        size_class="small",
        tags=["高企"],
    )
    with bootstrap_scope():
        mine.chains.create(
            jurisdiction=jiangan,
            chain=chain,
            chain_version=chain.version,
            during=(date(2024, 1, 1), None),
            recorded_at=timezone.now(),
        )
    gone = make_enterprise(unit=jiangan, name="示例东湖贸易公司", status="deregistered")
    award(mine, "tech_sme", "2025-01-01", "2026-01-01")
    award(mine, "little_giant", "2024-07-01", "2027-07-01")

    for words in (
        {"q": "长江"},
        {"q": "长江", "status": "active"},
        {"uscc": f" {mine.uscc.lower()} "},
        {"tier": "little_giant", "on": "2025-06-01"},
        {"tier": "tech_innovative", "on": "2025-06-01"},
        {"highest_tier": "little_giant", "on": "2025-06-01"},
        {"expiring_before": "2026-02-01", "on": "2025-06-01"},
        {"chain": chain.code},
        {"industry": "C39"},
        {"industry": "3976"},
        {"size": "small"},
        {"status": "active"},
        {"tag": "高企"},
    ):
        assert ids(district, **words) == [mine.pk], words
    for words in (
        {"tier": "tech_innovative", "on": "2026-06-01"},
        {"highest_tier": "tech_innovative", "on": "2025-06-01"},
        {"expiring_before": "2025-12-31", "on": "2025-06-01"},
        {"industry": "C40"},
        {"q": "长江", "status": "deregistered"},
    ):
        assert ids(district, **words) == [], words
    assert ids(district, status="deregistered") == [gone.pk]


def test_the_city_narrows_by_unit_and_a_district_sees_its_own(bureau, district, jiangan):
    here = make_enterprise(unit=jiangan, name="示例星河甲公司")
    there = make_enterprise(unit=make_unit("hanyang"), name="示例星河乙公司")

    assert ids(bureau, q="星河") == [here.pk, there.pk]
    assert ids(bureau, jurisdiction="hanyang") == [there.pk]
    assert ids(bureau, jurisdiction="wuhan") == [here.pk, there.pk]
    assert ids(district, q="星河") == [here.pk]
    assert ids(district, jurisdiction="hanyang") == []
    assert ids(district, uscc=there.uscc) == []


@pytest.mark.parametrize("words", [{}, {"q": "星河"}, {"q": "星河", "ordering": "-id"}])
def test_pages_lead_to_every_row_once(district, jiangan, words):
    made = [make_enterprise(unit=jiangan, name=f"示例星河{n}公司").pk for n in range(5)]

    seen, url = [], f"{URL}?page_size=2" + "".join(f"&{k}={v}" for k, v in words.items())
    while url:
        body = district.get(url).json()
        seen += [row["id"] for row in body["results"]]
        url, last = body["next"], body
    back = district.get(last["previous"]).json()["results"]

    assert sorted(seen) == made
    assert len(seen) == 5
    assert [row["id"] for row in back] == seen[2:4]


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("words", [{}, {"q": "星河"}, {"tier": "srdi_sme", "on": "2025-01-01"}])
def test_the_number_of_queries_does_not_grow(
    district, jiangan, count, words, django_assert_max_num_queries
):
    for n in range(count):
        enterprise = make_enterprise(unit=jiangan, name=f"示例星河{n}公司")
        award(enterprise, "srdi_sme", "2024-01-01", "2027-01-01")

    with django_assert_max_num_queries(13):
        assert len(ids(district, **words)) == count


@pytest.mark.parametrize(
    ("words", "pointer", "sentence"),
    [
        ({"q": "长"}, "?q", "至少输入两个字"),
        ({"colour": "red"}, "?colour", "没有参数"),
        ({"tier": "emperor"}, "?tier", ""),
        ({"on": "2026-02-30"}, "?on", ""),
        ({"jurisdiction": "atlantis"}, "?jurisdiction", "没有管理单位"),
        ({"chain": "atlantis"}, "?chain", "没有产业链"),
        ({"page_size": "500"}, "?page_size", "每页行数"),
        ({"ordering": "name"}, "?ordering", "不支持按"),
        ({"cursor": "zzz"}, "?cursor", "翻页标记无效"),
    ],
)
def test_bad_parameters_are_named_in_chinese(district, words, pointer, sentence):
    response = district.get(URL, words)

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    (fault,) = response.json()["errors"]
    assert fault["pointer"] == pointer
    assert sentence in fault["detail"]


def test_expiring_counts_from_the_inclusive_last_day(district, jiangan):
    today = timezone.localdate()
    enterprise = make_enterprise(unit=jiangan)
    last = today + timedelta(days=30)
    award(enterprise, "srdi_sme", "2023-01-01", (last + timedelta(days=1)).isoformat())

    assert ids(district, expiring_before=last.isoformat()) == []
    assert ids(district, expiring_before=(last + timedelta(days=1)).isoformat()) == [enterprise.pk]
