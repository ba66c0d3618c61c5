"""A late correction of the register puts what was paid on it before those who decide of it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from rest_framework.test import APIClient

from enterprises.choices import ScaleStage
from measures.actions.flow import doubting, recovering
from measures.choices import DoubtState
from measures.models import PaidDoubt
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.money import AT, DAY
from tests.measures.money.test_three_years import Entered, told
from tests.races import race
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

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
        assert waiting["已付不再符合待决定"] == 1
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
