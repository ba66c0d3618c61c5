"""Tickets over HTTP: from collection to strike-off, refusals in words, and many at once."""

import json
from typing import Any

import pytest
from django.test import Client

from services.models import Ticket
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.tickets import make_ticket
from tests.services.tickets.world import World
from wuhan_smes.accounts.models import User

URL = "/api/v1/tickets/"


def client(user: User) -> Client:
    made = Client()
    made.force_login(user)
    return made


@pytest.fixture
def desk(world: World) -> Client:
    return client(make_user("district_staff", unit=world.unit))


@pytest.fixture
def second_desk(world: World) -> Client:
    return client(make_user("district_staff", unit=world.unit))


@pytest.fixture
def lead(world: World) -> Client:
    return client(make_user("district_lead", unit=world.unit))


@pytest.fixture
def handler(world: World) -> Client:
    return client(make_user("handler", agency=world.agency))


def post(to: Client, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return to.post(f"{URL}{path}", json.dumps(body or {}), "application/json", headers=headers)


def moved(to: Client, ticket: int, verb: str, **body: Any) -> dict[str, Any]:
    answer = post(to, f"{ticket}/{verb}/", body)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_a_ticket_goes_from_collection_to_strike_off(world, desk, handler) -> None:
    enterprise = make_enterprise(unit=world.unit)
    raised = post(
        desk,
        "",
        {
            "title": "流动资金紧张",
            "text": "订单增长，周转资金不足。",
            "category": "financing",
            "channel": "hanqitong",
            "external_no": "HQT-1",
            "jurisdiction": world.unit.code,
            "enterprise": enterprise.pk,
        },
    )
    pk = raised.json()["id"]
    assert (raised.status_code, raised.json()["state"]) == (201, "collected")
    assert raised.headers["ETag"] == f'"{pk}-1"'
    assert [it["kind"] for it in raised.json()["clocks"]] == ["sign", "solve"]

    assert moved(desk, pk, "accept", note="属实")["state"] == "triaged"
    assigned = moved(desk, pk, "assign", agency=world.agency.code)
    assert assigned["holder"]["name"] == world.agency.name
    signed = moved(handler, pk, "sign")
    assert {it["move"] for it in signed["moves"]} == {"progress"}
    moved(handler, pk, "progress", note="已联系", contacted=True, planned=True)
    assert moved(handler, pk, "resolve", outcome="solved", note="已放款")["state"] == "replied"
    assert moved(desk, pk, "audit")["state"] == "audited"
    surveyed = moved(desk, pk, "survey", contacted=True, solved=True, satisfaction="satisfied")
    assert surveyed["state"] == "surveyed"
    closed = moved(desk, pk, "close")
    assert (closed["state"], closed["outcome"], closed["holder"]) == ("closed", "solved", None)

    steps = desk.get(f"{URL}{pk}/steps/").json()
    assert [it["move"] for it in steps] == [
        "raise",
        "triage",
        "assign",
        "sign",
        "progress",
        "reply",
        "audit",
        "survey",
        "close",
    ]
    assert set(steps[4]["ended"]) == {"contact", "plan"}
    kinds = [it["kind"] for it in desk.get(f"{URL}{pk}/segments/").json()]
    assert kinds == ["unit", "agency", "unit"]


def test_what_is_not_legal_is_told_in_words_and_changes_nothing(world, desk) -> None:
    ticket = world.ticket("collected")

    answer = post(desk, f"{ticket.pk}/close/")

    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "transition_refused"
    assert answer.json()["detail"] == "“收集”状态的工单不能销号"
    assert Ticket.objects.get(pk=ticket.pk).state == "collected"


def test_a_handler_asks_and_his_lead_agrees(world, handler, lead) -> None:
    ticket = world.ticket("in_progress")

    asked = post(
        handler, f"{ticket.pk}/suspend/", {"waiting_for": "enterprise", "reason": "待补材料"}
    )
    request = asked.json()["id"]
    agreed = post(lead, f"{ticket.pk}/requests/{request}/approve/")

    assert (asked.status_code, asked.json()["state"]) == (202, "pending")
    assert (agreed.status_code, agreed.json()["state"]) == (200, "suspended")
    assert agreed.json()["light"] == "paused"
    listed = lead.get(f"{URL}{ticket.pk}/requests/").json()
    assert [(it["move"], it["state"]) for it in listed] == [("suspend", "approved")]


def test_a_lead_says_no_to_what_was_asked(world, handler, lead) -> None:
    ticket = world.ticket("assigned")
    request = post(handler, f"{ticket.pk}/return/", {"reason": "不属职责"}).json()["id"]

    refused = post(lead, f"{ticket.pk}/requests/{request}/refuse/", {"note": "请先签收"})

    assert (refused.status_code, refused.json()["state"]) == (200, "assigned")


def test_an_older_version_is_refused_and_the_same_request_is_done_once(world, desk) -> None:
    ticket = world.ticket("collected")
    stale = post(desk, f"{ticket.pk}/triage/", **{"If-Match": f'"{ticket.pk}-9"'})
    key = {"Idempotency-Key": "triage-once-0001"}

    first = post(desk, f"{ticket.pk}/triage/", **key)
    again = post(desk, f"{ticket.pk}/triage/", **key)

    assert stale.status_code == 412
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()


def test_tickets_of_others_are_not_there(world, desk, handler) -> None:
    foreign = make_ticket("assigned")

    for to in (desk, handler):
        assert to.get(f"{URL}{foreign.pk}/").status_code == 404
        assert post(to, f"{foreign.pk}/triage/").status_code == 404
        assert to.get(URL).json()["results"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("state=collected", 1),
        ("state=collected&state=assigned", 2),
        ("category=financing", 3),
        ("channel=letter&open=true", 3),
        ("channel=hotline_12345", 0),
        ("overdue=true", 1),
        ("overdue=false", 2),
        ("mine=true", 0),
        ("holder=agency", 2),
        ("ordering=due_at", 1),
        ("agency=nobody", None),
        ("colour=red", None),
    ],
)
def test_the_list_is_filtered_by_what_it_names(world, desk, query, found) -> None:
    world.ticket("collected")
    world.ticket("assigned", due_at="2026-01-05T00:00:00Z", warn_at="2026-01-04T00:00:00Z")
    world.ticket("in_progress")

    answer = desk.get(f"{URL}?{query}")

    if found is None:
        assert answer.status_code == 400
    else:
        assert len(answer.json()["results"]) == found


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_asks_the_same_number_of_queries_however_many_tickets(
    world, desk, count, django_assert_max_num_queries
) -> None:
    for _ in range(count):
        world.ticket("assigned")
    desk.get(URL)

    with django_assert_max_num_queries(10) as queries:
        assert len(desk.get(URL).json()["results"]) == count

    assert sum("services_ticket" in it["sql"] for it in queries.captured_queries) == 2


