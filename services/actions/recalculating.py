"""Reckoning the limits of open tickets again, on purpose, after the calendar or a limit changed.

Nothing is ever reckoned again by itself. What was due before stands in the step of each ticket
whose limits moved, and in the trail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from services.actions.tickets.clocks import keep, running
from services.actions.tickets.moving import LIMITS
from services.choices.tickets import TicketMove, TicketState
from services.models import Ticket, TicketStep
from services.queries.policies import limits_for
from services.queries.ticket_history import happened
from services.rules.clocks import Limits
from services.rules.ticket_clocks import due_moved
from services.rules.ticket_replay import replayed
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused, NotPermitted
from wuhan_smes.worktime.queries import work_calendar

AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """One ticket whose limits move: each limit with what was due and what is due."""

    ticket: Ticket
    changes: dict[str, list[str | None]]


@dataclass(frozen=True, slots=True)
class Portion:
    """What one portion found: how many were looked at, which move, and where to go on."""

    looked_at: int
    moved: list[Moved]
    last_id: int | None


@transaction.atomic
def recalculate(
    *,
    access: Access,
    at: datetime,
    reason: str,
    limits_on: date | None = None,
    after_id: int = 0,
    most: int = AT_ONCE,
    dry_run: bool = False,
) -> Portion:
    """Reckon up to `most` open tickets after `after_id` again; go on until `last_id` is None.

    Without `limits_on` each keeps the limits of the day it came, and only the calendar of today is
    applied; with it the limits in force on that day are. `dry_run` tells and changes nothing.
    """
    if not access.reach(Capability.TICKET_POLICY).everywhere:
        raise NotPermitted("重算时限须由市级统一执行")
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请写明重算的原因，如放假通知的文号"))
    rows = Ticket.objects.within(access.reach(Capability.TICKET_POLICY)).unfinished()
    rows = rows.filter(pk__gt=after_id, due_at__isnull=False, historical=False).order_by("pk")
    if not dry_run:
        rows = rows.select_for_update(of=("self",), no_key=True)
    tickets = list(rows[:most])
    found = _moving(tickets, limits_on)
    if not dry_run:
        _write(found, access, at, reason.strip())
    last = tickets[-1].pk if len(tickets) == most else None
    return Portion(len(tickets), found, last)


def _moving(tickets: list[Ticket], limits_on: date | None) -> list[Moved]:
    """The tickets whose limits differ, with the new ones put into their rows, not saved yet."""
    steps = happened(tickets)
    calendar = work_calendar()
    known: dict[tuple[str, str, date], Limits] = {}
    found = []
    for ticket in tickets:
        day = limits_on or timezone.localdate(ticket.received_at)
        key = (ticket.category, ticket.urgency, day)
        if key not in known:
            known[key] = limits_for(category=ticket.category, urgency=ticket.urgency, on=day)
        before = running(ticket)
        after = replayed(steps[ticket.pk], known[key], calendar)
        changes = due_moved(before, after)
        provisional = any(clock.provisional for clock in after.clocks.values())
        if changes or provisional != ticket.provisional:
            keep(ticket, after)
            found.append(Moved(ticket, changes))
    return found


def _write(found: Iterable[Moved], access: Access, at: datetime, reason: str) -> None:
    """Each ticket with its step, set by set: the old due dates stay in the step."""
    moved = list(found)
    steps = []
    for it in moved:
        ticket = it.ticket
        ticket.step_no += 1
        ticket.version += 1
        steps.append(_step(ticket, access, at, reason, it.changes))
    TicketStep.objects.bulk_create(steps)
    if moved:
        fields = [*LIMITS, "step_no", "version"]
        Ticket.objects.bulk_update([it.ticket for it in moved], fields, batch_size=AT_ONCE)
    entries: list[tuple[Ticket, dict[str, Any]]] = [
        (it.ticket, {**it.changes, "reason": reason}) for it in moved
    ]
    trail.record_set("ticket.recalculate", entries, access=access, at=at)


def _step(
    ticket: Ticket, access: Access, at: datetime, reason: str, changes: dict[str, Any]
) -> TicketStep:
    return TicketStep(
        ticket=ticket,
        ordinal=ticket.step_no,
        round=ticket.round,
        move=TicketMove.RECALCULATE,
        state_before=ticket.state,
        state_after=TicketState(ticket.state),
        at=at,
        actor_id=access.actor_id,
        actor_name=access.actor_name,
        note=reason,
        facts={"due": changes},
        holder_kind=ticket.holder_kind,
        holder_id=ticket.holder_id,
        holder_name=ticket.holder_name,
    )
