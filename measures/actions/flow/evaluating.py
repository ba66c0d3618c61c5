"""绩效: the gate before the next instalment, and what a late correction of figures changes."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from measures.actions.flow.moving import held, said, take
from measures.choices import FlowMove
from measures.models import Entitlement, Payment
from measures.rules.evaluating import require_month, require_more
from wuhan_smes.access import Access


@transaction.atomic
def evaluate(
    entitlement_id: int, *, access: Access, at: datetime, passed: bool, note: str
) -> Entitlement:
    """What came of the money. Passed: the next instalment may be arranged, if there is one and its
    months are over; not passed: what is left is not paid any more.
    """
    words = said("note", note, "请写明评价结论与依据")
    move = FlowMove.FORFEIT if not passed else FlowMove.EVALUATE
    (line,) = held([entitlement_id], move, access)
    following = line.programme.instalments.filter(ordinal=line.instalment + 1).first()
    if passed and following is not None:
        first = Payment.objects.filter(entitlement=line).aggregate(at=Max("released_at"))["at"]
        require_month(first, at, following.after_months)
        take([line], FlowMove.ADVANCE, access, at, words, next_instalment=True)
        return line
    take([line], move, access, at, words)
    return line


@transaction.atomic
def correct(
    ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[Entitlement]:
    """Figures were put right afterwards: lines that were to get no more get their next instalment
    (or, if they had declined, the one they declined).
    """
    why = said("reason", reason, "请写明更正的依据")
    lines = held(ids, FlowMove.CORRECT, access)
    paid = dict(
        Payment.objects.filter(entitlement__in=lines, state="settled")
        .values_list("entitlement_id")
        .annotate(last=Max("instalment"))
        .order_by()
    )
    again = [line for line in lines if paid.get(line.pk, 0) < line.instalment]
    onward = [line for line in lines if paid.get(line.pk, 0) >= line.instalment]
    for line in onward:
        require_more(line.payee.name, line.programme.instalments.count(), line.instalment)
    take(again, FlowMove.CORRECT, access, at, why)
    take(onward, FlowMove.CORRECT, access, at, why, next_instalment=True)
    return lines
