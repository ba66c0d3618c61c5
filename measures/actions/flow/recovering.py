"""追回: money demanded back by a decision, with interest, and a bar for a while."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from measures.actions.booking import book
from measures.actions.flow.doubting import close
from measures.actions.flow.moving import held, said, take
from measures.choices import ClawbackState, DoubtState, FlowMove, LedgerMove, PaymentState
from measures.models import Clawback, Entitlement, EntitlementStep, LedgerEntry, Payment
from measures.rules import ledger as book_rules
from measures.rules import recovering as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import TransitionRefused


@transaction.atomic
def claw_back(
    entitlement_id: int,
    *,
    access: Access,
    at: datetime,
    cause: str,
    decision_no: str,
    decided_on: date,
    due_on: date,
    principal: Decimal | None = None,
    interest_percent: Decimal = Decimal(0),
    barred_until: date | None = None,
) -> Clawback:
    """Demand back what was paid (all of it, or `principal`), with interest by the day from the
    last payment to the decision; until `barred_until` its payee gets nothing else.
    """
    why = said("cause", cause, "请写明追回原因")
    number = said("decision_no", decision_no, "请填写决定文号")[:60]
    (line,) = held([entitlement_id], FlowMove.CLAW_BACK, access)
    left = _left(line.pk)
    paid = sum(left.values(), Decimal(0))
    wanted = paid if principal is None else principal
    rules.require_principal(wanted, paid)
    rules.require_days(decided_on, due_on, barred_until)
    last = Payment.objects.filter(pk__in=left).latest("ended_on").ended_on or decided_on
    interest = book_rules.interest(wanted, interest_percent, max((decided_on - last).days, 0))
    row = Clawback.objects.create(
        entitlement=line,
        jurisdiction_id=line.jurisdiction_id,
        cause=why,
        decision_no=number,
        decided_on=decided_on,
        due_on=due_on,
        principal=wanted,
        interest_percent=interest_percent,
        interest=interest,
        barred_until=barred_until,
        decided_by_name=access.actor_name,
    )
    facts = {
        "clawback": row.pk,
        "decision_no": number,
        "principal": str(wanted),
        "interest": str(interest),
    }
    take([line], FlowMove.CLAW_BACK, access, at, why, lambda _: facts)
    close(list(line.doubts.undecided()), DoubtState.DEMANDED, access, at, number)
    return row


@transaction.atomic
def receive(
    clawback_id: int,
    *,
    access: Access,
    at: datetime,
    principal: Decimal,
    interest: Decimal = Decimal(0),
    document_no: str = "",
) -> Clawback:
    """Some of it, or the rest, came in. The last payment is given back first."""
    reach = access.reach(Capability.PAYMENT_RELEASE)
    of_line = Clawback.objects.within(reach).values_list("entitlement_id", flat=True)
    (line,) = held([of_line.get(pk=clawback_id)], FlowMove.RECEIVE, access)
    row = Clawback.objects.locked(clawback_id)
    _require_open(row)
    rules.require_receipt(
        principal, interest, row.principal - row.received, row.interest - row.interest_received
    )
    left = _left(line.pk)
    payments = {it.pk: it for it in Payment.objects.filter(pk__in=left)}
    postings = [
        book_rules.Posting(payments[pk].budget_id, LedgerMove.RECOVER, part, pk)
        for pk, part in rules.taken_from(left, principal)
    ]
    if interest:
        last = Payment.objects.filter(entitlement=line, state=PaymentState.SETTLED).latest("pk")
        postings.append(book_rules.Posting(last.budget_id, LedgerMove.INTEREST, interest, last.pk))
    book(postings, access, at, document_no.strip()[:60])
    row.received += principal
    row.interest_received += interest
    done = (row.received, row.interest_received) == (row.principal, row.interest)
    row.state = ClawbackState.DONE if done else ClawbackState.OPEN
    row.version += 1
    row.save(update_fields=["received", "interest_received", "state", "version"])
    facts = {"clawback": row.pk, "principal": str(principal), "interest": str(interest)}
    move = FlowMove.RECOVER if done else FlowMove.RECEIVE
    take([line], move, access, at, document_no.strip()[:60], lambda _: facts)
    return row


@transaction.atomic
def waive(clawback_id: int, *, access: Access, at: datetime, reason: str) -> Clawback:
    """The decision is withdrawn before anything came in: the line stands where it stood, the payee
    is not barred any more.
    """
    why = said("reason", reason, "请写明撤销追回的依据")
    reach = access.reach(Capability.PAYMENT_APPROVE)
    of_line = Clawback.objects.within(reach).values_list("entitlement_id", flat=True)
    (line,) = held([of_line.get(pk=clawback_id)], FlowMove.WAIVE, access)
    row = Clawback.objects.locked(clawback_id)
    _require_open(row)
    if row.received or row.interest_received:
        raise TransitionRefused("已收到追回款，不能撤销")
    row.state, row.version = ClawbackState.WAIVED, row.version + 1
    row.save(update_fields=["state", "version"])
    facts = {"clawback": row.pk}
    take([line], FlowMove.WAIVE, access, at, why, lambda _: facts, to=_before(line))
    trail.record("clawback.waive", row, access=access, at=at, changes={"reason": why})
    return row


def _before(line: Entitlement) -> str:
    """Where a line stood when its money was demanded back."""
    demanded = EntitlementStep.objects.filter(entitlement=line, move=FlowMove.CLAW_BACK)
    return demanded.latest("ordinal").state_before


def _require_open(row: Clawback) -> None:
    if row.state != ClawbackState.OPEN:
        raise TransitionRefused("该追回已办结")


def _left(line: int) -> dict[int, Decimal]:
    """By settled payment of a line, what of it has not come back; the last one first."""
    rows = Payment.objects.filter(entitlement_id=line, state=PaymentState.SETTLED).order_by("-pk")
    paid = dict(rows.values_list("pk", "amount"))
    back = dict(
        LedgerEntry.objects.filter(payment_id__in=paid, move=LedgerMove.RECOVER)
        .values_list("payment_id")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    left = {pk: amount - back.get(pk, Decimal(0)) for pk, amount in paid.items()}
    return {pk: amount for pk, amount in left.items() if amount}
