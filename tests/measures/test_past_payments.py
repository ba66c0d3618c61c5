"""Payments of the past: told once, corrected in the open, struck off all or none."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from enterprises.models import Enterprise
from measures.actions import past_payments
from measures.actions.past_payments import Told
from measures.models import PastPayment
from tests.enterprises.register.conftest import NOON, Town, build_town
from tests.factories.enterprises import make_enterprise
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

AWARD: dict[str, Any] = {
    "programme": "专精特新“小巨人”认定奖励",
    "amount": Decimal("500000.00"),
    "amount_city": Decimal("300000.00"),
    "amount_district": Decimal("200000.00"),
    "year": 2024,
    "document_no": "武经信〔2024〕9号",
}


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def record(town: Town, enterprise: Enterprise, **values: object) -> PastPayment:
    with scoped(town.clerk):
        return past_payments.record(
            enterprise.pk, access=town.clerk, at=NOON, values={**AWARD, **values}
        )


def act(name: str, payment: PastPayment, access: Access) -> object:
    """One action by its name, on a payment that is recorded."""
    who: dict[str, Any] = {"access": access, "at": NOON}
    another = {**AWARD, "year": 2023}
    if name == "record":
        return past_payments.record(payment.enterprise_id, values=another, **who)
    if name == "record_set":
        return past_payments.record_set([Told(payment.enterprise_id, another)], **who)
    if name == "correct":
        return past_payments.correct(payment.pk, values={"year": 2022}, reason="笔误", **who)
    return past_payments.strike_set([payment.pk], reason="重复", **who)


def each(kind: str, *names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.covers(f"measures.past_payments.{name}", kind))
            for name in names
        ],
    )


ALL = ("record", "record_set", "correct", "strike_set")


@pytest.mark.covers("measures.past_payments.record", "works", "refused")
def test_a_payment_is_told_once_and_leaves_its_entry(town: Town) -> None:
    enterprise = town.enterprise()

    row = record(town, enterprise)

    assert (row.amount, row.amount_city + row.amount_district) == (500000, 500000)  # type: ignore[operator] # both are known
    entry = AuditEvent.objects.get(kind="payment.record")
    assert entry.changes["amount"] == "500000.00"
    with pytest.raises(ActionRefused, match="已经登记"):
        record(town, enterprise)


@pytest.mark.covers("measures.past_payments.record_set", "works")
def test_a_list_told_twice_records_each_payment_once(town: Town) -> None:
    one, two = town.enterprise(), town.enterprise()
    told = [Told(one.pk, AWARD, "表"), Told(two.pk, AWARD, "表"), Told(one.pk, AWARD, "表")]

    with scoped(town.clerk):
        first = past_payments.record_set(told, access=town.clerk, at=NOON)
        again = past_payments.record_set(told, access=town.clerk, at=NOON)

    assert [done is None for done in first] == [False, False, True]
    assert again == [None, None, None]
    assert PastPayment.objects.count() == 2


def test_more_said_of_a_known_payment_tells_it_anew(town: Town) -> None:
    enterprise = town.enterprise()
    before = record(town, enterprise)

    after = record(town, enterprise, note="第二次公示")

    before.refresh_from_db()
    assert before.superseded_at == NOON
    assert list(PastPayment.objects.current()) == [after]


def test_what_is_not_known_stays_unknown(town: Town) -> None:
    row = record(town, town.enterprise(), amount=None, amount_district=None)

    assert (row.amount, row.amount_city, row.amount_district) == (None, Decimal("300000.00"), None)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"amount": Decimal(1)}, "合计 500,000.00 元，与金额 1.00 元不符"),
        ({"programme": ""}, "请填写奖补项目"),
        ({"year": None}, "拨付日期与年度至少填一项"),
        ({"amount": Decimal(-1), "amount_city": None}, "超出范围"),
        ({"year": 1890}, "1990 至 2100"),
    ],
)
@pytest.mark.covers("measures.past_payments.record_set", "refused")
def test_what_cannot_be_is_refused_with_its_reason(
    town: Town, values: dict[str, object], sentence: str
) -> None:
    enterprise = town.enterprise()

    with scoped(town.clerk), pytest.raises(InputRefused, match=sentence):
        past_payments.record_set(
            [Told(enterprise.pk, {**AWARD, **values})], access=town.clerk, at=NOON
        )


def test_the_database_refuses_shares_that_do_not_add_up(town: Town) -> None:
    enterprise = town.enterprise()
    values = {**AWARD, "amount": Decimal(1), "jurisdiction": town.here, "recorded_at": NOON}

    with bootstrap_scope(), pytest.raises(IntegrityError, match="payment_shares_add_up"):
        PastPayment.objects.create(enterprise=enterprise, **values)


@pytest.mark.covers("measures.past_payments.correct", "works", "refused")
def test_a_correction_supersedes_and_must_change_something(town: Town) -> None:
    row = record(town, town.enterprise())
    other = record(town, row.enterprise, year=2020)

    with scoped(town.clerk):
        right = past_payments.correct(
            row.pk,
            access=town.clerk,
            at=NOON,
            values={"paid_on": date(2024, 6, 1)},
            reason="补日期",
        )
        with pytest.raises(ActionRefused, match="没有需要更正的内容"):
            past_payments.correct(right.pk, access=town.clerk, at=NOON, values={}, reason="无")
        with pytest.raises(ActionRefused, match="请刷新"):
            past_payments.correct(row.pk, access=town.clerk, at=NOON, values={}, reason="旧")
        with pytest.raises(ActionRefused, match="相同的兑付记录"):
            past_payments.correct(
                other.pk,
                access=town.clerk,
                at=NOON,
                values={"year": 2024, "paid_on": date(2024, 6, 1)},
                reason="重复",
            )

    assert right.source == "更正：补日期"
    assert set(PastPayment.objects.current()) == {right, other}


@pytest.mark.covers("measures.past_payments.strike_set", "works", "refused")
def test_payments_are_struck_off_all_or_none(town: Town) -> None:
    enterprise = town.enterprise()
    one, two = record(town, enterprise), record(town, enterprise, year=2023)
    words: dict[str, Any] = {"access": town.clerk, "at": NOON, "reason": "撤回导入"}

    with scoped(town.clerk):
        past_payments.strike_set([one.pk], **words)
        with pytest.raises(ActionRefused, match="已被更正或撤销"):
            past_payments.strike_set([one.pk, two.pk], **words)

    assert list(PastPayment.objects.current()) == [two]


@each("reach", *ALL)
def test_payments_of_another_unit_cannot_be_touched(town: Town, name: str) -> None:
    payment = record(town, town.enterprise())

    with (
        scoped(town.other),
        pytest.raises((Enterprise.DoesNotExist, PastPayment.DoesNotExist)),
    ):
        act(name, payment, town.other)


@each("capability", *ALL)
def test_who_may_only_read_records_no_payment(town: Town, name: str) -> None:
    payment = record(town, town.enterprise())

    with scoped(town.reader), pytest.raises(NotPermitted):
        act(name, payment, town.reader)


@each("race", *ALL)
@pytest.mark.django_db(transaction=True)
def test_of_two_who_act_on_one_payment_one_is_told(name: str) -> None:
    town = build_town()
    payment = record(town, make_enterprise(unit=town.here))

    def again() -> object:
        return act(name, payment, town.clerk)

    outcomes = race(again, again, as_first=town.clerk, as_second=town.clerk)

    assert outcomes == ("done", "done" if name == "record_set" else "refused")
    assert PastPayment.objects.current().count() == {"strike_set": 0, "correct": 1}.get(name, 2)
