"""已付存疑: what a late correction leaves without ground, put before those who decide of it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from measures.actions.flow.moving import said
from measures.choices import DoubtState, LedgerMove, PaymentState
from measures.models import Entitlement, LedgerEntry, PaidDoubt, Payment
from measures.queries.finding.group import Group
from measures.queries.finding.standing import standings
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import TransitionRefused
from wuhan_smes.many_rows import among

S = DoubtState
# What somebody said stands: it is not asked again.
ANSWERED = (S.OPEN, S.DISMISSED)


def look_back(group: Group, access: Access, at: datetime) -> int:
    """Doubts about paid lines that have no ground any more; those that have it again are cleared.

    Part of looking for who is owed: how many are new.
    """
    told = {it.line_id: it for it in standings(group)}
    known = PaidDoubt.objects.filter(
        among("entitlement_id", told), state__in=ANSWERED
    ).select_related("entitlement")
    rows = list(known.order_by("pk"))
    standing = [
        row for row in rows if row.state == S.OPEN and told[row.entitlement_id].reason is None
    ]
    close(standing, S.CLEARED, access, at, "更正后重新符合条件")
    answered = {row.entitlement_id for row in rows}
    fallen = [it for it in told.values() if it.reason is not None and it.line_id not in answered]
    lines = Entitlement.objects.filter(among("pk", [it.line_id for it in fallen])).in_bulk()
    left = left_of(list(lines))
    raised = PaidDoubt.objects.bulk_create(
        PaidDoubt(
            entitlement=lines[it.line_id],
            jurisdiction_id=lines[it.line_id].jurisdiction_id,
            reason=it.reason or "",
            judged_on=it.judged_on,
            principal=left[it.line_id],
            found_at=at,
        )
        for it in fallen
        if left.get(it.line_id)
    )
    entries: list[tuple[Any, dict[str, Any]]] = [
        (row, {"entitlement": row.entitlement_id, "reason": row.reason, "principal": row.principal})
        for row in raised
    ]
    trail.record_set("paid_doubt.raise", entries, access=access, at=at)
    return len(raised)


def close(
    rows: list[PaidDoubt], state: DoubtState, access: Access, at: datetime, note: str = ""
) -> None:
    """End doubts, each with its entry."""
    for row in rows:
        row.state, row.note, row.version = state, note, row.version + 1
        row.closed_by_name, row.closed_at = access.actor_name, at
        row.save(update_fields=["state", "note", "version", "closed_by_name", "closed_at"])
        changes = {"state": state.value, "note": note}
        trail.record("paid_doubt.close", row, access=access, at=at, changes=changes)


@transaction.atomic
def dismiss(doubt_id: int, *, access: Access, at: datetime, reason: str) -> PaidDoubt:
    """Nothing is demanded back (不追回), for a reason that stands beside it."""
    why = said("reason", reason, "请写明不追回的理由")
    row = PaidDoubt.objects.within(access.reach(Capability.PAYMENT_APPROVE)).locked(doubt_id)
    if row.state != S.OPEN:
        raise TransitionRefused(f"该存疑{row.get_state_display()}，已办结")
    close([row], S.DISMISSED, access, at, why)
    return row


def left_of(lines: list[int]) -> dict[int, Decimal]:
    """By line, what arrived and has not come back."""
    paid = (
        Payment.objects.filter(among("entitlement_id", lines), state=PaymentState.SETTLED)
        .order_by()
        .values_list("entitlement_id")
        .annotate(total=Sum("amount"))
    )
    back = dict(
        LedgerEntry.objects.filter(among("payment__entitlement_id", lines), move=LedgerMove.RECOVER)
        .order_by()
        .values_list("payment__entitlement_id")
        .annotate(total=Sum("amount"))
    )
    return {line: total - back.get(line, Decimal(0)) for line, total in paid}
