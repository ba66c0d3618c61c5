"""Where enterprises stand, over HTTP: now, kept, listed, and played."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from enterprises.actions import prospects
from enterprises.models import Assessment, Enterprise, Prospect
from tests.enterprises.assessment.worlds import NOON, make_candidate, put
from tests.factories.accounts import make_access, make_unit, make_user
from tests.rulekit.worked import changed
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db
ON = "on=2026-05-04"
KEPT = "/api/v1/assessments/"
PLAYED = "/api/v1/assessments/what-if/"
FILE: Final = Path(__file__).parents[2] / "data" / "rule_vectors.json"
VECTORS: Final[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))


@pytest.fixture(autouse=True)
def spring() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def signed_in(role: str, code: str = "") -> Client:
    client = Client()
    client.force_login(make_user(role, unit=make_unit(code) if code else None))
    return client


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, json.dumps(body), "application/json")


def line(body: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = [one for one in body["criteria"] if one["code"] == code]
    return dict(found)


def work_out() -> None:
    access = make_access("bureau_staff")
    with scoped(access):
        prospects.refresh(access=access, at=timezone.now())


def test_an_enterprise_is_answered_line_by_line(candidate: Enterprise) -> None:
    client = signed_in("district_staff", "jiangxia")
    put(candidate, 2025, ip_class1_applied_own_top3=3)

    body = client.get(
        f"/api/v1/enterprises/{candidate.pk}/assessment/?tier=little_giant&{ON}"
    ).json()

    assert (body["rule_versions"], body["verdict"], body["lacking"]) == (
        "LG-2026/1",
        "unmet",
        ["H8"],
    )
    patents = line(body, "H8")
    assert (patents["result"], patents["value"], patents["distance"], patents["unit"]) == (
        "unmet",
        "3",
        "1",
        "项",
    )
    assert patents["threshold"].endswith("≥ 4 项")
    again = post(
        client,
        PLAYED,
        {
            "rule_set": "LG-2026",
            "application_kind": "new",
            "on": "2026-05-04",
            "facts": body["facts"],
        },
    ).json()
    assert again["criteria"] == body["criteria"]


def test_an_enterprise_elsewhere_is_not_there_and_figures_need_their_right(
    candidate: Enterprise,
) -> None:
    path = f"/api/v1/enterprises/{candidate.pk}/assessment/?tier=little_giant"

    assert signed_in("district_staff", "hanyang").get(path).status_code == 404
    assert signed_in("handler").get(path).status_code == 403


@pytest.mark.parametrize(
    "case", VECTORS["cases"][::9], ids=lambda c: f"{c['rule_set']}: {c['name']}"
)
def test_the_vectors_come_out_over_http(case: dict[str, Any]) -> None:
    facts = changed(VECTORS["base_facts"][case["rule_set"]], case.get("changes", {}))
    body = {
        "rule_set": case["rule_set"],
        "application_kind": case["application_kind"],
        "on": "2026-05-04",
        "layers": [],
        "facts": facts,
    }

    found = post(signed_in("bureau_staff"), PLAYED, body).json()

    assert found["verdict"] == case["expect"]
    results = {one["code"]: one["result"] for one in found["criteria"]}
    assert case.get("expect_criteria", {}).items() <= results.items()


def test_a_what_if_saves_nothing() -> None:
    body = {"rule_set": "LG-2026", "application_kind": "new", "facts": {}}

    assert post(signed_in("bureau_staff"), PLAYED, body).json()["verdict"] == "unknown"
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"no_such": 1}, "/facts/no_such"),
        ({"revenue": {"2025": 1}}, "/facts/revenue/2025"),
        ({"revenue": {"Y-1": "much"}}, "/facts/revenue/Y-1"),
        ({"revenue": {"Y-1": "1e400"}}, "/facts/revenue/Y-1"),
        ({"revenue": {"Y-1": True}}, "/facts/revenue/Y-1"),
        ({"on_abnormal_list": {"Y": False}}, "/facts/on_abnormal_list"),
        ({"on_abnormal_list": 0}, "/facts/on_abnormal_list"),
        ({"size_class": {"Y-1": "tiny"}}, "/facts/size_class/Y-1"),
        ({"valid_titles": "srdi_sme"}, "/facts/valid_titles"),
        ({"rd_revenue_ratio": {"Y-1": 3}}, "/facts/rd_revenue_ratio"),
        ({"award_national_best_rank": "first"}, "/facts/award_national_best_rank"),
    ],
)
def test_a_fact_no_field_can_hold_is_refused_with_its_place(
    facts: dict[str, Any], place: str
) -> None:
    body = {"rule_set": "LG-2026", "application_kind": "new", "facts": facts}

    answer = post(signed_in("bureau_staff"), PLAYED, body)

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [place]


def test_an_assessment_is_kept_and_read_again(candidate: Enterprise) -> None:
    client = signed_in("district_staff", "jiangxia")
    body = {"enterprise": candidate.pk, "tier": "little_giant", "on": "2026-05-04"}

    made = post(client, KEPT, body)

    assert (made.status_code, made.json()["verdict"]) == (201, "met")
    assert client.get(f"{KEPT}{made.json()['id']}/").json() == made.json()
    assert len(client.get(f"{KEPT}?enterprise={candidate.pk}").json()["results"]) == 1
    assert post(client, KEPT, body).json()["code"] == "assessment_kept"
    assert signed_in("district_staff", "hanyang").get(KEPT).json()["results"] == []


def test_prospects_are_listed_by_fewest_gaps_and_filtered_by_the_one(
    candidate: Enterprise,
) -> None:
    short = make_candidate(candidate.jurisdiction)
    put(short, 2025, ip_class1_applied_own_top3=3)
    elsewhere = make_candidate(make_unit("hanyang"))
    work_out()
    client = signed_in("district_staff", "jiangxia")

    def ids(query: str) -> list[int]:
        rows = client.get(f"/api/v1/prospects/?tier=little_giant&{query}").json()["results"]
        return [row["enterprise"]["id"] for row in rows]

    assert ids("") == [candidate.pk, short.pk]
    assert ids("lacking_only=H8") == [short.pk]
    assert ids("lacking_one=true") == [short.pk]
    assert ids("verdict=met&not_applied=true") == [candidate.pk]
    assert ids("ordering=-steps") == [short.pk, candidate.pk]
    assert elsewhere.pk not in ids("page_size=200")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries_however_many_rows(
    candidate: Enterprise, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count - 1):
        make_candidate(candidate.jurisdiction)
    work_out()
    client = signed_in("bureau_staff")
    client.get("/api/v1/prospects/?tier=little_giant")

    with django_assert_num_queries(10, exact=False):
        rows = client.get("/api/v1/prospects/?tier=little_giant").json()["results"]
    assert len(rows) == count


def test_the_load_and_the_order_to_work_out(candidate: Enterprise) -> None:
    work_out()
    client = signed_in("bureau_staff")

    (load,) = client.get("/api/v1/prospect-load/?tier=little_giant").json()
    order = client.post("/api/v1/prospects/work-out/")

    assert (load["key"], load["known"], load["ready"]) == ("jiangxia", 1, 1)
    assert order.status_code == 202
    assert signed_in("auditor").post("/api/v1/prospects/work-out/").status_code == 403
    assert Prospect.objects.count() > 0


def test_another_standard_says_who_gains_and_loses_and_why(candidate: Enterprise) -> None:
    short = make_candidate(candidate.jurisdiction)
    put(short, 2025, total_assets=1000, total_liabilities=720)  # 72 %: LG-2022 allows 70, 2026 75
    query = f"before=LG-2022&after=LG-2026&holding=srdi_sme&{ON}"

    body = signed_in("bureau_staff").get(f"/api/v1/rule-changes/?{query}").json()

    assert (body["gained"], body["lost"], body["newly_unknown"]) == (2, 0, 0)
    assert {one["code"]: one["count"] for one in body["reasons"]["gained"]}


def test_rule_sets_are_read_with_their_lines() -> None:
    client = signed_in("auditor")
    (head,) = client.get("/api/v1/rule-sets/?code=LG-2026").json()["results"]

    whole = client.get(f"/api/v1/rule-sets/{head['id']}/").json()

    assert (whole["version"], whole["effective_from"], whole["effective_to"]) == (
        1,
        "2026-04-01",
        None,
    )
    assert [one["code"] for one in whole["criteria"]][:2] == ["B0", "H0"]
