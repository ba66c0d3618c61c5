"""Being told outside of the product: by one's own choice, gathered, signed, and never twice."""

import json
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from django.core import mail
from django.db import connection

from services import tasks
from services.actions import notice_ways
from services.choices.notices import NoticeKind, Rhythm
from services.models import NoticeWay
from services.rules.notices import Untold, again_at, next_time, text_of
from tests.factories.accounts import make_user
from tests.races import race
from tests.receiver import receiver
from tests.services.clocks.test_notices import told
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.outgoing.posting import Answer, signature
from wuhan_smes.scope import bootstrap_scope, scoped

NOON: Final = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)  # 12:00 in Wuhan
SECRET: Final = "whsec_" + b64encode(b"k" * 24).decode()
SYSTEM: Final = Access.of_system("发送提醒")


@pytest.fixture
def offers(settings: Any) -> Any:
    """An installation with mail and a messenger."""
    settings.NOTICE_MAIL_FROM = "platform@house.example"
    settings.NOTICE_MAIL_DOMAINS = ["house.example"]
    settings.NOTICE_WEBHOOK, settings.NOTICE_WEBHOOK_SECRET = "https://house.example/in", SECRET
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    return settings


def chosen(user: User, kind: str = "email", **words: Any) -> NoticeWay:
    access = access_for(user)
    given = {"is_on": True, "address": "a@house.example", **words}
    with scoped(access):
        return notice_ways.choose(access=access, at=NOON, kind=kind, **given)


def now_due(way: NoticeWay) -> None:
    with bootstrap_scope():
        NoticeWay.objects.filter(pk=way.pk).update(next_at=NOON)


@pytest.mark.parametrize(
    ("rhythm", "after", "expected"),
    [
        ("daily", "08:29", "03 08:30"),
        ("daily", "08:30", "04 08:30"),
        ("hourly", "08:29", "03 08:30"),
        ("hourly", "12:00", "03 12:30"),
        ("hourly", "12:30", "03 13:30"),
        ("hourly", "18:30", "04 08:30"),
        ("hourly", "23:10", "04 08:30"),
    ],
)
def test_a_digest_goes_out_in_office_hours(rhythm: str, after: str, expected: str) -> None:
    at = datetime.fromisoformat(f"2026-03-03T{after}+08:00")

    assert next_time(Rhythm(rhythm), at).strftime("%d %H:%M") == expected


def test_a_digest_that_is_not_taken_is_tried_twice_and_then_waits_for_the_next() -> None:
    tried = [again_at(times, Rhythm.DAILY, NOON) - NOON for times in (1, 2, 3)]

    assert tried == [timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=20, minutes=30)]


def test_a_mail_counts_by_kind_and_names_no_matter() -> None:
    rows = [Untold(NoticeKind.OVERDUE, f"示例{n}号") for n in range(25)]

    text = text_of("王某", [*rows, Untold(NoticeKind.DIGEST, "", 7)], "https://smes.example")

    assert "已逾期 25 件\n其余提醒汇总 7 件" in text
    assert "另有 5 件" in text
    assert text.count("示例") == 20


@pytest.mark.covers("services.notice_ways.choose", "works")
@pytest.mark.covers("services.notice_ways.take_due", "works")
@pytest.mark.covers("services.notice_ways.settle", "works")
@pytest.mark.django_db
def test_what_is_unread_since_then_goes_out_once_by_mail_and_by_webhook(offers: Any) -> None:
    user, other = make_user("handler"), make_user("handler")
    told(user, subject="旧〔2026〕1号 从前的诉求")
    ways = [chosen(user), chosen(user, "webhook", rhythm="hourly")]
    told(user, subject="新〔2026〕2号 某企业的诉求", kind="overdue")
    told(other, subject="别〔2026〕3号 别人的诉求")

    with receiver() as house:
        offers.NOTICE_WEBHOOK = house.address
        for _ in range(2):
            for way in ways:
                now_due(way)
            tasks.send_notices()

    ((headers, body),) = house.got
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("有 1 件事项需要您关注", ["a@house.example"])
    assert "新〔2026〕2号　已逾期" in message.body
    assert not {"旧〔2026〕1号", "别〔2026〕3号", "某企业的诉求"} & set(message.body.split())
    data = json.loads(body)["data"]
    assert (data["user"], [it["number"] for it in data["tickets"]]) == (
        user.username,
        ["新〔2026〕2号"],
    )
    assert headers["Webhook-Signature"] == signature(
        SECRET, headers["Webhook-Id"], int(headers["Webhook-Timestamp"]), body
    )


