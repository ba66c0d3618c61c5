"""What a programme would cost, asked of a past day as it was known then, is what was computed then:
over lines that were reviewed, publicised, objected to, paid, demanded back and owed again.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from enterprises.actions import contacts
from enterprises.choices import Tier
from enterprises.models import Enterprise
from measures.actions import evidence, finding
from measures.actions.flow import arranging, noticing, recovering, reviewing
from measures.models import DisbursementBatch, Entitlement, PastPayment, Programme
from measures.queries.sandbox import Cost, CostCut, cost
from tests.factories.enterprises import make_enterprise
from tests.factories.money import AT, DAY, Office
from tests.factories.promises import make_matter, make_programme
from tests.factories.titles import make_title
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db
MILLION = Decimal(1_000_000)
FIRST, SECOND, THIRD, FOURTH = AT - DAY, AT + 8 * DAY, AT + 12 * DAY, AT + 30 * DAY


def giant(office: Office, recorded_at: datetime = AT - 60 * DAY) -> Enterprise:
    firm = make_enterprise(unit=office.unit)
    make_title(firm, Tier.LITTLE_GIANT, valid_from=date(2025, 6, 1), recorded_at=recorded_at)
    return firm


def line_of(office: Office, firm: Enterprise) -> Entitlement:
    with bootstrap_scope():
        return Entitlement.objects.get(payee__enterprise=firm, programme=office.of)


def noticed(office: Office, lines: Iterable[Entitlement], at: datetime) -> DisbursementBatch:
    """As far as the notice, every step at its time."""
    ids = [line.pk for line in lines]
    with scoped(office.district):
        reviewing.review(ids, access=office.district, at=at)
    with scoped(office.bureau):
        reviewing.check(ids, access=office.bureau, at=at)
        batch = arranging.arrange(ids, access=office.bureau, at=at, title="批", year=2026)
    office.publish(batch, at)
    return batch


def given_back(office: Office, line: Entitlement, at: datetime) -> None:
    with scoped(office.finance_lead):
        row = recovering.claw_back(
            line.pk,
            access=office.finance_lead,
            at=at,
            cause="材料不实",
            decision_no="武经信〔2026〕7号",
            decided_on=at.date(),
            due_on=at.date() + timedelta(days=30),
        )
    with scoped(office.finance):
        recovering.receive(row.pk, access=office.finance, at=at, principal=MILLION)


def put_into_force(programme: Programme) -> None:
    words = {"proposed_by_id": 1, "proposed_at": AT, "approved_by_id": 2, "approved_at": AT}
    Programme.objects.filter(pk=programme.pk).update(state="in_force", **words)
    programme.refresh_from_db()


def costs(office: Office, programmes: Iterable[Programme], on: date, **known: Any) -> list[Cost]:
    with scoped(office.bureau):
        every = [
            cost(it, access=office.bureau, on=on, by=by, **known)
            for it in programmes
            for by in CostCut
        ]
    return [row for one in every for row in one.rows]


def test_a_past_day_costs_what_it_was_reckoned_to_cost_then() -> None:
    with bootstrap_scope():
        matter = make_matter()
        best = make_programme(matter=matter)
        signed = make_programme(state="draft")
        signed.evidence.create(code="promise", kind="paper", title="承诺书")
        put_into_force(signed)
        reached = make_programme(state="draft")
        reached.evidence.create(code="contact", kind="contact", title="联系人")
        put_into_force(reached)
        other = make_programme(matter=matter, amount_rule={"kind": "fixed", "amount": "600000.00"})
    office, both, reckoned = Office(programme=best), (best, other, signed, reached), {}
    paid, returned, shown, told, waiting = (giant(office) for _ in range(5))

    def reckon(at: datetime) -> list[Cost]:
        with scoped(office.bureau):
            for one in (best, signed):
                finding.find(one.pk, access=office.bureau, at=at, on=at.date())
        reckoned[at] = costs(office, both, at.date())
        return reckoned[at]

    assert [row.payable for row in reckon(FIRST)][:6] == [5 * MILLION] * 3 + [0] * 3
    assert [row.waiting for row in reckoned[FIRST]][6:] == [
        5
    ] * 6  # for want of a paper, or of a person
    office.paid([line_of(office, it) for it in (paid, returned)])
    assert reckon(SECOND)[0].payable == 3 * MILLION
    noticed(office, [line_of(office, shown)], THIRD - DAY)
    assert reckon(THIRD)[0].payable == 2 * MILLION
    with scoped(office.bureau):
        who: dict[str, Any] = {"access": office.bureau, "at": FOURTH - DAY}
        objection = noticing.object_to(
            line_of(office, shown).pk, text="已停产", raised_on=THIRD.date(), **who
        )
        noticing.uphold(objection.pk, finding="属实", **who)
    given_back(office, line_of(office, returned), FOURTH - DAY)
    giant(office, recorded_at=FOURTH - DAY)
    with bootstrap_scope():
        wanting = Entitlement.objects.get(programme=signed, payee__enterprise=waiting)
    with scoped(office.district):
        evidence.receive(
            wanting.pk,
            access=office.district,
            at=FOURTH - DAY,
            evidence="promise",
            received_on=FOURTH.date() - DAY,
        )
        contacts.add(
            waiting.pk, access=office.district, at=FOURTH - DAY, name="联系人", phone="13800000000"
        )
    with bootstrap_scope():
        PastPayment.objects.create(
            enterprise=told,
            jurisdiction=office.unit,
            programme="旧奖励",
            matter=matter.title,
            amount=Decimal(300_000),
            year=2024,
            recorded_at=FOURTH - DAY,
        )
    # Waiting, new and given back: whole each; the one told of is topped up.
    assert reckon(FOURTH)[0].payable == 3 * MILLION + Decimal(700_000)
    assert line_of(office, waiting).payable == MILLION

    for at, then in reckoned.items():
        assert costs(office, both, at.date(), known_at=at) == then, at
    assert len({tuple(rows) for rows in reckoned.values()}) == len(reckoned)
