"""The limits of a ticket as its row keeps them, and as the rules reckon with them."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from services.choices.clocks import ClockKind
from services.choices.tickets import TicketMove
from services.models import Ticket, TicketStep
from services.queries.policies import limits_for
from services.queries.ticket_history import happened
from services.rules import clocks as rules
from services.rules.clocks import Clock, Limits
from services.rules.ticket_clocks import Given, Result, Running, due_moved, moved, reckons
from services.rules.ticket_replay import Happened, replayed
from services.rules.ticket_ways import ClockAct, Way
from wuhan_smes.worktime.queries import work_calendar


def limits_of(ticket: Ticket) -> Limits:
    """The limits in force when the ticket came: it keeps them."""
    on = timezone.localdate(ticket.received_at)
    return limits_for(category=ticket.category, urgency=ticket.urgency, on=on)


def running(ticket: Ticket) -> Running:
    """The limits that run, read from the row."""
    found = {}
    for kind in ClockKind:
        due_at = getattr(ticket, f"{kind.value}_due_at")
        if due_at is not None:
            warn_at = getattr(ticket, f"{kind.value}_warn_at")
            found[kind] = Clock(kind, due_at, warn_at, ticket.provisional)
    return Running(found, ticket.clocks_paused_at)


def turned(
    ticket: Ticket, way: Way, *, at: datetime, told: frozenset[ClockKind], amount: int
) -> Result | None:
    """Turn the limits of the row as `way` says; what ended is returned for its step."""
    if not way.clocks:
        return None
    given = Given(at, told=told)
    if reckons(way.clocks):
        given = Given(at, limits_of(ticket), work_calendar(), told, amount)
    if ClockAct.GIVE_BACK in way.clocks:
        given = _with_reply(given, ticket)
    result = moved(running(ticket), way.clocks, given)
    keep(ticket, result.running)
    return result


def reckon_again(ticket: Ticket, last: Happened) -> dict[str, list[str | None]]:
    """Put the ticket to the limits of what it is now, as if it had come as such: from its receipt,
    through its steps and the one that is being made. Returns what was due and what is due.
    """
    before = running(ticket)
    steps = [*happened([ticket])[ticket.pk], last]
    after = replayed(steps, limits_of(ticket), work_calendar())
    keep(ticket, after)
    return due_moved(before, after)


def open_first(ticket: Ticket, *, at: datetime) -> None:
    """Start the limits of a ticket that was just collected."""
    acts = (ClockAct.OPEN_SIGN, ClockAct.OPEN_SOLVE)
    given = Given(at, limits_of(ticket), work_calendar())
    keep(ticket, moved(Running(), acts, given).running)


def keep(ticket: Ticket, limits: Running) -> None:
    """Write the limits into the row, with the earliest of them beside. One that has turned amber
    or red already wants attention at once: the sweep knows what it was pressed for.
    """
    for kind in ClockKind:
        clock = limits.clocks.get(kind)
        setattr(ticket, f"{kind.value}_due_at", clock and clock.due_at)
        setattr(ticket, f"{kind.value}_warn_at", clock and clock.warn_at)
    clocks = tuple(limits.clocks.values())
    ticket.clocks_paused_at = limits.paused_at
    ticket.due_at = min((clock.due_at for clock in clocks), default=None)
    ticket.warn_at = rules.warn_at(clocks)
    ticket.provisional = any(clock.provisional for clock in clocks)
    ticket.escalate_at = None if limits.paused_at else rules.escalate_at(clocks)


def _with_reply(given: Given, ticket: Ticket) -> Given:
    """With the limits that the last reply ended."""
    replies = TicketStep.objects.filter(ticket=ticket, move=TicketMove.REPLY)
    reply = replies.order_by("-ordinal").first()
    if reply is None:
        return given
    warned: Mapping[str, str] = reply.facts.get("warned", {})
    clocks = {}
    for name, text in reply.ended.items():
        due_at, warn_at = parse_datetime(text), parse_datetime(warned.get(name, text))
        if due_at is not None and warn_at is not None:
            clocks[ClockKind(name)] = Clock(ClockKind(name), due_at, warn_at)
    return Given(
        given.at,
        given.limits,
        given.calendar,
        given.told,
        given.amount,
        was_ended=clocks,
        ended_at=reply.at,
    )
