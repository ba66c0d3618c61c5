"""Asking units for a table, handing it in, sending it back, accepting it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused
from wuhan_smes.reporting import log
from wuhan_smes.reporting.actions import reports
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.reporting.choices import HandInMove, HandInState
from wuhan_smes.reporting.models import HandIn, HandInStep, ReportPeriod, ReportRun
from wuhan_smes.reporting.rules import next_state


@transaction.atomic
def open_period(
    report_name: str,
    *,
    access: Access,
    at: datetime,
    name: str,
    words: Mapping[str, str],
    due_on: date,
) -> ReportPeriod:
    """Ask every managing unit for one table, by the same choices, until a day."""
    if not access.reach(Capability.REPORT_CHECK).everywhere:
        raise ActionRefused("报送期由市级开设")
    report = catalogue.get(report_name)
    choices = report.read(words, timezone.localdate(at))
    if due_on < timezone.localdate(at):
        raise InputRefused(Fault("due_on", "in_the_past", "截止日不能早于今天"))
    if not name.strip():
        raise InputRefused(Fault("name", "required", "请填写报送期，如 2026年10月"))
    period, is_new = ReportPeriod.objects.get_or_create(
        report=report.name,
        name=name.strip(),
        defaults={
            "title": report.title,
            "params": choices,
            "said": report.told(choices)[: log.SAID],
            "due_on": due_on,
            "opened_at": at,
            "opened_by_name": access.actor_name,
        },
    )
    if not is_new:
        raise ActionRefused(f"{period} 已开设")
    units = Jurisdiction.objects.managing().order_by("display_order", "id")
    HandIn.objects.bulk_create(HandIn(period=period, jurisdiction=unit) for unit in units)
    facts = {"report": report.name, "choices": choices, "due_on": due_on}
    trail.record("report_period.opened", period, access=access, at=at, changes=facts)
    return period


@transaction.atomic
def hand_in(hand_in_id: int, *, access: Access, at: datetime, run_id: int) -> HandIn:
    """Seal a table made for this period and hand it in. What was accepted before is followed
    only by its correction.
    """
    row = HandIn.objects.within(access.reach(Capability.REPORT_SEAL)).locked(hand_in_id)
    run = ReportRun.objects.within(access.reach(Capability.REPORT_SEAL)).get(pk=run_id)
    wanted = (row.period.report, row.period.params, row.jurisdiction_id, [row.jurisdiction_id])
    if (run.report, run.params, run.jurisdiction_id, run.units) != wanted:
        raise ActionRefused(f"{run.number} 不是按“{row.period}”的参数为{row.jurisdiction}生成的")
    if row.state == HandInState.ACCEPTED and run.replaces_id != row.accepted_run_id:
        raise ActionRefused("已接收的报表只能由它的更正版替换，请先更正")
    if run.sealed_at is None:
        run = reports.seal(run.pk, access=access, at=at)
    return _moved(row, HandInMove.HAND_IN, run, access=access, at=at)


@transaction.atomic
def send_back(hand_in_id: int, *, access: Access, at: datetime, reason: str) -> HandIn:
    """Return a table to its unit and say what is wrong with it."""
    row = HandIn.objects.within(access.reach(Capability.REPORT_CHECK)).locked(hand_in_id)
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请写明退回原因"))
    run = _handed(row)
    return _moved(row, HandInMove.SEND_BACK, run, access=access, at=at, reason=reason.strip())


@transaction.atomic
def accept(hand_in_id: int, *, access: Access, at: datetime) -> HandIn:
    """Take a unit's table: from now on the city's is made of it."""
    row = HandIn.objects.within(access.reach(Capability.REPORT_CHECK)).locked(hand_in_id)
    return _moved(row, HandInMove.ACCEPT, _handed(row), access=access, at=at)


def _handed(row: HandIn) -> ReportRun:
    """The table that lies before the city. Raises TransitionRefused while there is none."""
    if row.run is None:
        raise TransitionRefused(f"{row.jurisdiction}尚未报送，仍为“待报送”")
    return row.run


def _moved(
    row: HandIn,
    move: HandInMove,
    run: ReportRun,
    *,
    access: Access,
    at: datetime,
    reason: str = "",
) -> HandIn:
    before, row.state = row.state, next_state(row.state, move)
    row.run = run
    if move == HandInMove.ACCEPT:
        row.accepted_run = run
    row.version += 1
    row.save(update_fields=["state", "run", "accepted_run", "version"])
    HandInStep.objects.create(
        hand_in=row,
        jurisdiction_id=row.jurisdiction_id,
        move=move,
        run=run,
        reason=reason,
        at=at,
        actor_name=access.actor_name,
    )
    facts = {"state": [before, row.state], "run": run.number, "reason": reason}
    kind = {
        HandInMove.HAND_IN: "report.handed_in",
        HandInMove.SEND_BACK: "report.sent_back",
        HandInMove.ACCEPT: "report.accepted",
    }[move]
    trail.record(kind, row, access=access, at=at, changes=facts)
    return row
