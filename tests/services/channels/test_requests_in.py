"""Lists of channels: each request under its own number, once, whatever comes of it afterwards."""

from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from services.actions.channel_requests import take_in
from services.models import Ticket, TicketStep
from services.rules.channel_requests import ChannelRequest
from tests.enterprises.exchange.lists import applied
from tests.exchange.driving import handed_in, rows_of
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_enterprise
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import InputRefused, NotPermitted
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.scope import bootstrap_scope, scoped

NOON: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)
LIST: Final = """汉企通诉求清单,,,,,,,
序号,来源,诉求编号,诉求内容,企业名称,性质,收到日期,答复
1,汉企通,HQT1,现有厂房不足，希望协调用地,示例甲科技有限公司,诉求,2026-02-27,
2,12345,H-7,如何申报专精特新,示例乙制造有限公司,咨询,2026-02-28,可在线申报
"""


@pytest.fixture
def unit(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Jurisdiction:
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))
    return Jurisdiction.objects.get(code="jiangxia")


@pytest.fixture
def desk(unit: Jurisdiction) -> Access:
    return make_access("district_staff", unit=unit)


def one(unit: Jurisdiction, **values: Any) -> ChannelRequest:
    words = {"channel": "hanqitong", "external_no": "HQT1", "text": "申请用地", "unit_id": unit.pk}
    return ChannelRequest(**{**words, **values})


def test_a_list_comes_in_once_and_its_consultations_are_answered(desk: Access) -> None:
    first = handed_in(LIST, desk, kind="channel_requests", name="来件.csv")
    assert [row.verdict for row in rows_of(first, desk)] == [Verdict.NEW] * 2, rows_of(first, desk)
    applied(first, desk)

    again = handed_in(LIST, desk, kind="channel_requests", name="来件再次.csv")

    assert [row.verdict for row in rows_of(again, desk)] == [Verdict.UNCHANGED] * 2
    with scoped(desk):
        found = {it.external_no: it for it in Ticket.objects.exclude(external_no="")}
        assert {no: it.state for no, it in found.items()} == {"HQT1": "collected", "H-7": "closed"}
        assert found["H-7"].channel == "hotline_12345"
        assert (
            "来源登记日期 2026-02-27"
            in TicketStep.objects.get(ticket=found["HQT1"], ordinal=1).note
        )


def test_what_a_line_cannot_say_is_refused_by_row(desk: Access) -> None:
    text = (
        "来源,来源编号,诉求内容,性质,收到日期,答复\n"
        "汉企通,A1,用地,诉求,2099-01-01,\n"
        "汉企通,A2,用地,诉求,2026-02-01,已办\n"
        "汉企通,A3,用地,诉求,,\n"
        "汉企通,A3,用电,诉求,,\n"
    )

    rows = rows_of(handed_in(text, desk, kind="channel_requests", name="来件.csv"), desk)

    codes = [[fault["code"] for fault in row.faults] for row in rows]
    assert codes == [["in_the_future"], ["not_a_consultation"], [], ["twice"]]


@pytest.mark.covers("services.channel_requests.take_in", "works")
def test_the_enterprise_is_found_by_its_code(desk: Access, unit: Jurisdiction) -> None:
    enterprise = make_enterprise(unit=unit)

    with scoped(desk):
        told = [one(unit, enterprise_id=enterprise.pk), one(unit, external_no="HQT2")]
        done = take_in(told, access=desk, at=NOON)

    assert [it and it.enterprise_id for it in done] == [enterprise.pk, None]
    assert done[0] is not None
    assert done[0].sign_due_at is None or done[0].sign_due_at > NOON


@pytest.mark.covers("services.channel_requests.take_in", "refused")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"channel": "visit"}, "没有自己的编号"),
        ({"external_no": ""}, "请填写来源编号"),
        ({"text": " "}, "请填写诉求内容"),
        ({"received_on": date(2099, 1, 1)}, "不能晚于今天"),
        ({"answer": "已办"}, "只有咨询可以即答即结"),
    ],
)
def test_a_faulty_request_refuses_the_whole_list(
    desk: Access, unit: Jurisdiction, words: dict[str, Any], sentence: str
) -> None:
    told = [one(unit, external_no="HQT0"), one(unit, **words, where="第2行")]

    with scoped(desk):
        with pytest.raises(InputRefused) as refusal:
            take_in(told, access=desk, at=NOON)
        assert not Ticket.objects.exists()

    assert sentence in refusal.value.faults[0].detail


@pytest.mark.covers("services.channel_requests.take_in", "reach")
def test_another_unit_takes_in_nothing_here(desk: Access) -> None:
    request = one(make_unit())

    with scoped(desk), pytest.raises(NotPermitted):
        take_in([request], access=desk, at=NOON)


@pytest.mark.covers("services.channel_requests.take_in", "capability")
@pytest.mark.parametrize("role", ["specialist", "auditor", "handler"])
def test_only_a_desk_takes_in(unit: Jurisdiction, role: str) -> None:
    access = make_access(role)

    with bootstrap_scope(), pytest.raises(NotPermitted):
        take_in([one(unit)], access=access, at=NOON)


def test_a_number_that_another_unit_took_in_is_told_by_its_line(
    desk: Access, unit: Jurisdiction
) -> None:
    other = make_unit()
    access = make_access("district_staff", unit=other)
    with scoped(access):
        take_in([one(other)], access=access, at=NOON)

    with scoped(desk), pytest.raises(InputRefused) as refusal:
        take_in([one(unit, where="第3行")], access=desk, at=NOON)

    assert refusal.value.faults[0].detail == "第3行：编号 HQT1 已由其他单位登记"


@pytest.mark.covers("services.channel_requests.take_in", "race")
def test_of_two_at_once_one_takes_it_in(desk: Access, unit: Jurisdiction) -> None:
    second = make_access("district_staff", unit=unit)

    found = race(
        lambda: take_in([one(unit)], access=desk, at=NOON),
        lambda: take_in([one(unit)], access=second, at=NOON),
        as_first=desk,
        as_second=second,
    )

    with bootstrap_scope():
        assert Ticket.objects.filter(external_no="HQT1").count() == 1
    assert found[0] == "done"
    assert found[1] != "done"
