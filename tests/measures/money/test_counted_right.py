"""What was paid counts once, as the book tells it: in parts, given back in parts, left over; and a
line follows neither the move nor the old name of its enterprise.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from enterprises.choices import Tier
from enterprises.models import Enterprise
from measures.actions import finding
from measures.actions.flow import (
    arranging,
    confirming,
    evaluating,
    noticing,
    paying,
    recovering,
    reviewing,
)
from measures.choices import EntitlementState as S
from measures.models import Clawback, Entitlement, EntitlementStep, Payee
from measures.queries.paid import Paid, paid_for
from measures.queries.vetoes import vetoes
from measures.rules.vetoes import gate_shut
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.money import AT, DAY, Office, state_of
from tests.factories.titles import make_title
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


NO_PROJECT = "没有登记重点“小巨人”项目，评价后的一笔不能拨付"


def shut(line: Entitlement, tiers: list[str], snapshot: dict[str, str] | None = None) -> list[str]:
    """What stands against the second part of a line of a programme for these titles."""
    line.programme.eligibility = {"events": [{"event": "title_gained", "tiers": tiers}]}
    line.instalment, line.snapshot = 2, snapshot or {}
    with bootstrap_scope():
        return vetoes([line], on=date(2026, 3, 9)).get(line.pk, [])


def test_a_key_little_giant_gets_its_second_half_when_its_project_has_passed() -> None:
    line, both = instalments(Office()).line(), ["little_giant", "key_little_giant"]

    assert shut(line, ["key_little_giant"]) == [NO_PROJECT]
    # A programme for several titles: each line says which of them gave the right.
    assert shut(line, both, {"tier": "key_little_giant"}) == [NO_PROJECT]
    assert shut(line, both, {"tier": "little_giant"}) == []
    # An award for the title alone, paid at once, is no money for a project.
    assert shut(Office().line(), ["key_little_giant"]) == []


def advanced(office: Office, line: Entitlement) -> None:
    """Its first part is paid, its second one is shown to everybody."""
    office.paid([line])
    with scoped(office.bureau):
        evaluating.evaluate(line.pk, access=office.bureau, at=LATER, passed=True, note="合格")
        batch = arranging.arrange(
            [line.pk], access=office.bureau, at=LATER, title="第二笔", year=2026
        )
    office.publish(batch, LATER)


def test_an_objection_to_a_later_part_leaves_the_rest_over_and_what_was_paid_to_be_demanded() -> (
    None
):
    office = instalments(Office())
    line = office.line()
    advanced(office, line)
    with scoped(office.bureau):
        who: dict[str, Any] = {"access": office.bureau, "at": LATER}
        objection = noticing.object_to(line.pk, text="数据不实", **who)
        noticing.uphold(objection.pk, finding="属实", **who)

    assert (state_of(line), paid(line)) == (S.SURPLUS, Paid(sent=Decimal(600_000)))
    lead = Client()
    lead.force_login(make_user("finance_lead"))
    waiting = lead.get("/money/").context["mine"]
    assert [count for label, count, _ in waiting if label == "异议成立待决定追回"] == [1]
    assert "决定追回" in lead.get(f"/entitlements/{line.pk}/").content.decode()
    row = demanded(office, line, 600_000)
    received(office, row, 600_000)
    assert (state_of(line), paid(line).recovered) == (S.RECOVERED, Decimal(600_000))
    agree()


def test_raw_sql_cannot_end_what_was_paid_as_if_it_never_was() -> None:
    office = instalments(Office())
    line = office.line()
    advanced(office, line)
    with scoped(office.bureau):
        noticing.object_to(line.pk, access=office.bureau, at=LATER, text="数据不实")
    step = EntitlementStep(
        entitlement=line, move="uphold", state_before="suspended", state_after="rejected"
    )
    step.ordinal, step.instalment, step.at = 99, 2, LATER
    step.jurisdiction_id = line.jurisdiction_id

    with (
        bootstrap_scope(),
        pytest.raises(IntegrityError, match="what was paid before stands"),
        transaction.atomic(),
    ):
        step.save()


def looked(office: Office, at: datetime) -> list[tuple[str, Decimal | None]]:
    """(state, payable) of every line of the office's programme after a look on the day of `at`."""
    with scoped(office.bureau):
        finding.find(office.of.pk, access=office.bureau, at=at, on=at.date())
        rows = Entitlement.objects.filter(programme=office.of).order_by("pk")
        return list(rows.values_list("state", "payable"))


def test_what_was_wholly_given_back_is_owed_again_once_no_bar_holds() -> None:
    office = Office()
    firm = make_enterprise(unit=office.unit)
    with bootstrap_scope():
        make_title(firm, Tier.LITTLE_GIANT, valid_from=date(2025, 6, 1))
    assert looked(office, AT) == [(S.PROPOSED, MILLION)]
    line = Entitlement.objects.get(programme=office.of)
    office.paid([line])
    with scoped(office.finance_lead):
        row = recovering.claw_back(
            line.pk,
            access=office.finance_lead,
            at=LATER,
            cause="材料不实",
            decision_no="武经信〔2026〕7号",
            decided_on=LATER.date(),
            due_on=LATER.date() + timedelta(days=30),
            barred_until=date(2026, 6, 1),
        )
    received(office, row, 400_000)
    assert looked(office, LATER) == [(S.RECOVERING, MILLION)]
    received(office, row, 600_000)

    # Everything came back, but until the bar ends nothing is owed.
    assert looked(office, LATER) == [(S.RECOVERED, MILLION)]
    again = datetime(2026, 6, 1, 2, tzinfo=UTC)
    owed = [(S.RECOVERED, MILLION), (S.PROPOSED, MILLION)]
    assert looked(office, again) == looked(office, again) == owed
    second = Entitlement.objects.get(programme=office.of, state=S.PROPOSED)
    office.paid([second], again)
    assert (paid(second).sent, paid(second).recovered) == (2 * MILLION, MILLION)
    assert looked(office, again) == [(S.RECOVERED, MILLION), (S.SETTLED, MILLION)]
    lead = Client()
    lead.force_login(make_user("finance_lead"))
    shown = lead.get(f"/entitlements/{second.pk}/").content.decode()
    assert f'href="/entitlements/{line.pk}/">已兑付并全部追回的一项' in shown
    agree()


def test_a_rejected_line_of_which_something_was_paid_is_not_found_anew() -> None:
    office = instalments(Office())
    line = office.line()
    office.paid([line])
    with scoped(office.bureau):
        evaluating.evaluate(line.pk, access=office.bureau, at=LATER, passed=True, note="合格")
        with pytest.raises(ActionRefused, match="已拨付首笔"):
            reviewing.send_back([line.pk], access=office.bureau, at=LATER, reason="重审")
