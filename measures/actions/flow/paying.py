"""拨付: approved by one, released by another; what comes back is paid again under a new number."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from measures.actions.booking import book, of_payments
from measures.actions.flow.arranging import numbered, open_batches, refuse_vetoed
from measures.actions.flow.moving import held, said, take
from measures.choices import FlowMove, LedgerMove, PaymentState
from measures.models import Entitlement, Payment
from measures.rules import paying as rules
from measures.rules.accounts import require_account
from measures.rules.flow import capability_of
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.errors import NotPermitted, TransitionRefused
from wuhan_smes.many_rows import among

S = PaymentState


@transaction.atomic
def approve(
    payment_ids: Collection[int],
    *,
    access: Access,
    at: datetime,
    seen: Mapping[int, str] | None = None,
) -> list[Payment]:
    """Approve payments as they are: what is approved is bound to payee, account and amount.

    `seen` are the digests the page showed; whoever arranged a payment does not approve it.
    """
    lines, rows = _held(payment_ids, FlowMove.APPROVE, S.SUBMITTED, access)
    rules.require_seen({row.pk: row.digest for row in rows}, seen or {})
    rules.require_another((row.proposed_by_id for row in rows), access.actor_id, "安排人不得审批")
    for row in rows:
        row.state, row.agreed_digest = S.APPROVED, row.digest
        row.approved_by_id, row.approved_by_name = access.actor_id, access.actor_name
        row.approved_at = at
        row.version += 1
    fields = ["state", "agreed_digest", "approved_by_id", "approved_by_name", "approved_at"]
    Payment.objects.bulk_update(rows, [*fields, "version"])
    take(lines, FlowMove.APPROVE, access, at)
    return rows


@transaction.atomic
def release(payment_ids: Collection[int], *, access: Access, at: datetime) -> list[Payment]:
    """Let the money go. Everything that could stand against it is asked once more; whoever
    approved a payment does not release it.
    """
    lines, rows = _held(payment_ids, FlowMove.RELEASE, S.APPROVED, access)
    rules.require_another((row.approved_by_id for row in rows), access.actor_id, "审批人不得拨付")
    _require_own_money(rows, access)
    refuse_vetoed(lines, at)
    for row in rows:
        payee = row.entitlement.payee.name
        require_account(row.account.holder, row.account.bank, payee)  # type: ignore[union-attr] # approved with one
        row.state, row.released_at = S.RELEASED, at
        row.released_by_id, row.released_by_name = access.actor_id, access.actor_name
        row.version += 1
    fields = ["state", "released_at", "released_by_id", "released_by_name", "version"]
    Payment.objects.bulk_update(rows, fields)
    book(of_payments(rows, LedgerMove.POST), access, at)
    take(lines, FlowMove.RELEASE, access, at, facts=_numbers(rows))
    return rows


@transaction.atomic
def settle(
    payment_ids: Collection[int], *, access: Access, at: datetime, on: date
) -> list[Payment]:
    """The bank says it arrived. A line is settled when every part of it is."""
    lines, rows = _held(payment_ids, FlowMove.SETTLE_PART, S.RELEASED, access, whole=False)
    _require_own_money(rows, access)
    for row in rows:
        rules.require_after_release(row.released_at, on)
        row.state, row.ended_on, row.version = S.SETTLED, on, row.version + 1
    Payment.objects.bulk_update(rows, ["state", "ended_on", "version"])
    open_ones = Payment.objects.filter(
        among("entitlement_id", [line.pk for line in lines]),
        state__in=[S.RESERVED, S.SUBMITTED, S.APPROVED, S.RELEASED],
    ).values_list("entitlement_id", flat=True)
    waiting = set(open_ones)
    facts = _numbers(rows)
    parts = [line for line in lines if line.pk in waiting]
    take(parts, FlowMove.SETTLE_PART, access, at, facts=facts)
    take([it for it in lines if it not in parts], FlowMove.SETTLE, access, at, facts=facts)
    return rows


@transaction.atomic
def bounce(payment_id: int, *, access: Access, at: datetime, on: date, cause: str) -> Payment:
    """The bank sent it back (退票). The money returns to its budget and is reserved again at once
    for a new payment with its own number, which waits for an account. Returns the new one.
    """
    why = said("cause", cause, "请写明退票原因")[:200]
    lines, (row,) = _held([payment_id], FlowMove.BOUNCE, S.RELEASED, access, whole=False)
    _require_own_money([row], access)
    rules.require_after_release(row.released_at, on)
    open_batches(lines)
    row.state, row.ended_on, row.return_cause = S.RETURNED, on, why
    row.version += 1
    row.save(update_fields=["state", "ended_on", "return_cause", "version"])
    again = Payment(
        entitlement=row.entitlement,
        jurisdiction_id=row.jurisdiction_id,
        batch=row.batch,
        budget=row.budget,
        level=row.level,
        instalment=row.instalment,
        amount=row.amount,
        document_no=row.document_no,
        proposed_by_id=row.proposed_by_id,
        proposed_by_name=row.proposed_by_name,
        proposed_at=row.proposed_at,
        replaces=row,
    )
    numbered([again], row.batch.year)
    again.save(force_insert=True)
    reversal = of_payments([row], LedgerMove.REVERSE)
    book([*reversal, *of_payments([again], LedgerMove.RESERVE)], access, at)
    facts = {"payment": row.order_no, "again": again.order_no, "cause": why}
    take(lines, FlowMove.BOUNCE, access, at, why, lambda _: facts)
    return again


def _held(
    payment_ids: Collection[int],
    move: FlowMove,
    state: PaymentState,
    access: Access,
    *,
    whole: bool = True,
) -> tuple[list[Entitlement], list[Payment]]:
    """The lines and their payments in `state`, locked in this order; `whole`: all of a line's."""
    wanted = set(payment_ids)
    mine = Payment.objects.within(_reach(move, access)).filter(among("pk", wanted))
    of_lines = dict(mine.values_list("pk", "entitlement_id"))
    if len(of_lines) != len(wanted) or not wanted:
        raise Payment.DoesNotExist(f"{len(wanted) - len(of_lines)} payments are not within reach")
    lines = held(of_lines.values(), move, access)
    chosen = Payment.objects.filter(among("entitlement_id", [line.pk for line in lines]))
    chosen = chosen.filter(state=state) if whole else chosen.filter(among("pk", wanted))
    rows = list(
        chosen.select_related("entitlement__payee", "account", "batch", "budget")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    for row in rows:
        if row.state != state:
            raise TransitionRefused(
                f"付款 {row.order_no} {row.get_state_display()}，不能{move.label}"
            )
    if not wanted <= {row.pk for row in rows}:
        raise TransitionRefused(f"所选付款中有的不是“{state.label}”")
    return lines, rows


def _reach(move: FlowMove, access: Access) -> Reach:
    (capability,) = capability_of(move)
    return access.reach(capability)


def _require_own_money(rows: Sequence[Payment], access: Access) -> None:
    """Money of the city is not let go by a district, whoever's enterprise it is for."""
    reach = access.reach(Capability.PAYMENT_RELEASE)
    if any(not reach.covers(row.budget.jurisdiction_id) for row in rows):
        raise NotPermitted("其中有其他单位的资金，由出资单位拨付")


def _numbers(rows: Sequence[Payment]) -> Callable[[Entitlement], dict[str, Any]]:
    by_line: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        by_line[row.entitlement_id].append(row.order_no)
    return lambda line: {"payments": by_line[line.pk]}
