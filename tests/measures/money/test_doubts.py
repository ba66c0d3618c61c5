"""A late correction of the register puts what was paid on it before those who decide of it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from enterprises.choices import ScaleStage
from enterprises.models import AnnualIndicators
from measures.actions import finding
from measures.actions.flow import doubting, recovering
from measures.choices import DoubtState
from measures.models import Entitlement, Matter, PaidDoubt, Programme
from measures.rules.recovering import taken_from
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.indicators import make_indicators
from tests.factories.money import AT, DAY, Office
from tests.factories.promises import make_matter, make_programme
from tests.factories.titles import make_title
from tests.measures.money.test_three_years import Entered, told
from tests.races import race
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

SPENT = Decimal(100_000)
TENTH = {"kind": "share", "percent": "10", "of": "rd_expense"}
CHECKED, CORRECTED = date(2026, 3, 2), date(2027, 3, 10)


class Corrected:
    """Two firms that stayed on the scale and were paid; of one it is said later that it did not."""

    def __init__(self) -> None:
        self.city = Entered()
        self.office = self.city.office
        self.stays, self.fallen = self.city.firm(), self.city.firm()
        told(self.stays, ScaleStage.STAYED)
        self.said = told(self.fallen, ScaleStage.STAYED)
        self.city.look(CHECKED)
        self.line = self.city.line(self.fallen)
        self.office.paid([self.city.line(self.stays), self.line])

    def correct(self) -> PaidDoubt:
        self.left = told(self.fallen, ScaleStage.LEFT, instead_of=self.said)
        assert self.city.look(CORRECTED).doubted == 1
        return self.doubt()

    def doubt(self) -> PaidDoubt:
        with bootstrap_scope():
            return PaidDoubt.objects.filter(entitlement=self.line).latest("pk")

    def dismiss(self, doubt: PaidDoubt, reason: str = "企业已说明") -> PaidDoubt:
        lead = self.office.finance_lead
        with scoped(lead):
            return doubting.dismiss(doubt.pk, access=lead, at=AT + DAY, reason=reason)


@pytest.mark.django_db
def test_a_correction_after_payment_stands_on_both_desks_until_it_is_decided() -> None:
    paid = Corrected()
    assert paid.city.look(date(2027, 1, 10)).doubted == 0
    doubt = paid.correct()
    assert (doubt.entitlement_id, doubt.reason, doubt.principal) == (
        paid.line.pk,
        "check_failed",
        Decimal(600_000),
    )
    assert paid.city.look(CORRECTED + timedelta(days=1)).doubted == 0

    lead, bureau, api = Client(), Client(), APIClient()
    user = make_user("finance_lead")
    lead.force_login(user)
    api.force_login(user)
    bureau.force_login(make_user("bureau_staff"))
    for who in (lead, bureau):
        waiting = {label: count for label, count, _ in who.get("/money/").context["mine"]}
        assert waiting["已付存疑待决定"] == 1
        assert "次年条件未满足" in who.get("/money/doubts/?state=open").content.decode()
    line = lead.get(f"/entitlements/{paid.line.pk}/")
    assert "建议追回 600,000 元" in line.content.decode()
    (form,) = [form for name, _, _, form in line.context["offered"] if name == "claw-back"]
    assert (form.initial["principal"], "次年条件未满足" in form.initial["cause"]) == (600_000, True)
    (row,) = api.get("/api/v1/paid-doubts/", {"state": "open"}).json()["results"]
    assert (row["entitlement"], row["principal"]) == (paid.line.pk, "600000.00")

    finance = paid.office.finance_lead
    with scoped(finance):
        recovering.claw_back(
            paid.line.pk,
            access=finance,
            at=datetime(2027, 3, 12, 2, tzinfo=AT.tzinfo),
            cause=form.initial["cause"],
            decision_no="武经信〔2027〕3号",
            decided_on=date(2027, 3, 12),
            due_on=date(2027, 6, 8),
        )
    assert paid.doubt().state == DoubtState.DEMANDED
    with bootstrap_scope():
        kinds = AuditEvent.objects.filter(kind__startswith="paid_doubt.").order_by("id")
        assert list(kinds.values_list("kind", flat=True)) == [
            "paid_doubt.raise",
            "paid_doubt.close",
        ]


@pytest.mark.django_db
def test_a_doubt_goes_when_the_correction_is_itself_corrected() -> None:
    paid = Corrected()
    paid.correct()
    told(paid.fallen, ScaleStage.STAYED, instead_of=paid.left)

    assert paid.city.look(CORRECTED + timedelta(days=2)).doubted == 0
    assert paid.doubt().state == DoubtState.CLEARED


@pytest.mark.django_db
@pytest.mark.covers("measures.flow.doubting.dismiss", "works", "refused", "reach", "capability")
def test_what_is_not_demanded_back_has_a_reason_and_is_not_asked_again() -> None:
    paid = Corrected()
    doubt = paid.correct()
    with pytest.raises(InputRefused, match="不追回的理由"):
        paid.dismiss(doubt, " ")
    bureau = paid.office.bureau
    with scoped(bureau), pytest.raises(NotPermitted):
        doubting.dismiss(doubt.pk, access=bureau, at=AT, reason="无")
    elsewhere = make_access("finance_lead", unit=make_unit("huangpi"))
    with scoped(elsewhere), pytest.raises(PaidDoubt.DoesNotExist):
        doubting.dismiss(doubt.pk, access=elsewhere, at=AT, reason="无")

    assert paid.dismiss(doubt).state == DoubtState.DISMISSED
    with pytest.raises(ActionRefused, match="已办结"):
        paid.dismiss(doubt)
    assert paid.city.look(CORRECTED + timedelta(days=3)).doubted == 0
    with bootstrap_scope():
        assert AuditEvent.objects.filter(kind="paid_doubt.close", target_id=doubt.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("measures.flow.doubting.dismiss", "race")
def test_of_two_who_decide_at_once_one_is_told() -> None:
    paid = Corrected()
    doubt, lead = paid.correct(), paid.office.finance_lead

    def dismiss() -> object:
        return doubting.dismiss(doubt.pk, access=lead, at=AT + DAY, reason="企业已说明")

    assert race(dismiss, dismiss, as_first=lead, as_second=lead)[1] == "transition_refused"


class Measured:
    """A programme that pays a tenth of last year's research spending, and a firm it has paid."""

    def __init__(self, spent: Decimal = SPENT, before: Any = None) -> None:
        """`before`: the terms of a programme of the same matter that was looked for first."""
        with bootstrap_scope():
            matter = make_matter()
        self.office = Office(programme=self.programme(matter, before or TENTH))
        self.firm = make_enterprise(unit=self.office.unit)
        with bootstrap_scope():
            make_title(self.firm, "little_giant", valid_from=date(2025, 6, 1))
        self.said = make_indicators(self.firm, 2025, rd_expense=spent)
        assert self.look(date(2026, 3, 2)) == 0
        if before is not None:
            self.office = Office(self.office.unit, programme=self.programme(matter, TENTH))
            assert self.look(date(2026, 3, 2)) == 0
        with bootstrap_scope():
            self.line = self.office.of.entitlements.get(payee__enterprise=self.firm)
        self.office.paid([self.line])

    @staticmethod
    def programme(matter: Matter, amount_rule: Any) -> Programme:
        with bootstrap_scope():
            return make_programme(matter=matter, amount_rule=amount_rule)

    def look(self, on: date) -> int:
        city, at = self.office.bureau, datetime(on.year, on.month, on.day, 2, tzinfo=AT.tzinfo)
        with scoped(city):
            return finding.find(self.office.of.pk, access=city, at=at, on=on).doubted

    def correct(self, spent: Decimal | None) -> None:
        """The figure of the year takes another's place."""
        with bootstrap_scope():
            AnnualIndicators.objects.filter(pk=self.said.pk).update(superseded_at=AT + DAY)
        self.said = make_indicators(self.firm, 2025, rd_expense=spent)

    def doubts(self) -> list[tuple[str, str, Decimal | None, Decimal]]:
        with bootstrap_scope():
            rows = PaidDoubt.objects.filter(entitlement=self.line).order_by("pk")
            return [(row.state, row.reason, row.owed, row.principal) for row in rows]


