"""A result is told to its channel: written with the closing, sent by a job, tried again."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from services import tasks
from services.actions import pushing
from services.actions.tickets.closing import close, reopen
from services.models import ChannelDelivery
from services.rules.pushing import LEASE, WAITS
from tests.factories.accounts import make_access, make_unit
from tests.races import race
from tests.receiver import Receiver, receiver
from tests.services.channels.world import ADDRESS, NOW, request_of, told, waiting_message
from wuhan_smes.access import Access
from wuhan_smes.errors import NotPermitted
from wuhan_smes.outgoing.posting import Answer
from wuhan_smes.scope import bootstrap_scope, scoped

SYSTEM: Final = Access.of_system("渠道回推")
TAKEN: Final = Answer(200, "收到")
SILENT: Final = Answer(None, "连接失败")
AFTER: Final = datetime(2026, 3, 9, 8, tzinfo=UTC)


@pytest.fixture
def other_side(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiver() as site:
        yield site


def closed(**values: Any) -> ChannelDelivery | None:
    """What a closing left in the outbox."""
    unit = make_unit()
    ticket = request_of("surveyed", unit=unit, **values)
    desk = make_access("district_staff", unit=unit)
    with scoped(desk):
        close(ticket.pk, access=desk, at=AFTER, reason="企业联系不上，已短信告知")
    with bootstrap_scope():
        return ChannelDelivery.objects.filter(ticket=ticket).first()


@pytest.mark.django_db
def test_a_closing_leaves_a_message_where_its_channel_is_told() -> None:
    told()

    message = closed()

    assert message is not None
    assert (message.event, message.external_no, message.state) == (
        "ticket.closed",
        "HQT1",
        "waiting",
    )
    assert message.facts["answer"] == "已对接"
    assert message.facts["closed_at"] is not None


@pytest.mark.django_db
@pytest.mark.parametrize("is_on", [True, False])
def test_nothing_is_written_for_a_channel_that_is_off_or_a_request_without_number(
    is_on: bool,
) -> None:
    told(is_on=is_on)

    assert closed(no="") is None
    assert (closed(no="HQT2") is not None) is is_on
    assert closed(no="L1", channel="letter") is None


@pytest.mark.django_db
def test_what_the_closing_undoes_was_never_told() -> None:
    told()
    unit = make_unit()
    ticket = request_of("surveyed", unit=unit)
    desk = make_access("district_staff", unit=unit)

    def close_and_fail() -> None:
        with scoped(desk):
            close(ticket.pk, access=desk, at=AFTER, reason="已告知")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        close_and_fail()

    with bootstrap_scope():
        assert not ChannelDelivery.objects.exists()


@pytest.mark.django_db
def test_opening_again_is_told_too() -> None:
    told()
    unit = make_unit()
    ticket = request_of("closed", unit=unit)
    desk = make_access("district_staff", unit=unit)

    with scoped(desk):
        reopen(ticket.pk, access=desk, at=AFTER, reason="企业再次反映")

    with bootstrap_scope():
        assert ChannelDelivery.objects.get().event == "ticket.reopened"


@pytest.mark.covers("services.pushing.take_due", "works")
@pytest.mark.django_db
def test_a_message_is_in_one_pair_of_hands_until_its_lease_runs_out() -> None:
    told()
    waiting_message()

    with scoped(SYSTEM):
        first = pushing.take_due(access=SYSTEM, at=NOW)
        at_once = pushing.take_due(access=SYSTEM, at=NOW)
        later = pushing.take_due(access=SYSTEM, at=NOW + LEASE)

    assert [len(it) for it in (first, at_once, later)] == [1, 0, 1]
    assert first[0].address == ADDRESS
    assert json.loads(first[0].body)["data"]["outcome_label"] == "已解决"


@pytest.mark.django_db
def test_what_was_written_while_a_channel_was_on_waits_while_it_is_off() -> None:
    waiting_message()

    with scoped(SYSTEM):
        assert pushing.take_due(access=SYSTEM, at=NOW) == []


@pytest.mark.covers("services.pushing.settle", "works")
@pytest.mark.django_db
def test_a_message_is_tried_again_after_longer_and_longer_and_then_given_up() -> None:
    row, waits = waiting_message(), []

    with scoped(SYSTEM):
        for _ in range(len(WAITS) + 1):
            row = pushing.settle(row.pk, access=SYSTEM, at=NOW, answer=SILENT)
            waits.append(row.next_at and row.next_at - NOW)

    assert waits == [*WAITS, None]
    assert (row.state, row.attempts, row.answer) == ("failed", len(WAITS) + 1, "连接失败")


@pytest.mark.covers("services.pushing.settle", "refused")
@pytest.mark.django_db
def test_what_was_delivered_stays_delivered() -> None:
    row = waiting_message()

    with scoped(SYSTEM):
        pushing.settle(row.pk, access=SYSTEM, at=NOW, answer=TAKEN)
        again = pushing.settle(row.pk, access=SYSTEM, at=NOW, answer=SILENT)

    assert (again.state, again.status, again.attempts) == ("delivered", 200, 1)


@pytest.mark.covers("services.pushing.take_due", "refused", "reach", "capability")
@pytest.mark.covers("services.pushing.settle", "reach", "capability")
@pytest.mark.parametrize("role", ["district_lead", "bureau_staff"])
@pytest.mark.django_db
def test_only_the_system_and_the_city_send(role: str) -> None:
    access, row = make_access(role), waiting_message()

    with bootstrap_scope():
        with pytest.raises(NotPermitted):
            pushing.take_due(access=access, at=NOW)
        with pytest.raises(NotPermitted):
            pushing.settle(row.pk, access=access, at=NOW, answer=TAKEN)


@pytest.mark.covers("services.pushing.take_due", "race")
@pytest.mark.covers("services.pushing.settle", "race")
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_one_message_and_settle_it_once() -> None:
    told()
    row = waiting_message()
    taken: list[int] = []

    def take() -> None:
        taken.append(len(pushing.take_due(access=SYSTEM, at=NOW)))

    race(take, take, as_first=SYSTEM, as_second=SYSTEM)
    race(
        lambda: pushing.settle(row.pk, access=SYSTEM, at=NOW, answer=TAKEN),
        lambda: pushing.settle(row.pk, access=SYSTEM, at=NOW, answer=SILENT),
        as_first=SYSTEM,
        as_second=SYSTEM,
    )

    assert sorted(taken) == [0, 1]
    with bootstrap_scope():
        row.refresh_from_db()
    assert (row.state, row.attempts) == ("delivered", 1)


@pytest.mark.django_db
def test_the_job_delivers_signed_and_keeps_the_answer(other_side: Receiver) -> None:
    told(other_side.address)
    row = waiting_message(next_at=NOW - timedelta(days=1))

    assert tasks.push_results() == 1

    headers, body = other_side.got[0]
    with bootstrap_scope():
        row.refresh_from_db()
    assert headers["Webhook-Id"] == str(row.message_id)
    assert json.loads(body)["data"]["external_no"] == "HQT1"
    assert (row.state, row.status, row.answer) == ("delivered", 200, "收到")


@pytest.mark.django_db
def test_a_silent_channel_is_asked_once_a_round_and_holds_up_no_other(
    other_side: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    told("http://127.0.0.1:1/hook")
    told(other_side.address, channel="letter")
    for n in range(3):
        waiting_message(no=f"HQT{n}")
    waiting_message(no="L1", channel="letter")

    assert tasks.push_results() == 1

    with bootstrap_scope():
        tried = ChannelDelivery.objects.filter(channel="hanqitong").values_list(
            "attempts", flat=True
        )
        assert sorted(tried) == [0, 0, 1]
