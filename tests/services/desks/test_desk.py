"""What a person finds on his desk: piles that open, the most pressing first, and ways to look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from services.models import TicketLabel
from tests.factories.tickets import make_ticket
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db


def test_an_empty_desk_says_so_and_where_to_look_next(district):
    shown = district.read("/tickets/")

    assert "没有等您办理的问题" in shown
    assert "看等别人办的" in shown


def test_a_desk_shows_what_waits_for_its_unit_and_not_what_others_hold(district, unit, agency):
    make_ticket("collected", unit=unit, title="厂房漏水")
    make_ticket("assigned", unit=unit, agency=agency, title="缺少电工")

    ours, others = district.read("/tickets/"), district.read("/tickets/?whose=others")

    assert ("厂房漏水" in ours, "缺少电工" in ours) == (True, False)
    assert ("厂房漏水" in others, "缺少电工" in others) == (False, True)


def test_each_pile_counts_its_rows_and_opens_them(district, unit):
    make_ticket("collected", unit=unit, title="厂房漏水")
    make_ticket("replied", unit=unit, title="已经答复")

    desk, pile = district.read("/tickets/"), district.read("/tickets/?whose=ours&pile=audit")

    assert "待受理1均未到期" in desk
    assert "待审核1均未到期" in desk
    assert ("已经答复" in pile, "厂房漏水" in pile) == (True, False)


def test_the_overdue_come_first_and_are_named_in_words(district, unit):
    now = timezone.now()
    make_ticket("collected", unit=unit, title="不急的", **due(now + timedelta(days=90)))
    make_ticket("collected", unit=unit, title="已经晚了", **due(now - timedelta(days=9)))

    shown = district.read("/tickets/")

    assert "逾期1" in shown
    assert shown.index("已经晚了") < shown.index("不急的")
    assert "个工作日" in shown


def test_a_handler_sees_his_unit_s_tickets_and_no_others(handler, unit, agency):
    make_ticket("assigned", unit=unit, agency=agency, title="缺少电工")
    make_ticket("assigned", unit=unit, title="别家的事")

    shown = handler.read("/tickets/?whose=all")

    assert ("缺少电工" in shown, "别家的事" in shown) == (True, False)
    assert "待签收1" in handler.read("/tickets/")


def test_a_ticket_is_found_by_its_number_a_word_of_its_title_or_its_enterprise(district, unit):
    ticket = make_ticket("closed", unit=unit, title="仓库消防验收")
    make_ticket("closed", unit=unit, title="另一件")

    for word in (ticket.number, "消防", ticket.enterprise_name):
        shown = district.read(f"/tickets/?q={word}")
        assert ("仓库消防验收" in shown, "另一件" in shown) == (True, False)


def test_a_wrong_filter_is_said_and_shows_nothing(district, unit):
    make_ticket("collected", unit=unit, title="厂房漏水")

    shown = district.read("/tickets/?state=lost&whose=all")

    assert "厂房漏水" not in shown
    assert "没有符合条件的问题" in shown


@pytest.mark.parametrize("count", [1, 4])
def test_the_desk_asks_as_often_however_many_tickets_wait(
    district, unit, count, django_assert_num_queries
):
    for _ in range(count):
        make_ticket("collected", unit=unit)

    with django_assert_num_queries(16):
        district.get("/tickets/")


def test_states_are_called_what_the_bureau_calls_them(district, unit):
    with bootstrap_scope():
        TicketLabel.objects.update_or_create(state="collected", defaults={"label": "已登记待办"})
    make_ticket("collected", unit=unit)

    assert "已登记待办" in district.read("/tickets/")


def test_the_list_is_taken_out_as_the_ledger(district, unit):
    make_ticket("collected", unit=unit, title="厂房漏水")

    file = district.get("/tickets/?whose=all&layout=csv")

    text = b"".join(file).decode("utf-8-sig")
    assert "问题描述" in text
    assert "厂房漏水" in text


def test_the_board_moves_with_its_tickets(district, unit, agency):
    make_ticket("triaged", unit=unit, title="还在研判")
    make_ticket("in_progress", unit=unit, agency=agency, title="正在承办")

    shown = district.read("/tickets/board/")

    assert shown.index("研判交办1") < shown.index("还在研判") < shown.index("待签收0")
    assert shown.index("承办1") < shown.index("正在承办")


def due(at):
    return {"due_at": at, "warn_at": at - timedelta(days=1), "sign_due_at": at, "sign_warn_at": at}


def test_the_first_page_says_what_waits_and_what_presses_most(lead, unit):
    now = timezone.now()
    make_ticket("collected", unit=unit, title="已经晚了", **due(now - timedelta(days=9)))
    make_ticket("replied", unit=unit, title="不急的")

    shown = lead.read("/")

    assert "等本单位办的问题" in shown
    assert "待审核1" in shown
    assert ("已经晚了" in shown, "不急的" in shown) == (True, False)


def test_an_enterprise_s_page_lists_its_matters(district, unit):
    ticket = make_ticket("in_progress", unit=unit, title="厂房漏水")

    shown = district.read(f"/enterprises/{ticket.enterprise_id}/")

    assert "厂房漏水" in shown
    assert "登记问题" in shown
