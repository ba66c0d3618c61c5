"""What was paid counts once, as the book tells it: in parts, given back in parts, left over; and a
line follows neither the move nor the old name of its enterprise.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from enterprises.models import Enterprise
from measures.actions.flow import confirming, evaluating, paying, recovering, reviewing
from measures.choices import EntitlementState as S
from measures.models import Clawback, Entitlement, Payee
from measures.queries.paid import Paid, paid_for
from measures.queries.vetoes import vetoes
from measures.rules.vetoes import gate_shut
from tests.factories.accounts import make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.money import AT, DAY, Office, state_of
from tests.measures.money.cases import instalments
from tests.measures.money.test_three_years import agree
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db
LATER = AT + 30 * DAY
MILLION = Decimal(1_000_000)


def paid(line: Entitlement) -> Paid:
    with bootstrap_scope():
        fresh = Entitlement.objects.select_related("matter").get(pk=line.pk)
        return paid_for([fresh.payee_id], fresh.matter)[fresh.payee_id]


def demanded(office: Office, line: Entitlement, principal: int, at=LATER) -> Clawback:
    with scoped(office.finance_lead):
        return recovering.claw_back(
            line.pk,
            access=office.finance_lead,
            at=at,
            cause="材料不实",
            decision_no="武经信〔2026〕7号",
            decided_on=at.date(),
            due_on=at.date() + timedelta(days=30),
            principal=Decimal(principal),
        )


def received(office: Office, row: Clawback, principal: int) -> None:
    with scoped(office.finance):
        recovering.receive(row.pk, access=office.finance, at=LATER, principal=Decimal(principal))


def test_what_was_sent_given_back_in_part_and_left_over_counts_as_the_book_has_it() -> None:
    office = instalments(Office())
    line = office.line()
    office.checked([line])
    assert paid(line) == Paid(approved=MILLION)
    other = office.line()
    office.paid([other])  # the first of two parts
    assert paid(other) == Paid(sent=Decimal(600_000), approved=Decimal(400_000))
    with scoped(office.bureau):
        evaluating.evaluate(other.pk, access=office.bureau, at=LATER, passed=False, note="不合格")
    assert paid(other) == Paid(sent=Decimal(600_000))  # nothing more is to come

    row = demanded(office, other, 250_000)
    received(office, row, 100_000)
    assert paid(other).recovered == 100_000
    received(office, row, 150_000)
    assert (state_of(other), paid(other)) == (
        S.RECOVERED,
        Paid(sent=Decimal(600_000), recovered=Decimal(250_000)),
    )
    rest = demanded(office, other, 350_000)  # what is left may be demanded back as well
    with scoped(office.finance_lead):
        recovering.waive(rest.pk, access=office.finance_lead, at=LATER, reason="决定撤销")
    assert state_of(other) == S.RECOVERED
    agree()


def test_a_withdrawn_demand_leads_back_to_where_the_line_stood() -> None:
    office = instalments(Office())
    settled, over = office.line(), office.line()
    office.paid([settled, over])
    with scoped(office.bureau):
        evaluating.evaluate(over.pk, access=office.bureau, at=LATER, passed=False, note="不合格")

    for line, state in ((settled, S.SETTLED), (over, S.SURPLUS)):
        row = demanded(office, line, 1)
        with scoped(office.finance_lead):
            recovering.waive(row.pk, access=office.finance_lead, at=LATER, reason="决定撤销")
        assert state_of(line) == state


def test_an_instalment_of_which_one_level_has_paid_is_not_broken_off() -> None:
    office = Office()
    batch = office.confirmed([line := office.line()])
    (pk,) = office.approve(batch)
    office.release(batch)
    with bootstrap_scope():
        rows = Entitlement.objects.filter(pk=line.pk)
        assert rows.get().state == S.RELEASED
    with scoped(office.finance):
        again = paying.bounce(
            pk, access=office.finance, at=AT + DAY, on=(AT + DAY).date(), cause="账号有误"
        )
    with scoped(office.bureau):
        confirming.decline([line.pk], access=office.bureau, at=LATER, reason="不再需要")
    assert (state_of(line), again.state) == (S.SURPLUS, "reserved")
    assert paid(line) == Paid()


def test_a_line_stays_with_its_unit_when_the_enterprise_moves_on_and_is_called_as_it_is() -> None:
    office = Office(unit=make_unit("jiangan"))
    line = office.line(make_enterprise(unit=office.unit, name="示例旧名有限公司"))
    there = make_unit("jiangxia")
    with bootstrap_scope():
        Enterprise.objects.filter(payee=line.payee_id).update(
            jurisdiction=there, name="示例新名有限公司"
        )

    with scoped(office.district):
        (moved,) = reviewing.review([line.pk], access=office.district, at=AT)

    assert (moved.state, moved.jurisdiction_id) == (S.DISTRICT_REVIEWED, office.unit.pk)
    assert moved.payee.name == "示例新名有限公司"
    with scoped(Office(there).district):
        assert Payee.objects.filter(pk=line.payee_id).exists()
        assert not Entitlement.objects.filter(pk=line.pk).exists()


class Gate:
    """A project of a key little giant, as its register tells it."""

    start, evaluated, claw_back, why = True, False, False, "评价通过后拨付其余部分"


def test_the_project_of_a_key_little_giant_opens_each_gate() -> None:
    plan: Any = Gate()
    assert gate_shut(plan, evaluated=False) == ""
    assert gate_shut(plan, evaluated=True) == "重点“小巨人”项目：评价通过后拨付其余部分"
    assert gate_shut(None, evaluated=False) == ""
    assert "没有登记" in gate_shut(None, evaluated=True)
    plan.claw_back = True
    assert "应追回" in gate_shut(plan, evaluated=False)


def test_a_key_little_giant_gets_its_second_half_when_its_project_has_passed() -> None:
    with bootstrap_scope():
        office = instalments(Office())
        type(office.of).objects.filter(pk=office.of.pk)
    terms = {"events": [{"event": "title_gained", "tiers": ["key_little_giant"]}]}
    line = office.line()
    line.programme.eligibility = terms
    line.instalment = 2

    with bootstrap_scope():
        assert vetoes([line], on=date(2026, 3, 9)) == {
            line.pk: ["没有登记重点“小巨人”项目，评价后的一笔不能拨付"]
        }


def test_a_rejected_line_of_which_something_was_paid_is_not_found_anew() -> None:
    office = instalments(Office())
    line = office.line()
    office.paid([line])
    with scoped(office.bureau):
        evaluating.evaluate(line.pk, access=office.bureau, at=LATER, passed=True, note="合格")
        with pytest.raises(ActionRefused, match="已拨付首笔"):
            reviewing.send_back([line.pk], access=office.bureau, at=LATER, reason="重审")
