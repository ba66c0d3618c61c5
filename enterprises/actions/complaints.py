"""实名举报: taken down, looked into, concluded; whoever looks at a name leaves an entry."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from enterprises.actions.facts import refuse_future
from enterprises.actions.title_changes import withdraw
from enterprises.choices import WithdrawalCause
from enterprises.choices.holding import ComplaintOutcome
from enterprises.models import Complaint, Enterprise, Recognition
from enterprises.rules import complaints as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused, NotPermitted, StaleVersion, TransitionRefused
from wuhan_smes.looks import reason_of

EDIT = Capability.COMPLAINT_EDIT


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The title that falls with what was found, from which day, for what, by which decision."""

    series: int
    on: date
    cause: str = WithdrawalCause.UNFIT
    document_no: str = ""


@transaction.atomic
def register(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    received_on: date,
    complainant: str,
    phone: str,
    text: str,
) -> Complaint:
    """Take down a signed complaint against an enterprise of one's own unit; unsigned ones are not
    complaints of this kind.
    """
    enterprise = Enterprise.objects.within(access.reach(EDIT)).locked(enterprise_id)
    refuse_future(received_on, at=at, field_name="received_on")
    rules.require_signed(complainant, phone, text)
    number = _next_number()
    made = Complaint(
        pk=number,
        number=f"JB{received_on.year}-{number:05d}",
        enterprise=enterprise,
        jurisdiction_id=enterprise.jurisdiction_id,
        received_on=received_on,
        complainant=complainant.strip()[:60],
        phone=phone.strip()[:30],
        text=text.strip(),
        recorded_by_name=access.actor_name or "系统",
    )
    made.save(force_insert=True)
    changes = {"enterprise": enterprise.pk, "received_on": received_on}
    trail.record("complaint.register", made, access=access, at=at, changes=changes)
    return made


@transaction.atomic
def conclude(
    complaint_id: int,
    *,
    access: Access,
    at: datetime,
    outcome: str,
    conclusion: str,
    withdrawal: Withdrawal | None = None,
    expected_version: int | None = None,
) -> Complaint:
    """What was found. Where it is true, a title may fall with it, in the same transaction; that is
    for whoever keeps titles.
    """
    row = Complaint.objects.within(access.reach(EDIT)).locked(complaint_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion("该举报刚被他人办理，请刷新后再看")
    if row.outcome:
        raise TransitionRefused("该举报已经办结")
    rules.require_conclusion(outcome, conclusion, takes_title=withdrawal is not None)
    row.outcome, row.conclusion = outcome, conclusion.strip()
    row.concluded_on = timezone.localdate(at)
    row.concluded_by_name = access.actor_name or "系统"
    if withdrawal is not None:
        _withdraw(row, withdrawal, access, at)
        row.withdrawn_series = withdrawal.series
    row.version += 1
    fields = ["outcome", "conclusion", "concluded_on", "concluded_by_name", "withdrawn_series"]
    row.save(update_fields=[*fields, "version"])
    changes = {"outcome": ["", outcome], "withdrawn": row.withdrawn_series}
    trail.record("complaint.conclude", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def reveal(complaint_id: int, *, access: Access, at: datetime, reason: str) -> Complaint:
    """The complaint with who made it; each look leaves an entry and why, never the name itself."""
    why = reason_of(reason)
    rows = Complaint.objects.within(access.reach(Capability.COMPLAINT_REVEAL))
    row = rows.for_list().get(pk=complaint_id)
    changes = {"enterprise": row.enterprise_id, "reason": why}
    trail.record("complaint.reveal", row, access=access, at=at, changes=changes)
    return row


def _withdraw(row: Complaint, what: Withdrawal, access: Access, at: datetime) -> None:
    if not access.holds(Capability.TITLE_EDIT):
        raise NotPermitted("撤销称号由市级办理，请先办结举报并报市经信局")
    mine = Recognition.objects.within(access.reach(Capability.TITLE_EDIT)).current()
    if not mine.filter(series=what.series, enterprise_id=row.enterprise_id).exists():
        raise InputRefused(Fault("series", "unknown", "该企业没有这个称号"))
    withdraw(
        what.series,
        access=access,
        at=at,
        on=what.on,
        cause=what.cause,
        document_no=what.document_no,
        reason=f"举报 {row.number} {ComplaintOutcome(row.outcome).label}",
    )


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('enterprises_complaint', 'id'))")
        return int((cursor.fetchone() or (0,))[0])