@pytest.mark.django_db
def test_a_figure_put_right_downwards_leaves_what_is_above_it_in_doubt() -> None:
    paid = Measured()
    paid.correct(Decimal(60_000))
    assert paid.look(date(2026, 4, 1)) == 1
    low = ("standard_lower", Decimal(6_000), Decimal(4_000))
    assert paid.doubts() == [("open", *low)]
    assert paid.look(date(2026, 4, 2)) == 0

    paid.correct(Decimal(80_000))
    assert paid.look(date(2026, 4, 3)) == 1
    less = ("standard_lower", Decimal(8_000), Decimal(2_000))
    assert paid.doubts() == [("superseded", *low), ("open", *less)]

    lead = Client()
    lead.force_login(make_user("finance_lead"))
    page = lead.get(f"/entitlements/{paid.line.pk}/")
    (form,) = [form for name, _, _, form in page.context["offered"] if name == "claw-back"]
    assert form.initial["principal"] == Decimal(2_000)
    assert "标准应为 8,000.00 元" in form.initial["cause"]
    assert "标准为 8,000 元" in lead.get("/money/doubts/?state=open").content.decode()

    paid.correct(SPENT)
    assert paid.look(date(2026, 4, 4)) == 0
    assert paid.doubts() == [("superseded", *low), ("cleared", *less)]


