"""Every action on money once: who does it, and what must have happened before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from measures.actions import budgets
from measures.actions.flow import (
    arranging,
    confirming,
    evaluating,
    noticing,
    ordering,
    paying,
    recovering,
    reviewing,
)
from measures.choices import PaymentState
from measures.models import Objection, PayeeAccount
from tests.factories.accounts import make_city
from tests.factories.money import AT, DAY, NUMBER, Office
from tests.factories.promises import make_programme
from wuhan_smes.access import Access
from wuhan_smes.scope import bootstrap_scope, scoped

Act = Callable[[Access], object]
Prepared = Callable[[Office], Act]
MILLION: Final = Decimal(1_000_000)
LATER: Final = AT + 2 * DAY


@dataclass(frozen=True)
class Case:
    """`who` is one of the office; `twice`: what becomes of a second one at once."""

    name: str
    who: str
    prepared: Prepared
    twice: frozenset[str] = frozenset({"transition_refused", "refused", "invalid"})
    again: Prepared | None = None


def on_lines(act: Callable[..., object], **given: Any) -> Callable[[list[int]], Act]:
    return lambda ids: lambda access: act(ids, access=access, at=AT, **given)


def proposed(office: Office) -> list[int]:
    return [office.line().pk]


def reviewed(office: Office) -> list[int]:
    ids = proposed(office)
    with scoped(office.district):
        reviewing.review(ids, access=office.district, at=AT)
    return ids


def arranged(office: Office) -> list[int]:
    line = office.line()
    office.arranged([line])
    return [line.pk]


def from_lines(
    start: Callable[[Office], list[int]], act: Callable[..., object], **given: Any
) -> Prepared:
    return lambda office: on_lines(act, **given)(start(office))


def rejected(office: Office) -> list[int]:
    ids = proposed(office)
    with scoped(office.district):
        reviewing.reject(ids, access=office.district, at=AT, reason="不符合条件")
    return ids


def _arrange(office: Office) -> Act:
    office.budget  # noqa: B018 - made on first use
    ids = office.checked([office.line()])
    return lambda access: arranging.arrange(ids, access=access, at=AT, title="批", year=2026)


def _allot(office: Office, level: str = "municipal") -> Act:
    office.budget  # noqa: B018 - made on first use
    city = make_city().pk
    return lambda access: budgets.allot(
        access=access,
        at=AT,
        programme_id=office.of.pk,
        year=2026,
        level=level,
        jurisdiction_id=city,
        amount=MILLION,
        document_no="武财〔2026〕2号",
    )


def _cut(office: Office) -> Act:
    pk, amount = office.grant(MILLION, year=2030).pk, MILLION
    return lambda access: budgets.cut(pk, access=access, at=AT, amount=amount, document_no="文")


def _close(office: Office) -> Act:
    with bootstrap_scope():
        programme = make_programme()
    pk = office.grant(MILLION, programme_id=programme.pk, year=2029).pk
    return lambda access: budgets.close(pk, access=access, at=AT, on=AT.date())


def _publish(office: Office) -> Act:
    pk = office.arranged([office.line()]).pk
    return lambda access: noticing.publish(
        pk,
        access=access,
        at=AT,
        shown_from=AT.date(),
        discipline_phone="027-1",
        business_phone="027-2",
    )


def _object(office: Office) -> Act:
    line = office.line()
    office.noticed([line])
    return lambda access: noticing.object_to(line.pk, access=access, at=AT, text="已迁出")


def _objected(act: Callable[..., object]) -> Prepared:
    def prepared(office: Office) -> Act:
        raised = _object(office)
        with scoped(office.bureau):
            objection = raised(office.bureau)
        assert isinstance(objection, Objection)
        return lambda access: act(objection.pk, access=access, at=AT, finding="已核实")

    return prepared


def _order(office: Office) -> Act:
    pk = office.noticed([office.line()]).pk
    day = (AT + 7 * DAY).date()
    return lambda access: ordering.order(
        pk, access=access, at=AT + 7 * DAY, document_no="武财产1号", on=day
    )


def ordered(office: Office) -> list[int]:
    line = office.line()
    office.order(office.noticed([line]))
    return [line.pk]


def _confirm(office: Office) -> Act:
    (pk,) = ordered(office)
    with bootstrap_scope():
        name = office.of.entitlements.get(pk=pk).payee.name
    return lambda access: confirming.confirm(
        pk,
        access=access,
        at=AT,
        holder=name,
        bank="汉口银行",
        number=NUMBER,
        signed_name="张三",
        scan_name="a.pdf",
        scan_type="application/pdf",
        scan=[b"%PDF"],
    )


def _reveal(office: Office) -> Act:
    pk = _account(office)
    return lambda access: confirming.reveal(pk, access=access, at=AT, reason="核对退票")


def _reveal_silently(office: Office) -> Act:
    pk = _account(office)
    return lambda access: confirming.reveal(pk, access=access, at=AT, reason=" ")


def _account(office: Office) -> int:
    line = office.line()
    office.confirmed([line])
    with bootstrap_scope():
        return PayeeAccount.objects.values_list("pk", flat=True).get(entitlement=line)


def _encipher(office: Office) -> Act:
    pk = _account(office)
    return lambda access: confirming.encipher_anew([pk], access=access, at=AT)


def _on_payments(
    far: str, state: PaymentState, act: Callable[..., object], **given: Any
) -> Prepared:
    def prepared(office: Office) -> Act:
        batch = office.confirmed([office.line()])
        if far != "confirmed":
            office.approve(batch)
        if far == "released":
            office.release(batch)
        ids = office.payments(batch, state)
        return lambda access: act(ids, access=access, at=LATER, **given)

    return prepared


def _bounce(office: Office) -> Act:
    batch = office.confirmed([office.line()])
    office.approve(batch)
    (pk,) = office.release(batch)
    day = LATER.date()
    return lambda access: paying.bounce(pk, access=access, at=LATER, on=day, cause="账号有误")


def instalments(office: Office, **terms: Any) -> Office:
    """An office whose programme pays in two parts, the second after a gate."""
    with bootstrap_scope():
        programme = make_programme(state="draft", **terms)
        for ordinal, percent, gate in ((1, 60, "none"), (2, 40, "performance")):
            programme.instalments.create(ordinal=ordinal, percent=percent, gate=gate)
        type(programme).objects.filter(pk=programme.pk).update(
            state="in_force",
            proposed_by_id=1,
            proposed_at=AT,
            approved_by_id=2,
            approved_at=AT,
        )
        programme.refresh_from_db()
    return Office(office.unit, programme=programme)


def settled(office: Office) -> int:
    line = office.line()
    office.paid([line])
    return line.pk


def _evaluate(office: Office) -> Act:
    pk = settled(instalments(office))
    return lambda access: evaluating.evaluate(pk, access=access, at=LATER, passed=True, note="合格")


def forfeited(office: Office) -> list[int]:
    pk = settled(instalments(office))
    with scoped(office.bureau):
        evaluating.evaluate(pk, access=office.bureau, at=LATER, passed=False, note="不合格")
    return [pk]


def _claw_back(office: Office) -> Act:
    pk = settled(office)
    return lambda access: recovering.claw_back(
        pk,
        access=access,
        at=LATER,
        cause="材料不实",
        decision_no="武经信〔2026〕7号",
        decided_on=LATER.date(),
        due_on=LATER.date() + timedelta(days=30),
    )


def demanded(office: Office) -> int:
    act = _claw_back(office)
    with scoped(office.finance_lead):
        row = act(office.finance_lead)
    return row.pk  # type: ignore[attr-defined] # a Clawback


def _receive(office: Office) -> Act:
    pk = demanded(office)
    return lambda access: recovering.receive(pk, access=access, at=LATER, principal=MILLION)


def _waive(office: Office) -> Act:
    pk = demanded(office)
    return lambda access: recovering.waive(pk, access=access, at=LATER, reason="数据更正")


BOTH: Final = frozenset({"done"})
WHY: Final = {"reason": "经核查"}
CASES: Final = (
    Case("budgets.allot", "finance", _allot, BOTH, lambda office: _allot(office, "district")),
    Case("budgets.cut", "finance", _cut, frozenset({"budget_exceeded"})),
    Case("budgets.close", "finance", _close),
    Case("flow.reviewing.review", "district", from_lines(proposed, reviewing.review)),
    Case("flow.reviewing.reject", "district", from_lines(proposed, reviewing.reject, **WHY)),
    Case("flow.reviewing.reopen", "bureau", from_lines(rejected, reviewing.reopen, **WHY)),
    Case("flow.reviewing.check", "bureau", from_lines(reviewed, reviewing.check)),
    Case("flow.reviewing.send_back", "bureau", from_lines(reviewed, reviewing.send_back, **WHY)),
    Case("flow.arranging.arrange", "bureau", _arrange),
    Case("flow.arranging.take_out", "bureau", from_lines(arranged, arranging.take_out, **WHY)),
    Case("flow.noticing.publish", "bureau", _publish),
    Case("flow.noticing.object_to", "bureau", _object),
    Case("flow.noticing.dismiss", "bureau", _objected(noticing.dismiss)),
    Case("flow.noticing.uphold", "bureau", _objected(noticing.uphold)),
    Case("flow.ordering.order", "bureau", _order),
    Case("flow.confirming.confirm", "district", _confirm),
    Case("flow.confirming.decline", "bureau", from_lines(ordered, confirming.decline, **WHY)),
    Case("flow.confirming.reveal", "finance", _reveal, BOTH, _reveal_silently),
    Case("flow.confirming.encipher_anew", "finance", _encipher, BOTH),
    Case(
        "flow.paying.approve",
        "finance_lead",
        _on_payments("confirmed", PaymentState.SUBMITTED, paying.approve),
    ),
    Case(
        "flow.paying.release",
        "finance",
        _on_payments("approved", PaymentState.APPROVED, paying.release),
    ),
    Case(
        "flow.paying.settle",
        "finance",
        _on_payments("released", PaymentState.RELEASED, paying.settle, on=LATER.date()),
    ),
    Case("flow.paying.bounce", "finance", _bounce),
    Case("flow.evaluating.evaluate", "bureau", _evaluate),
    Case("flow.evaluating.correct", "bureau", from_lines(forfeited, evaluating.correct, **WHY)),
    Case("flow.recovering.claw_back", "finance_lead", _claw_back),
    Case("flow.recovering.receive", "finance", _receive),
    Case("flow.recovering.waive", "finance_lead", _waive),
)
ROLES: Final = {
    "district": "district_staff",
    "bureau": "bureau_staff",
    "finance": "finance",
    "finance_lead": "finance_lead",
}
