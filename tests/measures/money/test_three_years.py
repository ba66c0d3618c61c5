"""Three years of one programme: instalments and their gate, a second-year condition, money that
comes back, money demanded back, and figures that are corrected late.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from enterprises.choices import ScaleStage
from enterprises.models import Enterprise, ScaleStatus
from measures.actions import finding
from measures.actions.flow import arranging, confirming, evaluating, paying, recovering
from measures.choices import PaymentState
from measures.models import Clawback, Entitlement, EntitlementStep, Payment
from measures.queries.book_check import findings
from tests.factories.enterprises import make_enterprise
from tests.factories.money import AT, DAY, Office, left_of, state_of
from tests.factories.scale import make_scale
from tests.measures.money.cases import instalments
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db
IN_2027, IN_2028 = datetime(2027, 3, 8, 2, tzinfo=UTC), datetime(2028, 3, 6, 2, tzinfo=UTC)


def agree() -> None:
    """Budgets, book, payments, batches and steps tell the same."""
    with bootstrap_scope():
        assert list(findings()) == []


def found(line: Entitlement, state: str) -> None:
    """What the finder says of a line from year to year."""
    with bootstrap_scope():
        Entitlement.objects.filter(pk=line.pk).update(state=state)


def paid_on(office: Office, line: Entitlement, at: datetime) -> None:
    batch = arrange(office, line, at)
    office.publish(batch, at)
    office.order(batch, at)
    office.confirm(line.pk)
    office.approve(batch)
    ids = office.release(batch, at)
    with scoped(office.finance):
        paying.settle(ids, access=office.finance, at=at, on=(at + DAY).date())


def arrange(office: Office, line: Entitlement, at: datetime):
    with scoped(office.bureau):
        return arranging.arrange(
            [line.pk], access=office.bureau, at=at, title=f"{at.year}年", year=at.year
        )


def sums(line: Entitlement) -> dict[str, Decimal]:
    with bootstrap_scope():
        told = {}
        for state, amount in Payment.objects.filter(entitlement=line).values_list(
            "state", "amount"
        ):
            told[state] = told.get(state, Decimal(0)) + amount
        return told


def test_instalments_gate_late_correction_and_clawback_with_interest() -> None:
    office = instalments(Office())
    line = office.line()
    office.paid([line])  # 2026: the first part, 60 %
    agree()
    with scoped(office.bureau):  # 2027: the figures say no
        evaluating.evaluate(line.pk, access=office.bureau, at=IN_2027, passed=False, note="未达标")
    assert state_of(line) == "surplus"
    with scoped(office.bureau):  # and are put right
        evaluating.correct([line.pk], access=office.bureau, at=IN_2027, reason="市统计局更正")
        with pytest.raises(ActionRefused, match="没有 2027 年市级预算"):
            arranging.arrange([line.pk], access=office.bureau, at=IN_2027, title="批", year=2027)
    budget = office.grant(Decimal(400_000), year=2027)
    paid_on(office, line, IN_2027)
    agree()
    assert (state_of(line), sums(line)) == ("settled", {"settled": Decimal(1_000_000)})
    assert left_of(budget) == 0
    with scoped(office.bureau), pytest.raises(ActionRefused):
        evaluating.correct([line.pk], access=office.bureau, at=IN_2027, reason="再来一笔")

    with scoped(office.finance_lead):  # 2028: it had never been entitled
        row = recovering.claw_back(
            line.pk,
            access=office.finance_lead,
            at=IN_2028,
            cause="2026年营业收入更正后不达标",
            decision_no="武经信〔2028〕3号",
            decided_on=date(2028, 3, 6),
            due_on=date(2028, 6, 6),
            interest_percent=Decimal("3.65"),
            barred_until=date(2031, 3, 6),
        )
    assert row.interest == Decimal("36300.00")  # 363 days after the last payment
    with scoped(office.finance):
        recovering.receive(row.pk, access=office.finance, at=IN_2028, principal=Decimal(700_000))
        agree()
        with pytest.raises(ActionRefused, match=r"应在 0 至 300,000.00 元之间"):
            recovering.receive(
                row.pk, access=office.finance, at=IN_2028, principal=Decimal(300_001)
            )
        recovering.receive(
            row.pk,
            access=office.finance,
            at=IN_2028,
            principal=Decimal(300_000),
            interest=row.interest,
        )
    assert state_of(line) == "recovered"
    assert left_of(budget) == 0  # what came back is not spent again
    agree()
    _barred_from_others(office, line)


def _barred_from_others(office: Office, line: Entitlement) -> None:
    """Until the bar ends, nothing of another programme either."""
    other = Office(office.unit)
    other.grant(Decimal(1_000_000), year=2028)
    with bootstrap_scope():
        enterprise = Entitlement.objects.select_related("payee__enterprise").get(pk=line.pk)
        more = other.line(enterprise.payee.enterprise)
    other.checked([more])
    with pytest.raises(ActionRefused, match="因追回决定暂停享受至 2031-03-05"):
        arrange(other, more, IN_2028)
    with bootstrap_scope():
        Clawback.objects.update(barred_until=date(2028, 3, 7))
    arrange(other, more, datetime(2028, 3, 7, 2, tzinfo=UTC))


ENTERED = {"events": [{"event": "scale_entered", "scales": ["industrial"], "first_time": True}]}
NEXT_FEBRUARY = {"lasting": "scale", "years": 1, "month": 2, "day": 28}


class Entered:
    """A programme for who enters the register of statistics and is still in it the year after,
    paid in two parts; the finder looks, nobody else says who is owed.
    """

    def __init__(self) -> None:
        self.office = instalments(Office(), eligibility=ENTERED, deferral=NEXT_FEBRUARY)

    def firm(self) -> Enterprise:
        firm = make_enterprise(unit=self.office.unit)
        make_scale(firm, since=date(2025, 5, 1), until=date(2026, 1, 1))
        return firm

    def look(self, on: date) -> finding.Found:
        city, at = self.office.bureau, datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
        with scoped(city):
            return finding.find(self.office.of.pk, access=city, at=at, on=on)

    def lines(self, firm: Enterprise) -> list[Entitlement]:
        """The first, and what was found after that one was given back."""
        with bootstrap_scope():
            mine = Entitlement.objects.filter(payee__enterprise=firm, programme=self.office.of)
            return list(mine.select_related("payee").order_by("pk"))

    def line(self, firm: Enterprise) -> Entitlement:
        return self.lines(firm)[0]


def told(firm: Enterprise, stage: str, *, instead_of: ScaleStatus | None = None) -> ScaleStatus:
    """What the statistics office says of 2026; a correction of March 2027 takes another's place."""
    when = {}
    if instead_of is not None:
        when = {"recorded_at": IN_2027 - 5 * DAY}
        with bootstrap_scope():
            mine = ScaleStatus.objects.filter(pk=instead_of.pk)
            mine.update(superseded_at=IN_2027 - 5 * DAY)
    return make_scale(firm, stage, since=date(2026, 1, 1), **when)


