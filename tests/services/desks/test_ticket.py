"""One ticket: who has it, what happened, and exactly the moves that are legal for who looks."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from services.models import Ticket, TicketRequest
from tests.factories.tickets import make_ticket
from tests.services.desks.conftest import Desk, buttons_of, text_of
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db


def act(desk: Desk, ticket: Ticket, move: str, **words: object) -> str:
    """Press a button as the page shows it; what the page that follows says."""
    version = Ticket.objects.get(pk=ticket.pk).version
    response = desk.client.post(
        f"/tickets/{ticket.pk}/moves/{move}/", {"expected_version": version, **words}, follow=True
    )
    return text_of(response)


def test_it_says_who_has_the_ball_and_since_when(district, unit, agency):
    ticket = make_ticket("assigned", unit=unit, agency=agency)

    shown = district.read(f"/tickets/{ticket.pk}/")

    assert "现在由市测试局办理" in shown
    assert "经手时间" in shown
    assert "交办" in shown


def test_each_sees_only_the_moves_that_are_his(district, lead, handler, specialist, unit, agency):
    ticket = make_ticket("assigned", unit=unit, agency=agency)
    address = f"/tickets/{ticket.pk}/"

    assert buttons_of(handler.get(address)) == {"sign", "ask-return"}
    assert buttons_of(district.get(address)) == {"transfer", "remind"}
    assert buttons_of(lead.get(address)) == {"transfer", "remind", "return", "supervise"}
    assert specialist.get(address).status_code == 404


def test_a_ticket_of_another_unit_does_not_exist(district):
    ticket = make_ticket("collected")

    assert district.get(f"/tickets/{ticket.pk}/").status_code == 404
    assert district.get(f"/tickets/{ticket.pk}/moves/triage/").status_code == 404


def test_a_move_says_what_was_done_and_who_has_it_now(district, unit, agency):
    ticket = make_ticket("triaged", unit=unit)

    shown = act(district, ticket, "assign", agency_id=agency.pk, note="请尽快对接")

    assert "已交办，现由市测试局办理" in shown
    assert "请尽快对接" in shown


def test_a_missing_word_is_asked_for_beside_its_field(district, unit):
    ticket = make_ticket("triaged", unit=unit)

    shown = act(district, ticket, "decline")

    assert "请填写此项" in shown
    assert Ticket.objects.get(pk=ticket.pk).state == "triaged"


def test_a_refusal_comes_back_in_its_own_words_with_nothing_lost(district, unit):
    ticket = make_ticket("surveyed", unit=unit)

    shown = act(district, ticket, "close")

    assert "企业未确认已解决且满意，销号须写明理由" in shown


def test_whoever_was_slower_sees_who_was_faster_and_keeps_his_words(district, unit, agency, sits):
    ticket = make_ticket("triaged", unit=unit)
    faster = sits("district_staff", unit=unit)
    act(faster, ticket, "assign", agency_id=agency.pk)

    response = district.post(
        f"/tickets/{ticket.pk}/moves/decline/", expected_version=1, reason="与政策不符，已说明"
    )

    shown = text_of(response)
    assert response.status_code == 409
    assert "您的操作没有保存" in shown
    assert f"{faster.user.display_name}已交办" in shown
    assert "与政策不符，已说明" in shown


def test_the_same_move_made_meanwhile_on_a_row_that_still_takes_it_can_be_sent_again(
    district, unit
):
    ticket = make_ticket("triaged", unit=unit)
    act(district, ticket, "remind", note="请抓紧")

    first = district.post(
        f"/tickets/{ticket.pk}/moves/decline/", expected_version=1, reason="与政策不符"
    )
    version = re.search(r'id="decline-expected_version"[^>]*', first.content.decode()) or re.search(
        r'value="(\d+)" id="decline', first.content.decode()
    )

    assert first.status_code == 409
    assert version is not None
    assert "与政策不符" in act(district, ticket, "decline", reason="与政策不符")


def test_a_handler_asks_and_his_lead_decides(handler, lead, unit, agency):
    ticket = make_ticket("in_progress", unit=unit, agency=agency)
    handler.post(
        f"/tickets/{ticket.pk}/ask/suspend/",
        expected_version=ticket.version,
        waiting_for="enterprise",
        reason="等企业补充材料",
    )
    request = TicketRequest.objects.get(ticket=ticket)

    waiting = lead.read("/tickets/approvals/")
    after = lead.client.post(
        f"/tickets/{ticket.pk}/decide/",
        {"request": request.pk, "verdict": "approve", "approvals": 1},
        follow=True,
    )

    assert "等企业补充材料" in waiting
    assert "已同意" in text_of(after)
    assert Ticket.objects.get(pk=ticket.pk).state == "suspended"


def test_a_lead_who_says_no_says_why(handler, lead, unit, agency):
    ticket = make_ticket("in_progress", unit=unit, agency=agency)
    with bootstrap_scope():
        request = TicketRequest.objects.create(
            ticket=ticket,
            move="list",
            reason="暂不能解决",
            review_on=timezone.localdate() + timedelta(days=90),
            asked_at=ticket.held_since,
            asked_by_id=handler.user.pk,
            asked_by_name="甲",
        )

    shown = text_of(
        lead.client.post(
            f"/tickets/{ticket.pk}/decide/",
            {"request": request.pk, "verdict": "refuse"},
            follow=True,
        )
    )

    assert "请写明不同意的理由" in shown


def test_approvals_are_for_leads_alone(district):
    assert district.get("/tickets/approvals/").status_code == 403


def test_a_number_is_masked_until_whoever_calls_asks_for_it(handler, sits, unit, agency):
    ticket = make_ticket("signed", unit=unit, agency=agency, contact_phone="13800001234")
    auditor = sits("auditor")
    address = f"/tickets/{ticket.pk}/"

    before, shown = (
        handler.read(address),
        text_of(handler.post(f"{address}contact/", reason="回访诉求")),
    )

    assert ("*******1234" in before, "13800001234" in before) == (True, False)
    assert "13800001234" in shown
    assert AuditEvent.objects.filter(kind="ticket.reveal").count() == 1
    assert "显示号码" not in auditor.read(address)
    assert auditor.post(f"{address}contact/", reason="看看").status_code == 403
    assert handler.post(f"{address}contact/", reason=" ").status_code == 400


def test_a_button_opens_its_form_without_scripts(district, unit):
    ticket = make_ticket("triaged", unit=unit)

    shown = district.get(f"/tickets/{ticket.pk}/moves/decline/").content.decode()

    assert re.search(r'id="move-decline" open', shown)


def test_a_ticket_goes_all_the_way_from_desk_to_desk(district, handler, unit, agency):
    ticket = make_ticket("collected", unit=unit)

    act(district, ticket, "triage", urgency="urgent")
    act(district, ticket, "assign", agency_id=agency.pk)
    act(handler, ticket, "sign")
    act(handler, ticket, "progress", note="已联系企业", contacted="on")
    act(handler, ticket, "reply", outcome="solved", note="已修好")
    act(district, ticket, "audit")
    survey = {"reached": "yes", "contacted": "yes", "solved": "yes", "satisfaction": "satisfied"}
    act(district, ticket, "survey", **survey)
    shown = act(district, ticket, "close")

    assert "已销号，销号办结" in shown
    assert Ticket.objects.get(pk=ticket.pk).urgency == "urgent"


def test_an_enterprise_is_sent_a_link_once_its_answer_was_found_good(district, unit):
    early, ready = make_ticket("replied", unit=unit), make_ticket("audited", unit=unit)

    made = district.post(f"/tickets/{ready.pk}/link/").content.decode()
    refused = district.client.post(f"/tickets/{early.pk}/link/", follow=True)

    assert re.search(r'value="http://testserver/l/[^"]+"', made)
    assert "工单审核通过后才能请企业回访" in text_of(refused)
    assert "请企业自己填写回访" not in district.read(f"/tickets/{early.pk}/")


def test_a_lead_issues_the_paper_of_a_pressure_and_everybody_who_sees_the_ticket_fetches_it(
    lead, district, handler, unit, agency
):
    ticket = make_ticket("assigned", unit=unit, agency=agency)
    act(lead, ticket, "supervise", note="三日内答复")
    pressed = ticket.supervisions.get()
    address = f"/tickets/supervisions/{pressed.pk}/sheet/"

    before = [desk.get(address).status_code for desk in (lead, handler)]
    district.post(address)
    pressed.refresh_from_db()
    refused = pressed.number
    lead.post(address)
    paper = handler.get(address)

    pressed.refresh_from_db()
    assert (before, refused) == ([404, 404], "")
    assert paper.content.startswith(b"PK")
    assert paper.headers["Content-Disposition"].startswith("attachment;")
    assert pressed.number in handler.read(f"/tickets/{ticket.pk}/")
    assert pressed.number in lead.read("/tickets/supervisions/")


def test_a_reminder_does_not_make_the_holder_look_new(district, unit, agency):
    ticket = make_ticket("assigned", unit=unit, agency=agency)
    since = timezone.localtime(ticket.held_since).strftime("%Y-%m-%d%H:%M")

    act(district, ticket, "remind", note="请抓紧")

    assert f"自{since}" in district.read(f"/tickets/{ticket.pk}/")
