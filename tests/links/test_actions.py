"""Links: issued within reach, used once in time, taken back, answered for on paper."""

from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from tests.factories.accounts import make_access, make_station
from tests.links.conftest import CODE, NOON, Office, build_office
from tests.races import race
from wuhan_smes.access import Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.links import visiting
from wuhan_smes.links.actions import links
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.purposes import purposes
from wuhan_smes.links.querysets import ActionLinkQuerySet
from wuhan_smes.links.rules import LinkRefused
from wuhan_smes.links.using import visitor
from wuhan_smes.scope import scoped

PAPER: Final[dict[str, Any]] = {
    "answer": {"agrees": True},
    "signed_name": "王经理",
    "scan_name": "签字.png",
    "scan_type": "image/png",
    "scan": [b"\x89PNG"],
}


def opened(secret: str, **words: Any) -> visiting.Opened:
    return visiting.opened(secret, **{"at": NOON, "address": "203.0.113.9", **words})


def by_proxy(office: Office, link: ActionLink, **words: Any) -> str:
    words = {"access": office.keeper, "at": NOON, **PAPER, **words}
    return links.answer_by_proxy(link.pk, **words)


@pytest.mark.covers("links.links.issue", "works")
def test_a_link_is_told_once_and_only_its_digest_is_kept(office: Office) -> None:
    with scoped(office.keeper):
        link, secret = office.issue()

    assert secret not in {str(value) for value in vars(link).values()}
    assert opened(secret).title == "示例事项"
    assert AuditEvent.objects.filter(kind="link.issue", target_id=link.pk).count() == 1


def test_an_answer_acts_once_as_the_enterprise_and_nobody_else(office: Office) -> None:
    _, secret = office.issue()

    said = visiting.answer(opened(secret), at=NOON, words={"agrees": True})

    ((object_id, access, words),) = office.answers
    told = {"agrees": True, "signed_name": "", "by_proxy": False}
    assert (said, object_id, words) == ("谢谢，您的答复已收到。", 7, told)
    assert (access.actor_id, access.actor_name) == (None, "企业（凭链接）")
    assert {r.jurisdiction_ids for r in access.reaches.values()} == {frozenset({office.unit.pk})}
    with pytest.raises(LinkRefused, match="已使用"):
        opened(secret)


def test_what_cannot_be_done_leaves_the_link_open(office: Office) -> None:
    _, secret = office.issue()
    office.refuses = True

    with pytest.raises(ActionRefused, match="已经办结"):
        visiting.answer(opened(secret), at=NOON, words={})

    assert opened(secret).number == "示例〔2026〕7号"


@pytest.mark.parametrize("wrong", ["", "wrong", "tampered", "longer"])
def test_a_wrong_or_tampered_secret_is_unknown(office: Office, wrong: str) -> None:
    _, secret = office.issue()
    told = {"tampered": secret[:-1] + ("A" if secret[-1] != "A" else "B"), "longer": secret + "A"}

    with pytest.raises(LinkRefused) as refused:
        opened(told.get(wrong, wrong))

    assert refused.value.code == "link_unknown"


def test_an_expired_link_opens_nothing(office: Office) -> None:
    _, secret = office.issue(days=1)
    last = NOON + timedelta(days=1)

    assert opened(secret, at=last - timedelta(seconds=1))
    with pytest.raises(LinkRefused, match="已过期"):
        opened(secret, at=last)


def test_only_the_last_link_for_a_thing_opens(office: Office) -> None:
    _, first = office.issue()
    _, second = office.issue()

    assert opened(second)
    with pytest.raises(LinkRefused, match="已作废"):
        opened(first)


def test_guessing_is_slowed_down_for_the_address_that_guesses(office: Office) -> None:
    for _ in range(30):
        with pytest.raises(LinkRefused, match="链接无效"):
            opened("guess")

    with pytest.raises(LinkRefused, match="尝试次数过多"):
        opened("guess")
    with pytest.raises(LinkRefused, match="链接无效"):
        opened("guess", address="198.51.100.1")
    with pytest.raises(LinkRefused, match="链接无效"):
        opened("guess", at=NOON + timedelta(minutes=16))


@pytest.mark.covers("links.links.issue", "refused")
@pytest.mark.parametrize("days", [0, 61])
def test_a_link_lives_for_a_sensible_time(office: Office, days: int) -> None:
    with pytest.raises(InputRefused, match="有效期应为 1 至 60 天"):
        office.issue(days=days)


@pytest.mark.covers("links.links.issue", "refused")
def test_a_purpose_nobody_declared_is_refused(office: Office) -> None:
    with pytest.raises(InputRefused, match="没有“whim”这种用途"):
        office.issue(purpose="whim")


@pytest.mark.covers("links.links.issue", "reach", "capability")
def test_nobody_sends_a_link_for_another_unit_or_without_the_right(office: Office) -> None:
    for access in (office.neighbour, make_access("auditor"), make_access("handler")):
        with scoped(access), pytest.raises(NotPermitted):
            office.issue(access=access)