def test_three_years_of_one_promise_as_the_finder_sees_them() -> None:
    """2025 entered, 2026 checked and paid in part, 2027 corrected: one is paid the rest, one gives
    everything back, and one that had been told wrong is owed after all.
    """
    city = Entered()
    office, (stays, false, wronged) = city.office, (city.firm(), city.firm(), city.firm())
    every = (stays, false, wronged)

    city.look(date(2025, 12, 31))
    assert {state_of(city.line(it)) for it in every} == {"deferred"}
    with pytest.raises(ActionRefused, match="“暂缓”的事项不能区审核通过"):
        office.checked([city.line(stays)])

    told(stays, ScaleStage.STAYED)
    said_of_false = told(false, ScaleStage.STAYED)
    said_of_wronged = told(wronged, ScaleStage.LEFT)
    city.look(date(2026, 3, 2))
    assert [state_of(city.line(it)) for it in every] == ["proposed", "proposed", "lapsed"]
    batch = office.confirmed([city.line(stays), city.line(false)])
    first, _ = office.approve(batch)
    office.release(batch)
    bounced = Payment.objects.select_related("entitlement").get(pk=first).entitlement_id
    with scoped(office.finance):
        paying.bounce(first, access=office.finance, at=AT, on=AT.date(), cause="账号有误")
    agree()
    office.confirm(bounced, number="6217 0000 1111 2222")
    office.approve(batch)
    office.release(batch)
    with scoped(office.finance):
        ids = office.payments(batch, PaymentState.RELEASED)
        paying.settle(ids, access=office.finance, at=AT + DAY, on=(AT + DAY).date())
    agree()
    assert sums(city.line(bounced_firm(bounced))) == {
        "returned": Decimal(600_000),
        "settled": Decimal(600_000),
    }

    told(false, ScaleStage.LEFT, instead_of=said_of_false)
    told(wronged, ScaleStage.STAYED, instead_of=said_of_wronged)
    city.look(IN_2027.date())
    assert [state_of(city.line(it)) for it in every] == ["settled", "settled", "proposed"]
    budget = office.grant(Decimal(1_000_000), year=2027)
    with scoped(office.bureau):
        for firm, passed in ((stays, True), (false, False)):
            evaluating.evaluate(
                city.line(firm).pk, access=office.bureau, at=IN_2027, passed=passed, note="年报"
            )
    paid_on(office, city.line(stays), IN_2027)
    agree()
    office.checked([city.line(wronged)])
    paid_on(office, city.line(wronged), IN_2027)
    agree()
    with scoped(office.finance_lead):
        row = recovering.claw_back(
            city.line(false).pk,
            access=office.finance_lead,
            at=IN_2027,
            cause="统计数据更正：次年未在规上",
            decision_no="武经信〔2027〕3号",
            decided_on=IN_2027.date(),
            due_on=date(2027, 6, 8),
            interest_percent=Decimal("3.65"),
        )
    with scoped(office.finance):
        recovering.receive(
            row.pk,
            access=office.finance,
            at=IN_2027,
            principal=Decimal(600_000),
            interest=row.interest,
        )
    agree()

    again = city.look(date(2027, 12, 31))
    assert [[it.state for it in city.lines(firm)] for firm in every] == [
        ["settled"],
        ["recovered", "lapsed"],
        ["settled"],
    ]
    assert (again.new, again.changed, again.lapsed) == (1, 0, 0)
    again = city.look(date(2027, 12, 31))
    assert (again.new, again.changed, again.lapsed) == (0, 0, 0)
    # 363 days at 3.65 % of what had been paid; of 2027 two parts: the rest of one, the first of
    # another.
    assert (row.principal, row.interest) == (Decimal(600_000), Decimal("21780.00"))
    assert (left_of(budget), left_of(office.budget)) == (0, Decimal(8_800_000))


