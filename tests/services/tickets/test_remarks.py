"""批示: a leader's words beside what he looked at press on who has it, never on what moved on."""

import pytest

from services.actions.tickets.remarks import LONGEST, remark
from services.models import Supervision, Ticket
from tests.factories.accounts import make_user
from tests.races import race
from tests.services.tickets.world import NOW, World
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import bootstrap_scope, scoped

REMARK = "services.tickets.remarks.remark"
WORDS = "请三日内拿出办理方案"


def seen(*tickets: Ticket) -> dict[int, int]:
    return {ticket.pk: ticket.version for ticket in tickets}


@pytest.mark.covers(REMARK, "works")
def test_a_remark_presses_on_who_has_each_ticket_and_stands_in_the_trail(world: World) -> None:
    tickets = world.ticket("in_progress"), world.ticket("assigned")

    with scoped(world.lead):
        remark(f" {WORDS} ", access=world.lead, at=NOW, seen=seen(*tickets))

    with bootstrap_scope():
        rows = Supervision.objects.order_by("ticket")
        assert {(it.kind, it.told_name, it.reason) for it in rows} == {
            ("supervise", world.agency.name, f"批示：{WORDS}")
        }
        assert [it.ticket_id for it in rows] == sorted(seen(*tickets))
        told = AuditEvent.objects.filter(kind="ticket.remark").values_list("changes", flat=True)
        assert [it["text"] for it in told] == [WORDS, WORDS]


@pytest.mark.covers(REMARK, "refused")
def test_no_words_too_many_words_or_a_ticket_that_moved_on_press_on_nothing(world: World) -> None:
    one, other = world.ticket("in_progress"), world.ticket("in_progress")
    moved = {**seen(one), other.pk: other.version - 1}

    with scoped(world.lead):
        for words, chosen in ((" ", seen(one)), ("急" * (LONGEST + 1), seen(one)), (WORDS, {})):
            with pytest.raises(InputRefused):
                remark(words, access=world.lead, at=NOW, seen=chosen)
        with pytest.raises(StaleVersion):
            remark(WORDS, access=world.lead, at=NOW, seen=moved)

    with bootstrap_scope():
        assert not Supervision.objects.exists()


@pytest.mark.covers(REMARK, "reach")
def test_a_lead_of_another_unit_remarks_on_nothing(world: World) -> None:
    ticket = world.ticket("in_progress")

    with pytest.raises(Ticket.DoesNotExist):
        remark(WORDS, access=World().lead, at=NOW, seen=seen(ticket))


@pytest.mark.covers(REMARK, "capability")
def test_a_desk_writes_no_remarks(world: World) -> None:
    ticket = world.ticket("in_progress")

    with pytest.raises(NotPermitted):
        remark(WORDS, access=world.desk, at=NOW, seen=seen(ticket))


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers(REMARK, "race")
def test_of_two_leaders_at_once_the_second_is_told_that_it_moved_on(world: World) -> None:
    with bootstrap_scope():
        ticket, lead, city = world.ticket("in_progress"), world.lead, world.city
    chosen = seen(ticket)

    outcomes = race(
        lambda: remark(WORDS, access=lead, at=NOW, seen=chosen),
        lambda: remark(WORDS, access=city, at=NOW, seen=chosen),
        as_first=lead,
        as_second=city,
    )

    assert outcomes == ("done", "stale_version")


@pytest.mark.django_db
def test_on_a_leaders_page_what_is_ticked_is_pressed_and_what_moved_on_is_said(client) -> None:
    world = World()
    late = world.ticket("in_progress", due_at=NOW, solve_due_at=NOW)
    user = make_user("district_lead", unit=world.unit)
    client.force_login(user)

    page = client.get("/board/today/").content.decode()
    tick = f"{late.pk}-{late.version}"
    client.post("/board/today/", {"text": WORDS, "ticket": tick})
    again = client.post("/board/today/", {"text": WORDS, "ticket": tick})

    assert f'value="{tick}"' in page
    assert again.status_code == 400
    with scoped(access_for(user)):
        assert [it.reason for it in Supervision.objects.all()] == [f"批示：{WORDS}"]
    shown = client.get("/board/today/").content.decode()
    assert WORDS in shown
    client.force_login(make_user("auditor"))
    assert "批示（转为督办）" not in client.get("/board/today/").content.decode()
