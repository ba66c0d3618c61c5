"""What ends soon, and what documents want and report, over HTTP."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from enterprises.choices import Tier
from enterprises.models import EnterpriseChain, IndustryChain
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_title
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
RADAR = "/api/v1/radar/"
TARGETS = "/api/v1/targets/"
FIGURES = "/api/v1/reported-figures/"


def signed_in(role: str, code: str = "") -> Client:
    client = Client()
    client.force_login(make_user(role, unit=make_unit(code) if code else None))
    return client


def send(client: Client, method: str, path: str, body: dict[str, Any], etag: str = ""):
    headers = {"If-Match": etag} if etag else {}
    act = getattr(client, method)
    return act(path, json.dumps(body), "application/json", headers=headers)


@pytest.fixture
def city() -> Client:
    return signed_in("bureau_staff")


@pytest.fixture
def jiangan() -> Client:
    return signed_in("district_staff", "jiangan")


def title(code: str = "jiangan", last_but_one: date = date(2027, 1, 1), **values: object):
    tier = values.pop("tier", Tier.INNOVATIVE_SME)
    enterprise = make_enterprise(unit=make_unit(code))
    return make_title(enterprise, str(tier), valid_until=last_but_one, **values)


def test_the_radar_lists_what_ends_within_the_days_asked_for(city):
    soon = title()
    title(last_but_one=date(2027, 6, 1))

    rows = city.get(RADAR, {"on": "2026-11-22", "days": "90"}).json()["results"]

    assert [(r["id"], r["valid_to"], r["days_left"], r["review"]) for r in rows] == [
        (soon.series, "2026-12-31", 39, "due")
    ]


def test_the_last_of_the_days_is_included(city):
    title()

    for days, found in (("38", 0), ("39", 1)):
        rows = city.get(RADAR, {"on": "2026-11-22", "days": days}).json()["results"]
        assert len(rows) == found


def test_a_title_with_its_next_term_recorded_needs_no_review(city):
    first = title()
    make_title(
        first.enterprise,
        Tier.INNOVATIVE_SME,
        predecessor_series=first.series,
        valid_from=date(2027, 1, 1),
        valid_until=date(2030, 1, 1),
    )

    [row] = city.get(RADAR, {"on": "2026-11-22"}).json()["results"]

    assert row["review"] == "renewed"


def test_pending_reviews_are_listed_apart(city):
    waiting = title(last_but_one=date(2026, 6, 1), review_pending=True)

    assert city.get(RADAR, {"on": "2026-11-22"}).json()["results"] == []
    [row] = city.get(RADAR, {"on": "2026-11-22", "state": "pending"}).json()["results"]
    assert (row["id"], row["valid_to"], row["review"]) == (waiting.series, None, "pending")


def test_the_radar_counts_by_unit_and_tier(city, jiangan):
    title()
    title(last_but_one=date(2026, 12, 1))
    title("hanyang", tier=Tier.GAZELLE)

    rows = city.get(f"{RADAR}counts/", {"on": "2026-11-22"}).json()
    own = jiangan.get(f"{RADAR}counts/", {"on": "2026-11-22"}).json()

    numbers = ("key", "tier", "within_30", "within_90", "within_180", "due", "pending")
    assert [tuple(row[name] for name in numbers) for row in rows] == [
        ("jiangan", "innovative_sme", 1, 2, 2, 2, 0),
        ("hanyang", "gazelle", 0, 1, 1, 0, 0),
    ]
    assert [row["key"] for row in own] == ["jiangan"]


def test_a_district_sees_only_its_own_titles_end(jiangan):
    mine = title()
    title("hanyang")

    rows = jiangan.get(RADAR, {"on": "2026-11-22"}).json()["results"]

    assert [row["id"] for row in rows] == [mine.series]


@pytest.mark.parametrize(
    ("words", "pointer"),
    [
        ({"days": "soon"}, "?days"),
        ({"tier": "gold"}, "?tier"),
        ({"jurisdiction": "atlantis"}, "?jurisdiction"),
        ({"colour": "red"}, "?colour"),
    ],
)
def test_a_wrong_word_to_the_radar_is_named(city, words, pointer):
    answer = city.get(RADAR, words)

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def target(client: Client, code: str, **words: str) -> dict[str, Any]:
    answer = client.get(f"{TARGETS}{code}/", words)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_target_stands_beside_the_holders_of_the_day_and_keeps_its_doubts(city):
    title(tier=Tier.LITTLE_GIANT)

    shown = target(city, "m1c", on="2025-07-25")

    assert (shown["value"], shown["computed"], shown["conclusive"]) == (500, 1, False)
    assert [flag["code"] for flag in shown["flags"]] == ["F3", "F4"]
    assert all(flag["text"] for flag in shown["flags"])


def test_a_target_for_every_chain_says_how_many_chains_reached_it(city):
    shown = target(city, "m12b", on="2025-07-25")

    assert (shown["computed"], shown["chains"], shown["chains_reached"]) == (0, 20, 0)


def on_chain(recognition, chain):
    """Its holder's first chain, for as long as the title lasts."""
    with bootstrap_scope():
        EnterpriseChain.objects.create(
            enterprise_id=recognition.enterprise_id,
            jurisdiction_id=recognition.jurisdiction_id,
            chain=chain,
            chain_version=chain.version,
            is_primary=True,
            during=recognition.in_force,
            recorded_at=recognition.recorded_at,
        )