def bounced_firm(line_id: int) -> Enterprise:
    with bootstrap_scope():
        line = Entitlement.objects.select_related("payee__enterprise").get(pk=line_id)
        return line.payee.enterprise


def test_a_second_year_condition_lapses_and_comes_back_with_the_right_figures() -> None:
    office = Office()
    line = office.line(state="deferred", reason="awaiting_check", check_on=date(2027, 3, 1))
    with pytest.raises(ActionRefused):
        office.checked([line])
    found(line, "lapsed")  # 2027: 市统计局 says it is below the scale
    with pytest.raises(ActionRefused, match="“落空”的事项不能区审核通过"):
        office.checked([line])
    found(line, "proposed")  # 2028: it was a mistake
    office.grant(Decimal(1_000_000), year=2028)
    office.checked([line])
    paid_on(office, line, IN_2028)

    assert state_of(line) == "settled"
    agree()


def test_what_comes_back_is_paid_again_under_a_new_number_to_a_new_account() -> None:
    office = Office()
    budget = office.budget
    line = office.line(make_enterprise(unit=office.unit, name="示例（武汉）科技有限公司"))
    batch = office.confirmed([line])
    (first,) = office.approve(batch)
    office.release(batch)
    with scoped(office.finance):
        again = paying.bounce(
            first, access=office.finance, at=AT + DAY, on=(AT + DAY).date(), cause="账号有误"
        )
    assert (state_of(line), left_of(budget)) == ("returned", Decimal(9_000_000))
    agree()
    with scoped(office.district), pytest.raises(ActionRefused, match="户名应与"):
        confirming.confirm(
            line.pk,
            access=office.district,
            at=AT,
            holder="示例科技",
            bank="汉口银行",
            number="62220000",
            signed_name="张三",
        )
    office.confirm(line.pk, number="6217 0000 1111 2222", holder="示例(武汉)科技有限公司")
    assert office.approve(batch) == [again.pk]
    ids = office.release(batch, AT + 2 * DAY)
    with scoped(office.finance):
        paying.settle(ids, access=office.finance, at=AT, on=(AT + 3 * DAY).date())

    assert (state_of(line), left_of(budget)) == ("settled", Decimal(9_000_000))
    with bootstrap_scope():
        rows = Payment.objects.filter(entitlement=line).order_by("pk")
        assert [row.state for row in rows] == [PaymentState.RETURNED, PaymentState.SETTLED]
        assert rows[0].order_no != rows[1].order_no
        moves = list(
            EntitlementStep.objects.filter(entitlement=line).values_list("move", flat=True)
        )
        told = AuditEvent.objects.filter(target="measures.entitlement", target_id=line.pk)
        assert [event.kind.partition(".")[2] for event in told.order_by("pk")] == moves
        secret = "6217000011112222"
        assert not AuditEvent.objects.filter(changes__icontains=secret).exists()
    agree()
