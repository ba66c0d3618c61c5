"""Batches over HTTP: from the first recommendation to the announcement."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from enterprises.models import Recognition
from tests.enterprises.titles.test_api_titles import post, signed_in
from tests.factories.accounts import make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_batch, make_candidate, make_title

pytestmark = pytest.mark.django_db
URL = "/api/v1/batches/"
NEW = {
    "tier": "innovative_sme",
    "kind": "new",
    "recogniser": "示例省经信厅",
    "recogniser_level": "provincial",
    "ordinal": 88,
    "year": 2026,
    "name": "示例第八十八批",
}


@pytest.fixture
def city() -> Client:
    return signed_in("bureau_staff")


@pytest.fixture
def jiangan() -> Client:
    return signed_in("district_staff", "jiangan")


def counted(response: Any, status: int = 200) -> int:
    assert response.status_code == status, response.content
    return response.json()["count"]


def test_a_batch_from_beginning_to_end(city):
    made = post(city, URL, NEW)
    assert made.status_code == 201, made.content
    path = f"{URL}{made.json()['id']}/"
    firms = [make_enterprise().pk for _ in range(3)]

    assert counted(post(city, f"{path}candidates/", {"enterprises": firms}), 201) == 3
    recommended = {"enterprises": firms[:2], "state": "recommended"}
    assert counted(post(city, f"{path}move-candidates/", recommended)) == 2
    removed = {"enterprises": firms[2:], "reason": "误列"}
    assert counted(post(city, f"{path}remove-candidates/", removed)) == 1
    notice = {"notice_from": "2026-02-02", "workdays": 5}
    for stage, words in (("reviewing", {}), ("publicised", notice)):
        told = post(city, f"{path}advance/", {"stage": stage, **words})
        assert told.json()["stage"] == stage
    assert told.json()["notice_until"] == "2026-02-06"
    words = {
        "document_no": "示例发[2026]8号",
        "announced_on": "2026-03-01",
        "valid_from": "2026-03-01",
        "valid_to": "2029-02-28",
    }
    same = post(city, f"{path}announce/", words)
    assert same.json()["detail"] == "公示名单由您提交，公布须由另一人办理"
    announced = post(signed_in("bureau_lead"), f"{path}announce/", words)

    assert announced.status_code == 200, announced.content
    shown = announced.json()
    assert (shown["stage"], shown["valid_to"]) == ("announced", "2029-02-28")
    assert shown["candidates"] == {"passed": 2}
    assert city.get(path).json() == shown
    assert Recognition.objects.filter(batch_id=shown["id"]).count() == 2
    again = post(city, f"{path}announce/", words)
    assert (again.status_code, again.json()["detail"]) == (409, "该批次已公布，不能重复公布")


def test_announcing_with_the_same_key_is_answered_again(city):
    batch = make_batch(stage="publicised")
    make_candidate(batch, make_enterprise(), "publicised")
    words = {"document_no": "甲", "announced_on": "2026-03-01", "valid_from": "2026-03-01"}
    key = {"Idempotency-Key": "announce-01"}

    first = post(city, f"{URL}{batch.pk}/announce/", words, **key)
    again = post(city, f"{URL}{batch.pk}/announce/", words, **key)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert Recognition.objects.filter(batch=batch).count() == 1


def test_a_review_is_filled_by_the_days_on_which_titles_end(city):
    batch = make_batch(kind="review", tier="champion")
    make_title(tier="champion", valid_until=date(2026, 7, 1))

    words = {"ending_from": "2026-06-30", "ending_to": "2026-06-30"}
    assert counted(post(city, f"{URL}{batch.pk}/add-due/", words), 201) == 1


def test_a_batch_is_amended_by_version(city):
    batch = make_batch()
    path = f"{URL}{batch.pk}/"

    def patch(body: dict[str, Any], etag: str = "") -> Any:
        headers = {"If-Match": etag} if etag else {}
        return city.patch(path, json.dumps(body), "application/json", headers=headers)

    assert patch({"name": "甲"}).status_code == 428
    amended = patch({"name": "甲", "valid_from": "2026-01-01"}, f'"{batch.pk}-1"')
    assert (amended.status_code, amended.headers["ETag"]) == (200, f'"{batch.pk}-2"')
    assert patch({"name": "乙"}, f'"{batch.pk}-1"').status_code == 412
    fault = patch({"stage": "announced"}, f'"{batch.pk}-2"')
    assert fault.json()["errors"][0]["pointer"] == "/stage"


def test_a_district_sees_the_batch_and_only_its_own_candidates(jiangan):
    batch = make_batch()
    mine = make_enterprise(unit=make_unit("jiangan"))
    make_candidate(batch, mine, "applied")
    make_candidate(batch, make_enterprise(unit=make_unit("hanyang")), "failed")

    listed = jiangan.get(f"{URL}{batch.pk}/candidates/").json()["results"]

    assert [it["enterprise"]["id"] for it in listed] == [mine.pk]
    assert jiangan.get(f"{URL}{batch.pk}/").json()["candidates"] == {"applied": 1}
    assert jiangan.get(f"{URL}{batch.pk}/candidates/", {"state": "failed"}).json()["results"] == []
    assert jiangan.get(f"{URL}{batch.pk}/candidates/", {"colour": "red"}).status_code == 400


def test_a_district_changes_no_batch(jiangan):
    batch = make_batch()
    path = f"{URL}{batch.pk}/"

    assert post(jiangan, URL, NEW).status_code == 403
    assert post(jiangan, f"{path}advance/", {"stage": "reviewing"}).status_code == 403
    words = {"enterprises": [make_enterprise(unit=make_unit("jiangan")).pk]}
    assert post(jiangan, f"{path}candidates/", words).status_code == 403


def test_batches_are_filtered(city):
    batch = make_batch("gazelle", kind="review", year=2031, stage="reviewing")

    for words in ({"tier": "gazelle"}, {"year": 2031}, {"stage": "reviewing", "kind": "review"}):
        found = {it["id"] for it in city.get(URL, words).json()["results"]}
        assert batch.pk in found
    assert city.get(URL, {"tier": "emperor"}).status_code == 400