@pytest.mark.covers("links.links.revoke", "works")
def test_a_link_is_taken_back_with_its_reason(office: Office) -> None:
    link, secret = office.issue()

    with scoped(office.keeper):
        links.revoke(link.pk, access=office.keeper, at=NOON, reason="发错企业")

    with pytest.raises(LinkRefused, match="已作废"):
        opened(secret)
    assert ActionLink.objects.get(pk=link.pk).revoked_reason == "发错企业"


@pytest.mark.covers("links.links.revoke", "refused")
def test_a_used_link_is_not_taken_back_nor_one_without_reason(office: Office) -> None:
    link, secret = office.issue()

    with pytest.raises(InputRefused, match="请填写作废原因"):
        links.revoke(link.pk, access=office.keeper, at=NOON, reason=" ")
    visiting.answer(opened(secret), at=NOON, words={})
    with pytest.raises(LinkRefused, match="已使用"):
        links.revoke(link.pk, access=office.keeper, at=NOON, reason="发错企业")


@pytest.mark.covers("links.links.revoke", "reach", "capability")
@pytest.mark.covers("links.links.answer_by_proxy", "reach", "capability")
def test_a_link_of_another_unit_does_not_exist(office: Office) -> None:
    link, _ = office.issue()

    for act in (
        lambda who: links.revoke(link.pk, access=who, at=NOON, reason="发错企业"),
        lambda who: by_proxy(office, link, access=who),
    ):
        with scoped(office.neighbour), pytest.raises(ActionLink.DoesNotExist):
            act(office.neighbour)
        handler = make_access("auditor")
        with scoped(handler), pytest.raises(NotPermitted):
            act(handler)


@pytest.mark.covers("links.links.answer_by_proxy", "works")
def test_a_paper_is_entered_with_its_scan(office: Office) -> None:
    link, secret = office.issue()

    with scoped(office.keeper):
        assert by_proxy(office, link) == "谢谢，您的答复已收到。"

    link.refresh_from_db()
    assert (link.signed_name, link.proxy_name) == ("王经理", office.keeper.actor_name)
    assert link.scan is not None
    assert link.scan.jurisdiction_id == office.unit.pk
    with pytest.raises(LinkRefused, match="已使用"):
        opened(secret)


@pytest.mark.covers("links.links.answer_by_proxy", "refused")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"scan": []}, "请上传签字扫描件"), ({"signed_name": " "}, "请填写签字人姓名")],
)
def test_a_paper_without_scan_or_name_is_refused(
    office: Office, wrong: dict[str, Any], sentence: str
) -> None:
    link, secret = office.issue()

    with pytest.raises(InputRefused, match=sentence):
        by_proxy(office, link, **wrong)

    assert opened(secret)


def entered(office: Office, object_id: int = 7, **words: Any) -> str:
    words = {"access": office.keeper, "at": NOON, "purpose": CODE, **PAPER, **words}
    return links.enter_paper(object_id, **words)


@pytest.mark.covers("links.links.enter_paper", "works")
def test_the_station_that_serves_an_enterprise_enters_its_paper_without_sending_links(
    office: Office,
) -> None:
    station = make_station(office.unit)
    office.station_id = station.pk
    helper = make_access("specialist", station=station)
    _, secret = office.issue()

    with scoped(helper):
        with pytest.raises(NotPermitted):
            office.issue(access=helper)
        assert entered(office, access=helper) == "谢谢，您的答复已收到。"

    ((_, access, words),) = office.answers
    link = ActionLink.objects.get(used_at__isnull=False)
    assert (link.proxy_name, words["by_proxy"]) == (helper.actor_name, True)
    assert (access.actor_id, access.reach(Capability.TICKET_CLOSE).jurisdiction_ids) == (
        helper.actor_id,
        {office.unit.pk},
    )
    with pytest.raises(LinkRefused, match="已作废"):
        opened(secret)


@pytest.mark.covers("links.links.enter_paper", "refused")
def test_a_paper_is_entered_whole_and_once(office: Office) -> None:
    with pytest.raises(InputRefused, match="请上传签字扫描件"), transaction.atomic():
        entered(office, scan=[])
    assert ActionLink.objects.count() == 0

    entered(office)
    with pytest.raises(ActionRefused, match="此前已经录入"):
        entered(office)


@pytest.mark.covers("links.links.enter_paper", "reach", "capability")
def test_nobody_else_enters_a_paper(office: Office) -> None:
    office.station_id = make_station(office.unit).pk
    others = [make_access("specialist", station=make_station(office.unit)), office.neighbour]

    for access in (*others, make_access("handler"), make_access("auditor")):
        with scoped(access), pytest.raises(NotPermitted):
            entered(office, access=access)


def test_the_database_keeps_no_proxy_without_a_scan(office: Office) -> None:
    link, _ = office.issue()

    with (
        pytest.raises(IntegrityError, match="link_used_by_proxy_with_a_scan"),
        transaction.atomic(),
    ):
        ActionLink.objects.filter(pk=link.pk).update(proxy_name="甲")


