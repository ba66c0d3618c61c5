"""Changing enterprises over HTTP: versions, refusals in words, moves between units."""

import json
from typing import Any

import pytest
from django.test import Client

from enterprises.models import Enterprise
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_chain, make_contact, make_enterprise, make_place
from wuhan_smes.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
URL = "/api/v1/enterprises/"
USCC = "91420100616400352X"


def signed_in(role: str, code: str = "") -> Client:
    client = Client()
    client.force_login(make_user(role, unit=make_unit(code) if code else None))
    return client


@pytest.fixture
def jiangan() -> Client:
    return signed_in("district_staff", "jiangan")


@pytest.fixture
def hanyang() -> Client:
    return signed_in("district_staff", "hanyang")


@pytest.fixture
def enterprise() -> Enterprise:
    return make_enterprise(unit=make_unit("jiangan"), name="示例长江光电公司")


def post(client: Client, path: str, body: dict[str, Any] | None = None, **headers: str):
    return client.post(path, json.dumps(body or {}), "application/json", headers=headers)


def patch(client: Client, enterprise: Enterprise, body: dict[str, Any], etag: str = ""):
    headers = {"If-Match": etag} if etag else {}
    path = f"{URL}{enterprise.pk}/"
    return client.patch(path, json.dumps(body), "application/json", headers=headers)


def verb(client: Client, enterprise: Enterprise, word: str, /, **body: Any):
    return post(client, f"{URL}{enterprise.pk}/{word}/", body)


def test_created_read_and_amended_by_version(jiangan):
    made = post(
        jiangan,
        URL,
        {"uscc": USCC, "name": "示例新建公司", "jurisdiction": "jiangan", "industry_code": "C3976"},
    )
    assert made.status_code == 201, made.content
    enterprise = Enterprise.objects.get(uscc=USCC)
    read = jiangan.get(f"{URL}{enterprise.pk}/")
    assert read.json() == made.json()
    assert read.headers["ETag"] == f'"{enterprise.pk}-1"'

    amended = patch(jiangan, enterprise, {"tags": ["高企"]}, read.headers["ETag"])

    assert (amended.status_code, amended.json()["tags"]) == (200, ["高企"])
    assert amended.headers["ETag"] == f'"{enterprise.pk}-2"'


def test_patch_without_or_with_a_stale_version(jiangan, enterprise):
    missing = patch(jiangan, enterprise, {"tags": []})
    stale = patch(jiangan, enterprise, {"tags": []}, f'"{enterprise.pk}-7"')
    other = patch(jiangan, enterprise, {"tags": []}, f'"{enterprise.pk + 1}-1"')

    assert (missing.status_code, stale.status_code, other.status_code) == (428, 412, 412)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"uscc": USCC[:-1] + "Y"}, "/uscc"),
        ({"jurisdiction": "atlantis"}, "/jurisdiction"),
        ({"status": "merged"}, "/status"),
        ({"version": 9}, "/version"),
        ({"kind": "planet"}, "/kind"),
        ({"on": "2026-13-01"}, "/on"),
        ({"statutory_code": "42"}, "/statutory_code"),
        ({"name": "\u0000坏"}, "/name"),
    ],
)
def test_a_faulty_body_is_refused_by_field(jiangan, body, pointer):
    given = {"uscc": USCC, "name": "示例新建公司", "jurisdiction": "jiangan", **body}

    response = post(jiangan, URL, given)

    assert response.status_code == 400, response.content
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]


def test_a_wrong_code_says_which_position(jiangan):
    given = {"uscc": USCC[:-1] + "Y", "name": "示例新建公司", "jurisdiction": "jiangan"}

    assert "第18位" in post(jiangan, URL, given).json()["errors"][0]["detail"]


