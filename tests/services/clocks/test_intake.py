"""Requests of other platforms come in once under their own number, and can be asked after."""

from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from services.models import Ticket
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from wuhan_smes.accounts.models import Jurisdiction

PATH: Final = "/api/v1/intake/"


def sent(client: Any, unit: Jurisdiction, **words: Any) -> Any:
    body = {
        "channel": "hanqitong",
        "external_no": "HQT1",
        "title": "申请用地",
        "text": "现有厂房不足",
        "jurisdiction": unit.code,
        **words,
    }
    with connection.cursor() as cursor:  # the requests of one test share one transaction
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return client.post(PATH, body, content_type="application/json")


@pytest.fixture
def unit(db: None) -> Jurisdiction:
    return make_unit()


@pytest.fixture
def desk(client: Any, unit: Jurisdiction) -> Any:
    client.force_login(make_user("district_staff", unit=unit))
    return client


def test_a_request_comes_in_with_its_number_and_its_enterprise(
    desk: Any, unit: Jurisdiction
) -> None:
    enterprise = make_enterprise(unit=unit)

    made = sent(desk, unit, uscc=enterprise.uscc)
    found = desk.get(f"{PATH}?channel=hanqitong&external_no=HQT1").json()["results"]

    assert made.status_code == 201
    assert (made.json()["state"], made.json()["external_no"]) == ("collected", "HQT1")
    assert [row["number"] for row in found] == [made.json()["number"]]
    assert Ticket.objects.get().enterprise_id == enterprise.pk


def test_a_number_is_taken_once_a_channel(desk: Any, unit: Jurisdiction) -> None:
    sent(desk, unit)

    assert sent(desk, unit).status_code in {400, 409}
    assert sent(desk, unit, channel="hotline_12345").status_code == 201
    assert Ticket.objects.count() == 2


def test_a_consultation_is_answered_and_closed_at_once(desk: Any, unit: Jurisdiction) -> None:
    made = sent(desk, unit, nature="consultation", category="policy", answer="可在线申报。")

    assert made.status_code == 201
    assert (made.json()["state"], made.json()["answer"]) == ("closed", "可在线申报。")


def test_what_came_with_a_request_hangs_on_its_first_step(desk: Any, unit: Jurisdiction) -> None:
    words = {
        "channel": "hanqitong",
        "nature": "consultation",
        "title": "申请用地",
        "text": "见附件",
        "jurisdiction": unit.code,
    }
    files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.7 " + n.encode()) for n in "甲乙"]

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    made = desk.post(PATH, {**words, "external_no": "HQT7", "files": files, "answer": "已答复"})
    assert made.status_code == 201, made.content.decode()
    bad = SimpleUploadedFile("丙.exe", b"MZ")
    refused = desk.post(PATH, {**words, "external_no": "HQT8", "files": [bad]})

    ticket = Ticket.objects.get(external_no="HQT7")
    assert (made.status_code, made.json()["state"]) == (201, "closed")
    told = ticket.attachments.order_by("id").values_list("name", "step__ordinal")
    assert list(told) == [("甲.pdf", 1), ("乙.pdf", 1)]
    assert (refused.status_code, Ticket.objects.count()) == (400, 1)


def test_another_unit_takes_in_nothing_here(client: Any, unit: Jurisdiction) -> None:
    client.force_login(make_user("district_staff", unit=make_unit()))

    assert sent(client, unit).status_code == 403
    assert not Ticket.objects.exists()


def test_what_is_raised_here_itself_is_no_channel(desk: Any, unit: Jurisdiction) -> None:
    assert sent(desk, unit, channel="visit").status_code == 400