def test_many_at_once_all_or_none(world, desk) -> None:
    good, bad = world.ticket("collected"), world.ticket("closed")
    body = {"ids": [good.pk, bad.pk], "words": {"note": "批量受理"}}

    none = post(desk, "bulk/triage/", body)
    some = post(desk, "bulk/triage/", {**body, "all_or_nothing": False})

    assert (none.status_code, none.json()["done"]) == (409, 0)
    assert [it["done"] for it in some.json()["results"]] == [True, False]
    assert some.json()["results"][1]["code"] == "transition_refused"
    assert Ticket.objects.get(pk=good.pk).step_no == good.step_no + 1


def test_many_at_once_names_those_that_are_not_there(world, desk) -> None:
    foreign = make_ticket("collected")

    answer = post(desk, "bulk/triage/", {"ids": [foreign.pk], "all_or_nothing": False})

    assert answer.json()["results"][0]["code"] == "not_found"


def test_a_move_nobody_makes_by_the_dozen_has_no_bulk_door(desk) -> None:
    assert post(desk, "bulk/reply/", {"ids": [1]}).status_code == 404


def test_a_telephone_number_is_masked_until_somebody_looks(world, desk, handler) -> None:
    ticket = world.ticket("assigned", contact_name="王工", contact_phone="13800001234")

    shown = desk.get(f"{URL}{ticket.pk}/").json()
    looked = post(handler, f"{ticket.pk}/reveal/", {"reason": "核实"})

    assert shown["contact_phone"] == "*******1234"
    assert looked.json() == {"contact_name": "王工", "contact_phone": "13800001234"}


def test_who_types_is_told_what_may_be_the_same(world, desk) -> None:
    known = world.ticket("triaged", title="周转资金紧张需要贷款")
    Ticket.objects.filter(pk=known.pk)

    found = desk.get(
        f"{URL}alike/", {"title": "资金紧张需要贷款", "enterprise": known.enterprise_id}
    )

    assert found.status_code == 200
    assert desk.get(f"{URL}alike/").status_code == 400


def test_the_ledger_is_taken_out_as_a_file(world, desk) -> None:
    world.ticket("in_progress")

    answer = desk.get(f"{URL}export/?layout=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert answer.status_code == 200
    assert "问题描述" in text
    assert "示例诉求" in text