@pytest.mark.django_db
@pytest.mark.parametrize("spent", [None, SPENT, SPENT + 50_000])
def test_a_figure_unknown_or_higher_asks_nothing_back(spent: Decimal | None) -> None:
    paid = Measured()

    paid.correct(spent)

    assert paid.look(date(2026, 4, 1)) == 0
    assert paid.doubts() == []


def demand(office: Office, line: Entitlement) -> None:
    lead = office.finance_lead
    with scoped(lead):
        recovering.claw_back(
            line.pk,
            access=lead,
            at=AT + 60 * DAY,
            cause="标准降低",
            decision_no="武经信〔2026〕8号",
            decided_on=date(2026, 5, 8),
            due_on=date(2026, 6, 8),
        )


def doubted(line: Entitlement) -> PaidDoubt:
    with bootstrap_scope():
        return PaidDoubt.objects.get(entitlement=line, state=DoubtState.OPEN)


@pytest.mark.django_db
def test_a_top_up_whose_standard_stands_makes_up_for_what_it_was_added_to() -> None:
    """8,000 by the share, 2,000 on top by a table that pays 10,000 in all; then the share falls."""
    paid = Measured(Decimal(80_000))
    table = {
        "kind": "table",
        "of": "rd_expense",
        "rows": [{"from": "0", "amount": "5000"}, {"from": "50000", "amount": "10000"}],
    }
    with bootstrap_scope():
        matter = paid.office.of.matter
        other = Office(
            unit=paid.office.unit, programme=make_programme(matter=matter, amount_rule=table)
        )
    paid.look(date(2026, 4, 1))
    with bootstrap_scope():
        top_up = Entitlement.objects.get(programme=other.of)
    assert (top_up.already_paid, top_up.payable) == (8_000, 2_000)
    other.paid([top_up])

    paid.correct(Decimal(50_000))  # the share is 5,000 by now, the table pays 10,000 as before
    assert paid.look(date(2026, 4, 5)) == 0

    paid.correct(Decimal(40_000))  # 4,000 and 5,000
    assert paid.look(date(2026, 4, 6)) == 2
    assert doubted(top_up).principal == 2_000
    assert doubted(paid.line).principal == 3_000

    demand(paid.office, top_up)
    assert paid.look(date(2026, 4, 7)) == 0
    assert doubted(paid.line).principal == 3_000


