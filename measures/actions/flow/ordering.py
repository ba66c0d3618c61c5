"""下达: the document (指标文) by which publicised lines are to be paid."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from measures.actions.flow.arranging import held_with_lines
from measures.actions.flow.keeping import keep
from measures.actions.flow.moving import said, take
from measures.choices import BatchState, EntitlementState, FlowMove, PaperKind, PaymentState
from measures.models import DisbursementBatch, Payment
from measures.rules.notices import require_come, require_over
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import TransitionRefused
from wuhan_smes.many_rows import among


@transaction.atomic
def order(
    batch_id: int, *, access: Access, at: datetime, document_no: str, on: date
) -> DisbursementBatch:
    """Order every line that was shown to the end without an open objection.

    What an objection stopped is ordered later, by another document, once it is dismissed. Each
    order is kept as it went out.
    """
    require_come("on", on, timezone.localdate(at))
    number = said("document_no", document_no, "请填写指标文号")[:60]
    batch, lines = held_with_lines(batch_id, FlowMove.ORDER, EntitlementState.NOTICED, access)
    if batch.state not in {BatchState.NOTICED, BatchState.ORDERED}:
        raise TransitionRefused(f"“{batch.get_state_display()}”的批次不能下达")
    require_over(batch.notice.shown_to, on)
    Payment.objects.filter(
        among("entitlement_id", [line.pk for line in lines]),
        batch=batch,
        state=PaymentState.RESERVED,
    ).update(document_no=number, version=F("version") + 1)
    keep(
        batch,
        PaperKind.ORDER,
        access,
        at,
        day=on,
        only=[line.pk for line in lines],
        document_no=number,
    )
    if batch.state == BatchState.NOTICED:
        batch.state, batch.document_no, batch.ordered_on = BatchState.ORDERED, number, on
        batch.version += 1
        batch.save(update_fields=["state", "document_no", "ordered_on", "version"])
    take(lines, FlowMove.ORDER, access, at, facts=lambda _: {"document_no": number})
    changes = {"document_no": number, "lines": len(lines)}
    trail.record("disbursement.order", batch, access=access, at=at, changes=changes)
    return batch