@pytest.mark.django_db
def test_a_message_nobody_takes_is_told_with_a_later_one(offers: Any) -> None:
    user = make_user("handler")
    way = chosen(user, "webhook")
    told(user)
    with receiver() as house:
        offers.NOTICE_WEBHOOK, house.status = house.address, 503
        for _ in range(4):
            now_due(way)
            tasks.send_notices()
        way.refresh_from_db()
        failed, house.status = way.attempts, 200
        now_due(way)
        tasks.send_notices()

    way.refresh_from_db()
    assert (failed, way.attempts, len(house.got)) == (1, 0, 5)
    assert len({headers["Webhook-Id"] for headers, _ in house.got}) == 1


@pytest.mark.covers("services.notice_ways.choose", "refused", "reach", "capability")
@pytest.mark.covers("services.notice_ways.take_due", "refused", "reach", "capability")
@pytest.mark.covers("services.notice_ways.settle", "refused", "reach", "capability")
@pytest.mark.django_db
def test_a_way_is_ones_own_where_the_house_has_it(offers: Any) -> None:
    user, lead = make_user("handler"), access_for(make_user("bureau_lead"))
    way = chosen(user)

    for address in ("", "a@elsewhere.example"):
        with pytest.raises(InputRefused):
            chosen(user, address=address)
    offers.NOTICE_WEBHOOK = ""
    with pytest.raises(ActionRefused, match="未开通消息平台提醒"):
        chosen(user, "webhook")
    with pytest.raises(NotPermitted):
        notice_ways.choose(access=Access(None, ""), at=NOON, kind="email", is_on=True)
    with scoped(lead), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM services_noticeway")
        assert cursor.fetchone() == (0,)
    for act in (
        lambda: notice_ways.take_due(access=lead, at=NOON),
        lambda: settled(way, access=lead),
    ):
        with scoped(lead), pytest.raises(NotPermitted):
            act()


def settled(way: NoticeWay, *, access: Access = SYSTEM) -> NoticeWay:
    taken = Answer(200, "")
    return notice_ways.settle(way.pk, access=access, at=NOON, answer=taken, told_up_to=1)


@pytest.mark.covers("services.notice_ways.choose", "race")
@pytest.mark.covers("services.notice_ways.take_due", "race")
@pytest.mark.covers("services.notice_ways.settle", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_sends_and_the_last_choice_stands(offers: Any) -> None:
    user = make_user("handler")
    access, way = access_for(user), chosen(user)
    now_due(way)
    found: list[Sequence[notice_ways.Digest]] = []

    def take() -> None:
        found.append(notice_ways.take_due(access=SYSTEM, at=NOON))

    def off() -> None:
        notice_ways.choose(access=access, at=NOON, kind="email", is_on=False)

    assert race(take, take, as_first=SYSTEM, as_second=SYSTEM) == ("done", "done")
    assert [len(taken) for taken in found] == [1, 0]
    assert race(off, lambda: settled(way), as_first=access, as_second=SYSTEM) == ("done", "done")
    assert race(off, off, as_first=access, as_second=access) == ("done", "done")
    way.refresh_from_db()
    assert (way.is_on, way.next_at) == (False, None)


@pytest.mark.django_db
def test_the_page_offers_what_the_house_has_and_keeps_the_choice(client: Any, offers: Any) -> None:
    user = make_user("handler")
    client.force_login(user)

    refused = client.post("/notices/ways/email/", {"is_on": "on", "rhythm": "daily"})
    kept = client.post(
        "/notices/ways/email/",
        {"is_on": "on", "rhythm": "hourly", "address": "a@house.example"},
        follow=True,
    ).content.decode()
    offers.NOTICE_MAIL_FROM = offers.NOTICE_WEBHOOK = ""

    assert "请填写接收邮箱" in refused.content.decode()
    assert "每小时一次" in kept
    assert "消息平台" in kept
    assert "没有开通" in client.get("/notices/").content.decode()
    assert client.get("/notices/ways/pigeon/").status_code == 404
