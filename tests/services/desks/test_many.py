"""The same move on many tickets: each result is named, and one refusal undoes nothing else."""

import pytest

from services.models import Supervision, Ticket
from tests.factories.tickets import make_ticket
from tests.services.desks.conftest import text_of

pytestmark = pytest.mark.django_db


def test_a_person_is_offered_what_he_may_ever_do_to_many(district, handler, unit, agency):
    make_ticket("collected", unit=unit)
    make_ticket("assigned", unit=unit, agency=agency)

    desk, hands = district.read("/tickets/"), handler.read("/tickets/")

    assert "受理包办交办审核通过销号催办" in desk
    assert "签收" in hands
    assert "批量办理" in hands


def test_first_it_says_what_will_be_done_to_which(district, unit):
    takes = make_ticket("collected", unit=unit)
    closed = make_ticket("closed", unit=unit)

    shown = text_of(district.post("/tickets/bulk/", move="triage", ticket=[takes.pk, closed.pk]))

    assert "将受理1件" in shown
    assert f"跳过{closed.number}" in shown
    assert Ticket.objects.get(pk=takes.pk).state == "collected"


def test_then_each_is_done_by_itself_and_each_result_is_named(district, unit):
    one, changed = make_ticket("collected", unit=unit), make_ticket("collected", unit=unit)

    response = district.client.post(
        "/tickets/bulk/",
        {
            "move": "triage",
            "ticket": [one.pk, changed.pk],
            "go": 1,
            f"version-{one.pk}": one.version,
            f"version-{changed.pk}": changed.version + 1,
        },
    )

    shown = text_of(response)
    states = [Ticket.objects.get(pk=it.pk).state for it in (one, changed)]
    assert states == ["triaged", "collected"]
    assert f"已办理{one.number}" in shown
    assert f"未办理{changed.number}" in shown
    assert "已被他人办理" in shown


def test_tickets_of_others_cannot_be_chosen(district):
    elsewhere = make_ticket("collected")

    shown = text_of(district.post("/tickets/bulk/", move="triage", ticket=[elsewhere.pk], go=1))

    assert "没有可以这样办理的工单" in shown
    assert Ticket.objects.get(pk=elsewhere.pk).state == "collected"


def test_whom_a_lead_pressed_stands_on_the_page_of_pressure(lead, unit, agency):
    ticket = make_ticket("assigned", unit=unit, agency=agency)

    lead.post("/tickets/bulk/", move="supervise", ticket=[ticket.pk], go=1, note="三日内答复")

    assert Supervision.objects.get().told_name == "市测试局"
    assert "三日内答复" in lead.read("/tickets/supervisions/")
