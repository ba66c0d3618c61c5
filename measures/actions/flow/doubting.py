"""已付存疑: what a late correction leaves without ground, put before those who decide of it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Sum

from measures.actions.flow.moving import said
from measures.choices import DoubtState, EntitlementState, LedgerMove, PaymentState
from measures.models import Entitlement, LedgerEntry, Matter, PaidDoubt, Payment
from measures.queries.finding.group import Group
from measures.queries.finding.standing import Standing, standings
from measures.rules.recovering import taken_from
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import TransitionRefused
from wuhan_smes.many_rows import among

S = DoubtState
FOUND: Final = ("reason", "owed", "principal")


def look_back(group: Group, access: Access, at: datetime) -> int:
    """Doubts about paid lines that have no ground any more, or not for all of it.

    Those that have it again are cleared; one of another kind or sum takes the place of what was
    found before. Part of looking for who is owed: how many are new.
    """
    told = {it.line_id: it for it in standings(group)}
    sums = _too_much(group.matter, told)
    known = PaidDoubt.objects.filter(
        among("entitlement_id", told), state__in=(S.OPEN, S.DISMISSED)
    ).select_related("entitlement")
    rows = list(known.order_by("pk"))
    undecided = [row for row in rows if row.state == S.OPEN]
    gone = [row for row in undecided if row.entitlement_id not in sums]
    other = [row for row in undecided if row.entitlement_id in sums and _differs(row, told, sums)]
    close(gone, S.CLEARED, access, at, "按现在所知的事实，没有多付")
    close(other, S.SUPERSEDED, access, at)
    same = {row.entitlement_id for row in undecided} - {row.entitlement_id for row in other}
    # What somebody said stands for as much as he said it of.
    settled = {row.entitlement_id: row.principal for row in rows if row.state == S.DISMISSED}
    lines = Entitlement.objects.filter(among("pk", sums)).in_bulk()
    demanded = {pk for pk, line in lines.items() if line.state == EntitlementState.RECOVERING}
    raised = PaidDoubt.objects.bulk_create(
        PaidDoubt(
            entitlement=lines[pk],
            jurisdiction_id=lines[pk].jurisdiction_id,
            reason=told[pk].reason or "",
            judged_on=told[pk].judged_on,
            owed=told[pk].owed,
            principal=principal,
            found_at=at,
        )
        for pk, principal in sorted(sums.items())
        if pk not in same | demanded and principal > settled.get(pk, 0)
    )
    entries: list[tuple[Any, dict[str, Any]]] = [
        (row, {"entitlement": row.entitlement_id, **{name: getattr(row, name) for name in FOUND}})
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


def _too_much(matter: Matter, told: Mapping[int, Standing]) -> dict[int, Decimal]:
    """By doubted line, what is to come back: all that its payee was paid for the matter in a
    period, less the best standard that still stands; of the newest line first. Nothing is not said.
    """
    doubted = {pk for pk, it in told.items() if it.reason is not None}
    payees = Entitlement.objects.filter(among("pk", doubted)).values_list("payee_id", flat=True)
    every = Entitlement.objects.filter(among("payee_id", set(payees)), matter=matter)
    of: dict[tuple[int, int], list[Entitlement]] = defaultdict(list)
    for line in every.order_by("-pk"):
        of[line.payee_id, line.period].append(line)
    left = left_of([line.pk for rows in of.values() for line in rows])
    found: dict[int, Decimal] = {}
    for rows in of.values():
        paid = {line.pk: left[line.pk] for line in rows if line.pk in left}
        if paid:
            of_money = [line for line in rows if line.pk in paid]
            best = max(_standard(line, told) for line in of_money)
            # What others had paid: every later line's sum has the earlier lines in it.
            before = min(line.already_paid for line in of_money)
            over = before + sum(paid.values()) - best
            mine = {pk: paid[pk] for pk in paid if pk in doubted} if over > 0 else {}
            found |= taken_from(mine, over)
    return found


def _standard(line: Entitlement, told: Mapping[int, Standing]) -> Decimal:
    """What a paid line still gives the right to; one that is not asked of is taken at its word."""
    now = told.get(line.pk)
    standard = line.gross if now is None or now.reason is None else now.owed
    return standard or Decimal(0)


def _differs(row: PaidDoubt, told: Mapping[int, Standing], sums: Mapping[int, Decimal]) -> bool:
    """Whether what was found says something else by now."""
    now = told[row.entitlement_id]
    before = (row.reason, row.owed, row.principal)
    return (now.reason, now.owed, sums[row.entitlement_id]) != before