@pytest.mark.django_db
def test_a_standard_not_taken_that_was_told_anew_is_not_counted_as_paid_before() -> None:
    """The lower was found first, the higher is paid; the first line says what was paid since."""
    paid = Measured(before={**TENTH, "percent": "1"})
    assert paid.look(date(2026, 4, 1)) == 0
    with bootstrap_scope():
        other = Entitlement.objects.get(programme__matter=paid.line.matter, gross=1_000)
    assert (other.already_paid, other.pk < paid.line.pk) == (10_000, True)

    paid.correct(Decimal(60_000))

    assert paid.look(date(2026, 4, 2)) == 1
    assert doubted(paid.line).principal == 4_000


@pytest.mark.django_db
def test_what_was_dismissed_is_asked_again_only_of_more() -> None:
    paid = Measured()
    paid.correct(Decimal(99_000))
    paid.look(date(2026, 4, 1))
    lead = paid.office.finance_lead
    with scoped(lead):
        row = doubted(paid.line)
        doubting.dismiss(row.pk, access=lead, at=AT + DAY, reason="金额很小")
    assert paid.look(date(2026, 4, 2)) == 0

    paid.correct(Decimal(99_500))
    assert paid.look(date(2026, 4, 3)) == 0
    paid.correct(Decimal(50_000))
    assert paid.look(date(2026, 4, 4)) == 1
    assert doubted(paid.line).principal == 5_000


@pytest.mark.django_db
def test_what_came_back_by_a_decision_is_not_asked_for_again_but_the_rest_is() -> None:
    """600,000 of a million was paid, and 100,000 of it given back."""
    paid = Corrected()
    paid.correct()
    lead = paid.office.finance_lead
    with scoped(lead):
        row = recovering.claw_back(
            paid.line.pk,
            access=lead,
            at=datetime(2027, 3, 12, 2, tzinfo=AT.tzinfo),
            cause="更正后不符合",
            decision_no="武经信〔2027〕3号",
            decided_on=date(2027, 3, 12),
            due_on=date(2027, 6, 8),
            principal=Decimal(100_000),
        )
        recovering.receive(
            row.pk, access=paid.office.finance, at=AT + 400 * DAY, principal=Decimal(100_000)
        )

    assert paid.city.look(date(2027, 4, 1)).doubted == 1
    assert paid.doubt().principal == 500_000


@pytest.mark.django_db
def test_a_lower_standard_without_the_standard_is_refused_by_the_table() -> None:
    paid = Measured()
    with bootstrap_scope(), pytest.raises(IntegrityError, match="doubt_says_what_is_owed"):
        PaidDoubt.objects.create(
            entitlement=paid.line,
            jurisdiction_id=paid.line.jurisdiction_id,
            reason="standard_lower",
            judged_on=date(2026, 3, 2),
            principal=1,
            found_at=AT,
        )


AMOUNTS = st.decimals(1, 10**7, places=2)


@given(st.dictionaries(st.integers(1, 99), AMOUNTS, min_size=1), st.decimals(0, 10**9, places=2))
def test_what_is_too_much_is_taken_from_the_first_and_never_more_than_there_is(
    left: dict[int, Decimal], over: Decimal
) -> None:
    taken = dict(taken_from(left, over))

    assert sum(taken.values()) == min(over, sum(left.values()))
    assert all(0 < part <= left[pk] for pk, part in taken.items())
    whole = [taken.get(pk) == most for pk, most in left.items()]
    assert whole == sorted(whole, reverse=True)
