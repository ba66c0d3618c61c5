"""Taking in a problem at a desk or a station."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from services.models import Ticket
from tests.factories.enterprises import make_enterprise
from tests.factories.tickets import make_ticket
from tests.services.desks.conftest import text_of

pytestmark = pytest.mark.django_db
MATTER = {
    "title": "车间屋顶漏水",
    "text": "雨天漏水，影响生产。",
    "category": "land",
    "urgency": "normal",
    "channel": "phone",
}


@pytest.fixture
def place(unit):
    return {"place": f"unit-{unit.pk}"}


def test_a_desk_takes_in_a_matter_of_one_of_its_enterprises(district, unit, place):
    enterprise = make_enterprise(unit=unit)

    response = district.post("/tickets/new/", who=enterprise.uscc, **MATTER, **place)

    ticket = Ticket.objects.get()
    assert response["Location"] == f"/tickets/{ticket.pk}/"
    assert (ticket.enterprise_id, ticket.jurisdiction_id) == (enterprise.pk, unit.pk)
    assert ticket.state == "collected"
    assert ticket.sign_due_at is not None


def test_a_station_takes_it_in_for_its_unit(specialist, station, unit):
    enterprise = make_enterprise(unit=unit)

    shown = specialist.read("/tickets/new/")
    specialist.post(
        "/tickets/new/",
        enterprise=enterprise.pk,
        place=f"station-{station.pk}",
        **{**MATTER, "channel": "station"},
    )

    ticket = Ticket.objects.get()
    assert "由光谷南服务站登记" in shown
    assert (ticket.station_id, ticket.jurisdiction_id) == (station.pk, unit.pk)


def test_words_that_fit_several_enterprises_offer_them(district, unit, place):
    for name in ("武汉长江示例甲有限公司", "武汉长江示例乙有限公司"):
        make_enterprise(unit=unit, name=name)

    response = district.post("/tickets/new/", who="长江示例", **MATTER, **place)

    assert response.status_code == 400
    assert "请从下面选择企业" in text_of(response)
    assert Ticket.objects.count() == 0


def test_an_enterprise_nobody_registered_is_named_all_the_same(district, place):
    refused = district.post("/tickets/new/", who="查无此企业", **MATTER, **place)
    district.post("/tickets/new/", who="查无此企业", not_in_book="on", **MATTER, **place)

    assert "没有找到" in text_of(refused)
    assert Ticket.objects.get().enterprise_name == "查无此企业"


def test_an_enterprise_of_another_unit_is_neither_offered_nor_taken(district, place):
    elsewhere = make_enterprise(name="武汉别处示例有限公司")

    offered = district.read("/tickets/new/enterprises/?who=别处示例")
    district.post("/tickets/new/", enterprise=elsewhere.pk, **MATTER, **place)

    assert "武汉别处示例有限公司" not in offered
    assert Ticket.objects.filter(enterprise=elsewhere).count() == 0


def test_a_question_answered_at_once_is_closed_at_once(district, unit, place):
    answered = {**MATTER, "category": "policy", "answer": "请登录平台自评。"}

    district.post("/tickets/new/", **answered, **place)

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.outcome) == ("closed", "explained")


def test_a_matter_that_is_no_question_is_not_answered_away(district, place):
    response = district.post("/tickets/new/", answer="知道了", **MATTER, **place)

    assert "只有咨询可以即答即结" in text_of(response)
    assert Ticket.objects.count() == 0


def test_the_channel_s_number_is_taken_once(district, unit, place):
    make_ticket("closed", unit=unit, channel="hotline_12345", external_no="WH-1")

    response = district.post(
        "/tickets/new/", **{**MATTER, "channel": "hotline_12345"}, external_no="WH-1", **place
    )

    assert "该来源编号已登记" in text_of(response)


def test_sent_twice_it_is_one_ticket(district, place):
    same = str(uuid4())

    for _ in range(2):
        district.post("/tickets/new/", client_uuid=same, **MATTER, **place)

    assert Ticket.objects.count() == 1


def test_what_is_known_already_is_suggested_while_typing(district, unit):
    lately = timezone.now() - timedelta(days=3)
    make_ticket("assigned", unit=unit, title="车间屋顶一直漏水", received_at=lately)
    make_ticket("assigned", unit=unit, title="缺少普工", received_at=lately)

    shown = district.read("/tickets/new/alike/?title=车间屋顶漏水")

    assert ("车间屋顶一直漏水" in shown, "缺少普工" in shown) == (True, False)


def test_a_draft_waits_without_a_clock(specialist, station):
    specialist.post(
        "/tickets/new/",
        draft="1",
        place=f"station-{station.pk}",
        **{**MATTER, "channel": "station"},
    )

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.due_at) == ("draft", None)


def test_who_may_not_raise_gets_no_form(handler):
    assert handler.get("/tickets/new/").status_code == 403