def test_the_same_key_creates_once_and_refuses_another_body(jiangan):
    body = {"uscc": USCC, "name": "示例新建公司", "jurisdiction": "jiangan"}
    key = {"Idempotency-Key": "create-0001"}

    first, again = post(jiangan, URL, body, **key), post(jiangan, URL, body, **key)
    other = post(jiangan, URL, {**body, "name": "示例别的公司"}, **key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert other.status_code == 422
    assert Enterprise.objects.filter(uscc=USCC).count() == 1


def test_a_code_held_elsewhere_leads_to_a_request(jiangan, hanyang, enterprise):
    held = post(
        hanyang,
        URL,
        {"uscc": enterprise.uscc, "name": "示例抢注公司", "jurisdiction": "hanyang"},
    )
    assert (held.status_code, held.json()["code"]) == (409, "uscc_registered_elsewhere")
    assert "江岸" not in held.content.decode()

    asked = post(
        hanyang,
        "/api/v1/move-requests/",
        {
            "uscc": enterprise.uscc,
            "jurisdiction": "hanyang",
            "on": "2026-02-01",
            "reason": "已迁入我区",
        },
    )
    assert asked.status_code == 201, asked.content
    seen = asked.json()
    assert (seen["from_jurisdiction"], seen["enterprise"], seen["name"]) == (None, None, "")
    for path in ("/api/v1/move-requests/", f"/api/v1/move-requests/{seen['id']}/"):
        assert "jiangan" not in hanyang.get(path).content.decode()
        assert enterprise.name not in hanyang.get(path).content.decode()

    accepted = post(jiangan, f"/api/v1/move-requests/{seen['id']}/accept/", {"note": "同意"})

    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    assert hanyang.get(f"{URL}{enterprise.pk}/").json()["jurisdiction"]["code"] == "hanyang"
    assert jiangan.get(f"{URL}{enterprise.pk}/").status_code == 404


def test_a_district_asks_and_the_city_moves(jiangan, hanyang, enterprise):
    words = {"jurisdiction": "hanyang", "on": "2026-02-01", "reason": "搬迁"}

    asked = verb(jiangan, enterprise, "move", **words)
    assert (asked.status_code, asked.json()["state"]) == (202, "pending")
    (waiting,) = hanyang.get("/api/v1/move-requests/", {"state": "pending"}).json()["results"]
    assert (waiting["name"], waiting["from_jurisdiction"]["code"]) == (
        "示例长江光电公司",
        "jiangan",
    )
    assert post(jiangan, f"/api/v1/move-requests/{waiting['id']}/cancel/").status_code == 200

    moved = verb(signed_in("bureau_staff"), enterprise, "move", **words)
    assert (moved.status_code, moved.json()["jurisdiction"]["code"]) == (200, "hanyang")


def test_verbs_answer_with_the_enterprise_as_it_then_is(jiangan, enterprise):
    renamed = verb(jiangan, enterprise, "rename", name="示例新名公司", on="2026-02-01")
    assert (renamed.status_code, renamed.json()["name"]) == (200, "示例新名公司")
    again = verb(jiangan, enterprise, "rename", name="示例新名公司", on="2026-02-01")
    assert (again.status_code, again.json()["code"]) == (409, "refused")

    chain, street = make_chain(), make_place()
    for name, body in (
        ("set-industry", {"industry_code": "C3976", "on": "2026-01-01"}),
        ("join-chain", {"chain": chain.code, "on": "2026-01-01", "is_primary": True}),
        ("set-place", {"street": street.code, "on": "2026-01-01"}),
        ("set-size", {"year": 2025, "size_class": "small"}),
        ("set-scale", {"kind": "trade", "stage": "pool", "on": "2026-01-01"}),
        ("leave-chain", {"chain": chain.code, "on": "2026-02-01"}),
        ("deregister", {"on": "2026-02-01", "reason": "注销"}),
        ("reactivate", {"on": "2026-02-02", "reason": "误注销"}),
    ):
        response = verb(jiangan, enterprise, name, **body)
        assert response.status_code == 200, (name, response.content)
    last = response.json()
    assert (last["industry_code"], last["size_class"], last["status"]) == (
        "C3976",
        "small",
        "active",
    )

    life = jiangan.get(f"{URL}{enterprise.pk}/timeline/").json()
    assert {event["kind"] for event in life} == {
        "established",
        "name",
        "stay",
        "industry",
        "chain",
        "place",
        "size",
        "scale",
    }
    former = next(event for event in life if event["text"] == "示例长江光电公司")
    assert (former["on"], former["valid_to"]) == ("2020-01-01", "2026-01-31")
    assert jiangan.get(f"{URL}{enterprise.pk}/recognitions/").json() == []


def test_contacts_are_masked_until_revealed_and_each_look_is_kept(jiangan, enterprise):
    made = verb(jiangan, enterprise, "contacts", name="张三", phone="13912345678", email="z@a.cn")
    assert (made.status_code, made.json()["phone"], made.json()["email"]) == (
        201,
        "*******5678",
        "z***@a.cn",
    )
    path = f"/api/v1/contacts/{made.json()['id']}/"
    listed = jiangan.get(f"{URL}{enterprise.pk}/contacts/")
    assert "13912345678" not in listed.content.decode()

    seen = post(jiangan, f"{path}reveal/", {"reason": "核实"}, **{"Idempotency-Key": "reveal-0001"})

    assert seen.json()["phone"] == "13912345678"
    assert AuditEvent.objects.filter(kind="contact.reveal").count() == 1
    assert post(signed_in("auditor"), f"{path}reveal/", {"reason": "核实"}).status_code == 403
    assert post(jiangan, f"{path}retire/").json()["ended_at"] is not None


def test_ownership_links_begin_and_end(jiangan, enterprise):
    made = verb(
        jiangan,
        enterprise,
        "ownership",
        kind="controls",
        other_name="示例控股公司",
        share_percent="51.00",
        valid_from="2024-01-01",
    )
    assert made.status_code == 201, made.content

    path = f"/api/v1/ownership-links/{made.json()['id']}/unlink/"
    ended = post(jiangan, path, {"on": "2025-01-01"})

    assert ended.json()["valid_to"] == "2024-12-31"
    assert jiangan.get(f"{URL}{enterprise.pk}/ownership/").json() == [ended.json()]


def test_a_foreign_id_is_not_there_whatever_is_asked(hanyang, enterprise):
    contact = make_contact(enterprise)
    words = {"name": "示例新名公司", "on": "2026-02-01", "reason": "测试", "note": "测试"}

    for part in ("", "timeline/", "recognitions/", "contacts/", "ownership/"):
        assert hanyang.get(f"{URL}{enterprise.pk}/{part}").status_code == 404
    for name in ("rename", "deregister", "reactivate", "contacts", "ownership", "move"):
        assert verb(hanyang, enterprise, name, **words).status_code in {400, 404}
    assert verb(hanyang, enterprise, "rename", name="示例", on="2026-02-01").status_code == 404
    assert patch(hanyang, enterprise, {"tags": []}, '"1-1"').status_code == 404
    assert (
        post(hanyang, f"/api/v1/contacts/{contact.pk}/reveal/", {"reason": "核实"}).status_code
        == 404
    )
    enterprise.refresh_from_db()
    assert enterprise.version == 1


def test_places_and_stations_have_their_lists(jiangan):
    place = make_place(unit=make_unit("jiangan"), name="示例街道")

    found = jiangan.get("/api/v1/places/", {"q": "示例街", "kind": "street"}).json()["results"]

    assert [row["code"] for row in found] == [place.code]
    assert jiangan.get("/api/v1/stations/").json()["results"] == []
