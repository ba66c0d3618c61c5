"""Counts and changes over HTTP: complete rows, plain refusals, each person's own share."""

from datetime import date

import pytest
from django.test import Client

from enterprises.choices import FlowColumn, Tier
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title

pytestmark = pytest.mark.django_db
COUNTS = "/api/v1/tier-counts/"
FLOWS = "/api/v1/tier-flows/"


def signed_in(role: str, code: str = "") -> Client:
    client = Client()
    client.force_login(make_user(role, unit=make_unit(code) if code else None))
    return client


def holders(code: str, n: int, tier: str = Tier.SRDI_SME, **values: object) -> None:
    for _ in range(n):
        make_title(make_enterprise(unit=make_unit(code)), tier, **values)


@pytest.fixture
def city() -> Client:
    return signed_in("bureau_staff")


@pytest.fixture
def jiangan() -> Client:
    return signed_in("district_staff", "jiangan")


def count(client: Client, tier: str, **words: str) -> dict[str, int]:
    answer = client.get(COUNTS, {"on": "2025-07-25", **words})
    assert answer.status_code == 200, answer.content
    return {row["key"]: row["count"] for row in answer.json() if row["tier"] == tier}


def test_without_a_cut_every_tier_has_one_row(city):
    holders("jiangan", 2)

    rows = city.get(COUNTS, {"on": "2025-07-25"}).json()

    assert [row["tier"] for row in rows] == Tier.values
    assert {row["key"] for row in rows} == {"all"}
    assert {row["tier"]: row["count"] for row in rows if row["count"]} == {"srdi_sme": 2}


def test_every_unit_has_its_row_and_the_units_add_up(city):
    holders("jiangan", 2)
    holders("hanyang", 1)

    found = count(city, "srdi_sme", by="jurisdiction")

    assert len(found) == 15
    assert {key: n for key, n in found.items() if n} == {"jiangan": 2, "hanyang": 1}


def test_a_district_sees_only_its_own_share(city, jiangan):
    holders("jiangan", 2)
    holders("hanyang", 1)

    assert count(city, "srdi_sme") == {"all": 3}
    assert count(jiangan, "srdi_sme") == {"all": 2}
    assert count(jiangan, "srdi_sme", by="jurisdiction") == {"jiangan": 2}


def test_the_base_tier_counts_enterprises_not_titles(city):
    enterprise = make_enterprise()
    make_title(enterprise, Tier.TECH_SME)
    make_title(enterprise, Tier.INNOVATIVE_SME)

    assert count(city, "tech_innovative") == {"all": 1}


def test_the_last_day_of_a_title_still_counts(city):
    holders("jiangan", 1, valid_from=date(2024, 1, 1), valid_until=date(2027, 1, 1))

    assert count(city, "srdi_sme", on="2026-12-31") == {"all": 1}
    assert count(city, "srdi_sme", on="2027-01-01") == {"all": 0}


def test_a_bare_day_of_knowledge_lasts_until_midnight_in_wuhan(city):
    # recorded 2024-01-02 09:00 in Wuhan
    holders("jiangan", 1)

    assert count(city, "srdi_sme", known_at="2024-01-02") == {"all": 1}
    assert count(city, "srdi_sme", known_at="2024-01-01") == {"all": 0}
    assert count(city, "srdi_sme", known_at="2024-01-02T08:59:59") == {"all": 0}


@pytest.mark.parametrize(
    ("url", "words", "pointer"),
    [
        (COUNTS, {"tier": "srdi_sme"}, "?tier"),
        (COUNTS, {"on": "25.7.2025"}, "?on"),
        (COUNTS, {"on": "0001-01-01"}, "?on"),
        (COUNTS, {"by": "colour"}, "?by"),
        (COUNTS, {"basis": "both"}, "?basis"),
        (COUNTS, {"known_at": "yesterday"}, "?known_at"),
        (COUNTS, {"known_at": "2025-13-01"}, "?known_at"),
        (FLOWS, {"to": "2025-07-25"}, "?from"),
        (FLOWS, {"from": "2025-07-25"}, "?to"),
        (FLOWS, {"from": "2025-07-25", "to": "2025-07-24"}, "?to"),
        (FLOWS, {"from": "2025-07-01", "to": "2025-07-24", "tier": "gold"}, "?tier"),
        (FLOWS, {"from": "2025-07-01", "to": "2025-07-24", "on": "2025-07-02"}, "?on"),
        ("/api/v1/tier-trend/", {"months": "0"}, "?months"),
    ],
)
def test_a_wrong_parameter_is_named(city, url, words, pointer):
    answer = city.get(url, words)

    assert answer.status_code == 400, answer.content
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_counting_needs_the_right_to_count():
    assert signed_in("handler").get(COUNTS).status_code == 403


def test_the_columns_of_a_flow_lead_from_opening_to_closing(city):
    holders("jiangan", 2, valid_from=date(2024, 1, 1))
    holders("jiangan", 1, valid_from=date(2025, 3, 1), valid_until=date(2028, 3, 1))
    holders("jiangan", 1, valid_from=date(2022, 3, 1), valid_until=date(2025, 3, 1))

    words = {"from": "2025-01-01", "to": "2025-12-31", "tier": "srdi_sme"}
    [row] = city.get(FLOWS, words).json()

    assert (row["opening_on"], row["closing_on"]) == ("2024-12-31", "2025-12-31")
    assert (row["opening"], row["recognised"], row["expired"], row["closing"]) == (3, 1, 1, 3)
    others = {column.value for column in FlowColumn} - {"recognised", "expired"}
    assert {row[column] for column in others} == {0}


def test_the_trend_ends_on_the_day_asked_for(city):
    holders("jiangan", 1, valid_from=date(2025, 6, 30))

    points = city.get("/api/v1/tier-trend/", {"on": "2025-07-25", "months": "3"}).json()

    assert [(p["on"], p["counts"]["srdi_sme"]) for p in points] == [
        ("2025-05-31", 0),
        ("2025-06-30", 1),
        ("2025-07-25", 1),
    ]
