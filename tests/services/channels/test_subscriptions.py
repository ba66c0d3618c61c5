"""Whom results are pushed back to: the city says, and nobody is told unless it did."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from services.actions import channels
from services.models import ChannelDelivery, ChannelSubscription
from tests.factories.accounts import make_access, make_user
from tests.races import race
from tests.services.channels.world import ADDRESS, waiting_message
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import bootstrap_scope, scoped

NOON: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)


@pytest.fixture
def city(db: None) -> Access:
    return make_access("bureau_lead")


@pytest.mark.django_db
def test_every_channel_from_outside_is_there_and_off(city: Access) -> None:
    rows = ChannelSubscription.objects.within(city.reach(Capability.CHANNEL_EDIT))

    assert {row.channel for row in rows} >= {"hanqitong", "guanggu", "dianxiaoer", "hotline_12345"}
    assert {(row.is_on, row.address) for row in rows} == {(False, "")}


@pytest.mark.covers("services.channels.subscribe", "works")
def test_the_city_says_where_results_go(city: Access) -> None:
    with scoped(city):
        row = channels.subscribe("hanqitong", access=city, at=NOON, address=ADDRESS, is_on=True)

    assert (row.address, row.is_on, row.version) == (ADDRESS, True, 2)
    entry = AuditEvent.objects.get(kind="channel.subscribe")
    assert entry.changes["is_on"] == [False, True]


@pytest.mark.covers("services.channels.subscribe", "refused")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"address": "", "is_on": True}, "须填写对方接收地址"),
        ({"address": "https://192.168.0.8/x", "is_on": False}, "不向内网地址发送"),
        ({"address": "somewhere", "is_on": False}, "地址应形如"),
    ],
)
def test_a_faulty_setting_is_refused(city: Access, words: dict[str, Any], sentence: str) -> None:
    with scoped(city), pytest.raises(InputRefused, match=sentence):
        channels.subscribe("hanqitong", access=city, at=NOON, **words)


def test_a_channel_raised_here_itself_is_told_nothing(city: Access) -> None:
    with scoped(city), pytest.raises(ChannelSubscription.DoesNotExist):
        channels.subscribe("visit", access=city, at=NOON, address=ADDRESS, is_on=True)


@pytest.mark.covers("services.channels.renew_secret", "works")
def test_a_renewed_secret_is_another_one_and_is_kept_nowhere(city: Access) -> None:
    with scoped(city):
        _, first = channels.renew_secret("hanqitong", access=city, at=NOON)
        row, second = channels.renew_secret("hanqitong", access=city, at=NOON)

    assert first != second
    assert channels.signing_secret(row) == second
    entries = AuditEvent.objects.filter(kind="channel.renew_secret")
    assert [second in str(entry.changes) for entry in entries] == [False, False]


@pytest.mark.covers("services.channels.renew_secret", "refused")
def test_what_is_no_channel_has_no_secret(city: Access) -> None:
    with scoped(city), pytest.raises(ChannelSubscription.DoesNotExist):
        channels.renew_secret("nowhere", access=city, at=NOON)


@pytest.mark.covers("services.channels.resend", "works")
def test_what_was_given_up_is_sent_again_under_the_same_id(city: Access) -> None:
    sent = given_up()

    with scoped(city):
        again = channels.resend(sent.pk, access=city, at=NOON)

    assert (again.state, again.next_at, again.attempts) == ("waiting", NOON, 0)
    assert again.message_id == sent.message_id


@pytest.mark.covers("services.channels.resend", "refused")
def test_what_waits_already_is_not_ordered_twice(city: Access) -> None:
    waiting = waiting_message()

    with scoped(city), pytest.raises(ActionRefused, match="正在等待发送"):
        channels.resend(waiting.pk, access=city, at=NOON)


ACTS: Final = {
    "subscribe": lambda access: channels.subscribe(
        "hanqitong", access=access, at=NOON, address=ADDRESS, is_on=True
    ),
    "renew_secret": lambda access: channels.renew_secret("hanqitong", access=access, at=NOON),
    "resend": lambda access: channels.resend(
        ChannelDelivery.objects.get().pk, access=access, at=NOON
    ),
}
OF_DISTRICTS: Final = [
    pytest.param(name, marks=pytest.mark.covers(f"services.channels.{name}", "reach", "capability"))
    for name in ACTS
]


@pytest.mark.parametrize("name", OF_DISTRICTS)
@pytest.mark.parametrize("role", ["district_lead", "bureau_staff", "specialist", "auditor"])
def test_channels_are_the_citys_alone(city: Access, role: str, name: str) -> None:
    waiting_message()
    access = make_access(role)

    with bootstrap_scope(), pytest.raises(NotPermitted):
        ACTS[name](access)


def given_up() -> ChannelDelivery:
    row = waiting_message()
    with bootstrap_scope():
        row.state, row.next_at, row.attempts = "failed", None, 8
        row.save()
    return row


@pytest.mark.covers("services.channels.subscribe", "race")
@pytest.mark.covers("services.channels.renew_secret", "race")
@pytest.mark.django_db(transaction=True)
def test_two_who_change_one_channel_follow_each_other() -> None:
    one, two = make_access("bureau_lead"), make_access("bureau_lead")

    def change(access: Access) -> Any:
        words = {"address": ADDRESS, "is_on": True, "expected_version": 1}
        return channels.subscribe("hanqitong", access=access, at=NOON, **words)

    found = race(lambda: change(one), lambda: change(two), as_first=one, as_second=two)
    renewed = race(
        lambda: channels.renew_secret("guanggu", access=one, at=NOON),
        lambda: channels.renew_secret("guanggu", access=two, at=NOON),
        as_first=one,
        as_second=two,
    )

    assert found == ("done", StaleVersion.code)
    assert renewed == ("done", "done")
    assert ChannelSubscription.objects.get(channel="guanggu").version == 3


@pytest.mark.covers("services.channels.resend", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_again_one_is_told() -> None:
    sent = given_up()
    one, two = make_access("bureau_lead"), make_access("bureau_lead")

    found = race(
        lambda: channels.resend(sent.pk, access=one, at=NOON),
        lambda: channels.resend(sent.pk, access=two, at=NOON),
        as_first=one,
        as_second=two,
    )

    assert found[0] == "done"
    assert found[1] != "done"


def test_the_page_shows_channels_and_takes_a_setting(client: Any, city: Access) -> None:
    waiting_message()
    client.force_login(make_user("bureau_lead"))

    saved = client.post(
        "/tickets/channels/hanqitong/",
        {"address": ADDRESS, "is_on": "on", "expected_version": "1"},
        follow=True,
    )
    renewed = client.post("/tickets/channels/hanqitong/secret/").content.decode()

    assert ADDRESS in saved.content.decode()
    assert "whsec_" in renewed
    assert "whsec_" not in client.get("/tickets/channels/").content.decode()


def test_the_api_shows_and_changes_a_channel(client: Any, city: Access) -> None:
    client.force_login(make_user("bureau_lead"))
    path = "/api/v1/channel-subscriptions/"
    row = next(it for it in client.get(path).json()["results"] if it["channel"] == "hanqitong")
    shown = client.get(f"{path}{row['id']}/")

    changed = client.put(
        f"{path}{row['id']}/",
        {"address": ADDRESS, "is_on": True},
        content_type="application/json",
        headers={"If-Match": shown["ETag"]},
    )
    renewed = client.post(f"{path}{row['id']}/renew-secret/", {}, content_type="application/json")

    assert (changed.status_code, changed.json()["is_on"]) == (200, True)
    assert renewed.json()["secret"].startswith("whsec_")