def test_targets_that_count_since_one_day_are_counted_in_one_pass_each_by_its_own_tier(city):
    chain = IndustryChain.objects.order_by("pk").first()
    for tier in (Tier.LITTLE_GIANT, Tier.SRDI_SME, Tier.SRDI_SME):
        on_chain(title(tier=tier, valid_from=date(2025, 3, 1)), chain)
    title(tier=Tier.LITTLE_GIANT, valid_from=date(2025, 3, 1))

    with CaptureQueriesContext(connection) as asked:
        rows = city.get(TARGETS, {"on": "2025-07-25"}).json()["results"]

    found = {row["code"]: (row["computed"], row["chains_reached"]) for row in rows}
    assert (found["m12a"], found["m12b"]) == ((2, 0), (1, 1))
    assert sum("tier_histories" in it["sql"] for it in asked.captured_queries) == 1


def test_a_district_is_not_shown_its_share_beside_a_target_of_the_city(jiangan):
    title(tier=Tier.LITTLE_GIANT)

    assert target(jiangan, "m1c")["computed"] is None


def test_a_target_is_changed_by_its_version(city):
    etag = city.get(f"{TARGETS}m1c/").headers["ETag"]

    done = send(city, "patch", f"{TARGETS}m1c/", {"value": 520}, etag)
    late = send(city, "patch", f"{TARGETS}m1c/", {"value": 540}, etag)

    assert (done.status_code, done.json()["value"]) == (200, 520), done.content
    assert late.status_code == 412
    assert AuditEvent.objects.filter(kind="target.amend").count() == 1


def test_a_reported_figure_stands_beside_the_count_of_its_day(city):
    title(tier=Tier.LITTLE_GIANT)

    shown = city.get(f"{FIGURES}little_giant_holders/").json()

    assert (shown["on"], shown["value"]) == ("2025-07-25", "348.00")
    assert (shown["computed"], shown["difference"]) == (1, "-347.00")
    assert "F16" in [flag["code"] for flag in shown["flags"]]


def test_figures_nobody_computes_are_shown_without_a_difference(city, jiangan):
    shown = city.get(f"{FIGURES}manager_training_modules/").json()
    assert (shown["value"], shown["computed"], shown["difference"]) == ("6.00", None, None)
    assert jiangan.get(f"{FIGURES}little_giant_holders/").json()["computed"] is None


def test_every_figure_of_the_documents_can_be_listed(city):
    rows = city.get(FIGURES, {"page_size": "200"}).json()["results"]

    assert len(rows) >= 55
    assert all(row["document"] and row["clause"] and row["on"] for row in rows)


def test_a_figure_without_source_or_date_is_refused(city):
    body = {
        "code": "test_figure",
        "label": "示例指标",
        "group": "示例",
        "value": "12",
        "unit": "家",
        "document": "示例文件",
        "clause": "第 1 条",
    }

    undated = send(city, "post", FIGURES, body)
    unsourced = send(city, "post", FIGURES, {**body, "document": "", "as_of": "2025-01-01"})
    made = send(city, "post", FIGURES, {**body, "as_of": "2025-01-01"})

    assert [error["pointer"] for error in undated.json()["errors"]] == ["/as_of"]
    assert [error["pointer"] for error in unsourced.json()["errors"]] == ["/document"]
    assert made.status_code == 201, made.content


def test_only_the_city_keeps_figures(jiangan):
    answer = send(jiangan, "patch", f"{FIGURES}specialists/", {"note": "示例"}, '"1-1"')

    assert answer.status_code in {403, 412}