sent: list[tuple[str, str]] = []


def message(phone: str, text: str) -> None:
    sent.append((phone, text))


@pytest.fixture
def messages(settings: Any) -> list[tuple[str, str]]:
    settings.LINK_MESSAGE_SENDER = f"{__name__}.message"
    sent.clear()
    return sent


def test_a_code_is_asked_where_messages_can_be_sent(
    office: Office, messages: list[tuple[str, str]]
) -> None:
    _, secret = office.issue(phone="13800000000")
    link = opened(secret)
    visiting.send_code(link, at=NOON)
    ((phone, text),) = messages

    with pytest.raises(LinkRefused, match="验证码不正确"):
        visiting.answer(link, at=NOON, words={}, code="")
    with pytest.raises(LinkRefused, match="验证码不正确"):
        visiting.answer(link, at=NOON + timedelta(minutes=10), words={}, code=text[4:10])
    visiting.answer(link, at=NOON, words={}, code=text[4:10])

    assert phone == "13800000000"
    assert len(office.answers) == 1


def test_a_telephone_is_not_flooded_with_codes(
    office: Office, messages: list[tuple[str, str]]
) -> None:
    _, secret = office.issue(phone="13800000000")
    link, minute = opened(secret), timedelta(minutes=1)
    visiting.send_code(link, at=NOON)

    with pytest.raises(LinkRefused, match="刚刚发送过"):
        visiting.send_code(link, at=NOON + timedelta(seconds=59))
    for times in range(1, 5):
        visiting.send_code(link, at=NOON + times * minute)
    with pytest.raises(LinkRefused, match="次数已用完"):
        visiting.send_code(link, at=NOON + timedelta(hours=5))

    assert len(messages) == 5
    with pytest.raises(LinkRefused, match="验证码不正确"):
        visiting.answer(link, at=NOON + 4 * minute, words={}, code=messages[0][1][4:10])


def test_five_wrong_codes_lock_a_link(office: Office, messages: list[tuple[str, str]]) -> None:
    _, secret = office.issue(phone="13800000000")
    link = opened(secret)
    visiting.send_code(link, at=NOON)

    for _ in range(5):
        with pytest.raises(LinkRefused, match="验证码不正确"):
            visiting.answer(link, at=NOON, words={}, code="wrong")

    with pytest.raises(LinkRefused, match="已锁定"):
        visiting.answer(link, at=NOON, words={}, code=messages[0][1][4:10])


def test_no_code_is_asked_where_none_can_be_sent(office: Office) -> None:
    _, secret = office.issue(phone="13800000000")

    visiting.answer(opened(secret), at=NOON, words={})

    assert len(office.answers) == 1


@pytest.mark.covers("links.links.issue", "race")
@pytest.mark.covers("links.links.revoke", "race")
@pytest.mark.covers("links.links.answer_by_proxy", "race")
@pytest.mark.covers("links.links.enter_paper", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told() -> None:
    office = build_office()
    both = {"as_first": office.keeper, "as_second": office.keeper}
    link, _ = office.issue(1)
    paper, _ = office.issue(2)

    def revoke() -> object:
        return links.revoke(link.pk, access=office.keeper, at=NOON, reason="发错企业")

    assert race(revoke, revoke, **both) == ("done", "link_revoked")
    enter = lambda: by_proxy(office, paper)  # noqa: E731 - twice the same
    assert race(enter, enter, **both) == ("done", "link_used")
    assert race(lambda: entered(office, 4), lambda: entered(office, 4), **both) == (
        "done",
        "refused",
    )
    link, secret = office.issue(5)
    visit = lambda: visiting.answer(opened(secret), at=NOON, words={})  # noqa: E731 - as above
    assert race(visit, lambda: office.issue(5), **both) == ("done", "done")
    link.refresh_from_db()
    assert link.revoked_at is None
    assert race(lambda: office.issue(3), lambda: office.issue(3), **both) == ("done", "refused")
    assert ActionLink.objects.filter(object_id=3, revoked_at__isnull=True).count() == 1
    purposes.known.pop(CODE)


@pytest.mark.django_db(transaction=True)
def test_of_two_visitors_with_one_link_one_is_told_it_was_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And the positive control: without the lock both would act, and the database stops one."""
    office = build_office()

    def both_answer(object_id: int) -> tuple[str, str]:
        link = opened(office.issue(object_id)[1])
        access = visitor(link.purpose, link.jurisdiction_id, link.station_id)
        answer = lambda: visiting.answer(link, at=NOON, words={})  # noqa: E731 - twice the same
        return race(answer, answer, as_first=access, as_second=access)

    assert both_answer(1) == ("done", "link_used")
    assert len(office.answers) == 1

    monkeypatch.setattr(ActionLinkQuerySet, "locked", lambda rows, pk: rows.get(pk=pk))
    with pytest.raises(ProgrammingError, match="stays as it is"):
        both_answer(2)
    purposes.known.pop(CODE)
