"""Merging over HTTP: preview, merge, the way from old ids to new, undo; pairs and their queue."""

import pytest
from django.test import Client

from enterprises.actions import duplicates
from enterprises.models import DuplicatePair, Enterprise, Merge
from tests.enterprises.register.conftest import NOON
from tests.enterprises.register.test_api_edit import URL, post, signed_in
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_contact, make_enterprise
from wuhan_smes.jobs.models import Job
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db
MERGES = "/api/v1/merges/"
PAIRS = "/api/v1/duplicates/"


@pytest.fixture
def clerk() -> Client:
    return signed_in("district_staff", "jiangan")


@pytest.fixture
def two() -> tuple[Enterprise, Enterprise]:
    unit = make_unit("jiangan")
    return tuple(make_enterprise(unit=unit, name="示例同名公司") for _ in range(2))  # type: ignore[return-value]


def merged(client: Client, gone: Enterprise, into: Enterprise) -> dict:
    answer = post(client, f"{URL}{gone.pk}/merge/", {"into": into.pk, "reason": "重复登记"})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_preview_tells_all_and_changes_nothing(clerk, two):
    gone, into = two
    make_contact(gone)

    answer = post(clerk, f"{URL}{gone.pk}/merge-preview/", {"into": into.pk})

    body = answer.json()
    assert answer.status_code == 200, answer.content
    assert (body["gone"]["id"], body["into"]["id"]) == (gone.pk, into.pk)
    assert [(line["label"], line["count"]) for line in body["relations"] if line["count"]] == [
        ("联系人", 1)
    ]
    assert Merge.objects.count() == 0


def test_old_ids_lead_to_the_survivor_also_below_and_through_several_merges(clerk, two):
    gone, into = two
    last = make_enterprise(unit=make_unit("jiangan"))
    merged(clerk, gone, into)
    merged(clerk, into, last)

    for tail in ("", "timeline/", "recognitions/", "contacts/", "?on=2025-01-01"):
        answer = clerk.get(f"{URL}{gone.pk}/{tail}")
        assert (answer.status_code, answer.headers["Location"]) == (308, f"{URL}{last.pk}/{tail}")
    assert clerk.get(answer.headers["Location"]).json()["id"] == last.pk
    refused = post(clerk, f"{URL}{gone.pk}/rename/", {"name": "示例新名公司", "on": "2026-01-01"})
    assert (refused.status_code, refused.json()["params"]) == (409, {"merged_into": into.pk})


def test_a_row_that_lives_on_out_of_reach_is_shown_as_it_is(clerk, two):
    gone, _ = two
    elsewhere = make_enterprise(unit=make_unit("hanyang"))
    merged(signed_in("bureau_staff"), gone, elsewhere)

    answer = clerk.get(f"{URL}{gone.pk}/")

    assert (answer.status_code, answer.json()["status"]) == (200, "merged")


def test_who_reaches_only_the_survivor_is_led_to_it_all_the_same(two):
    gone, _ = two
    elsewhere = make_enterprise(unit=make_unit("hanyang"))
    merged(signed_in("bureau_staff"), gone, elsewhere)

    answer = signed_in("district_staff", "hanyang").get(f"{URL}{gone.pk}/")

    assert (answer.status_code, answer.headers["Location"]) == (308, f"{URL}{elsewhere.pk}/")


def test_undone_the_old_id_answers_again(clerk, two):
    gone, into = two
    done = merged(clerk, gone, into)

    undone = post(clerk, f"{MERGES}{done['id']}/undo/", {"reason": "误合并"})
    again = post(clerk, f"{MERGES}{done['id']}/undo/", {"reason": "误合并"})

    assert (undone.status_code, undone.json()["undo_reason"]) == (200, "误合并")
    assert undone.headers["ETag"] == f'"{done["id"]}-2"'
    assert clerk.get(f"{URL}{gone.pk}/").status_code == 200
    assert (again.status_code, again.json()["code"]) == (409, "transition_refused")
    listed = clerk.get(f"{MERGES}?standing=false").json()["results"]
    assert [row["id"] for row in listed] == [done["id"]]


def test_out_of_reach_there_is_nothing_to_merge_with_and_nothing_to_undo(clerk, two):
    gone, into = two
    foreign = make_enterprise(unit=make_unit("hanyang"))
    done = merged(clerk, gone, into)
    other = signed_in("district_staff", "hanyang")

    for into_id in (foreign.pk, 10**9):
        body = {"into": into_id, "reason": "重复"}
        assert post(clerk, f"{URL}{into.pk}/merge/", body).status_code == 404
    assert post(other, f"{MERGES}{done['id']}/undo/", {"reason": "误"}).status_code == 404
    assert other.get(f"{MERGES}{done['id']}/").status_code == 404
    assert other.get(MERGES).json()["results"] == []


def test_the_queue_lists_decides_and_searches(clerk, two):
    access = make_access("district_staff", unit=make_unit("jiangan"))
    with scoped(access):
        duplicates.find(access=access, at=NOON)
    pair = DuplicatePair.objects.get()

    (listed,) = clerk.get(f"{PAIRS}?state=open").json()["results"]
    decided = post(clerk, f"{PAIRS}{pair.pk}/dismiss/", {"note": "分属两地"})
    ordered = post(clerk, f"{PAIRS}find/")

    assert (listed["a"]["id"], listed["b"]["id"]) == (two[0].pk, two[1].pk)
    assert listed["reason_labels"][:2] == ["名称相同", "名称相近"]
    assert (decided.status_code, decided.json()["state"]) == (200, "not_duplicate")
    assert clerk.get(f"{PAIRS}?state=open").json()["results"] == []
    assert ordered.status_code == 202, ordered.content
    assert Job.objects.get(pk=ordered.json()["id"]).task == "enterprises.find_duplicates"
