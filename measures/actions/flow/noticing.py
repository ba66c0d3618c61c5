"""公示: a batch is shown for some working days; an objection stops one line and no other."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from measures.actions.flow.arranging import free, held_with_lines
from measures.actions.flow.keeping import keep
from measures.actions.flow.moving import held, said, take
from measures.actions.flow.objection_ticket import ticket_for
from measures.choices import (
    BatchState,
    EntitlementState,
    FlowMove,
    ObjectionState,
    PaperKind,
    PaymentState,
)
from measures.models import Entitlement, Objection, Payment, PublicNotice
from measures.rules.notices import USUAL, require_coming, require_running, require_workdays
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import TransitionRefused
from wuhan_smes.worktime.calendar import notice_span
from wuhan_smes.worktime.queries import work_calendar


@transaction.atomic
def publish(
    batch_id: int,
    *,
    access: Access,
    at: datetime,
    shown_from: date,
    discipline_phone: str,
    business_phone: str,
    workdays: int = USUAL,
) -> PublicNotice:
    """Show a batch from a day on for so many working days, the first one counted. What is shown
    is kept as it is shown.
    """
    require_workdays(workdays)
    require_coming(shown_from, timezone.localdate(at))
    first = said("discipline_phone", discipline_phone, "请填写纪检监督电话")[:40]
    second = said("business_phone", business_phone, "请填写业务咨询电话")[:40]
    batch, lines = held_with_lines(batch_id, FlowMove.PUBLISH, EntitlementState.ARRANGED, access)
    if batch.state != BatchState.ARRANGED:
        raise TransitionRefused(f"“{batch.get_state_display()}”的批次不能公示")
    span = notice_span(shown_from, workdays, work_calendar())
    notice = PublicNotice.objects.create(
        batch=batch,
        jurisdiction_id=batch.jurisdiction_id,
        shown_from=span.first,
        shown_to=span.last,
        workdays=workdays,
        provisional=span.provisional,
        discipline_phone=first,
        business_phone=second,
        published_by_name=access.actor_name,
        published_at=at,
    )
    keep(
        batch,
        PaperKind.NOTICE,
        access,
        at,
        day=timezone.localdate(at),
        only=[line.pk for line in lines],
        shown_from=notice.shown_from,
        shown_to=notice.shown_to,
        workdays=workdays,
        discipline_phone=first,
        business_phone=second,
    )
    batch.state, batch.version = BatchState.NOTICED, batch.version + 1
    batch.save(update_fields=["state", "version"])
    take(lines, FlowMove.PUBLISH, access, at, facts=lambda line: {"batch": batch.number})
    changes = {"from": notice.shown_from, "to": notice.shown_to, "batch": batch.number}
    trail.record("disbursement.publish", batch, access=access, at=at, changes=changes)
    return notice


@transaction.atomic
def object_to(
    entitlement_id: int,
    *,
    access: Access,
    at: datetime,
    text: str,
    by_whom: str = "",
    raised_on: date | None = None,
) -> Objection:
    """Write down what somebody says against one line. It stops, the others go on, and a ticket is
    opened for who has to find out.
    """
    words = said("text", text, "请写明异议内容")
    (line,) = held([entitlement_id], FlowMove.OBJECT, access)
    notice = PublicNotice.objects.filter(batch__payments__entitlement=line).latest("pk")
    day = raised_on or timezone.localdate(at)
    require_running(notice.shown_from, notice.shown_to, day)
    objection = Objection(
        entitlement=line,
        jurisdiction_id=line.jurisdiction_id,
        notice=notice,
        raised_on=day,
        by_whom=by_whom.strip()[:120],
        text=words,
        recorded_by_name=access.actor_name,
        recorded_at=at,
    )
    objection.ticket_no = ticket_for(objection, access, at)
    objection.save(force_insert=True)
    facts = {"objection": objection.pk, "ticket": objection.ticket_no}
    take([line], FlowMove.OBJECT, access, at, words, lambda _: facts)
    return objection


@transaction.atomic
def dismiss(objection_id: int, *, access: Access, at: datetime, finding: str) -> Objection:
    """The objection was found to be wrong: the line is as publicised as the others."""
    return _decide(objection_id, FlowMove.DISMISS, access, at, finding)


@transaction.atomic
def uphold(objection_id: int, *, access: Access, at: datetime, finding: str) -> Objection:
    """The objection was found to be right: what was shown is not paid, the reserve is free again.

    Of a line that was paid in part before, what was paid stands until it is demanded back, and the
    rest is left over.
    """
    return _decide(objection_id, FlowMove.UPHOLD, access, at, finding)


def _decide(
    objection_id: int, move: FlowMove, access: Access, at: datetime, finding: str
) -> Objection:
    words = said("finding", finding, "请写明核查情况")
    reach = access.reach(Capability.ENTITLEMENT_CHECK)
    of_line = Objection.objects.within(reach).values_list("entitlement_id", flat=True)
    (line,) = held([of_line.get(pk=objection_id)], move, access)
    objection = Objection.objects.locked(objection_id)
    if objection.state != ObjectionState.OPEN:
        raise TransitionRefused("该异议已有结论")
    upheld = move == FlowMove.UPHOLD
    objection.state = ObjectionState.UPHELD if upheld else ObjectionState.DISMISSED
    objection.finding, objection.decided_at = words, at
    objection.decided_by_name = access.actor_name
    objection.save(update_fields=["state", "finding", "decided_at", "decided_by_name"])
    if upheld:
        free([line], access, at)
    to = _after(line) if upheld else None
    take([line], move, access, at, words, lambda _: {"objection": objection.pk}, to=to)
    return objection


def _after(line: Entitlement) -> EntitlementState:
    """Where an upheld objection leads: what was paid before is not undone by it."""
    paid = Payment.objects.filter(entitlement=line, state=PaymentState.SETTLED).exists()
    return EntitlementState.SURPLUS if paid else EntitlementState.REJECTED
