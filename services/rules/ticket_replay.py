"""The limits of a ticket reckoned again from its steps, by another calendar or other limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.choices.clocks import ClockKind
from services.choices.tickets import TicketMove, TicketState
from services.rules.clocks import Clock, Limits
from services.rules.ticket_clocks import Given, Running, moved
from services.rules.ticket_ways import ClockAct
from services.rules.tickets import way
from wuhan_smes.worktime.calendar import WorkCalendar

FIRST = (ClockAct.OPEN_SIGN, ClockAct.OPEN_SOLVE)


@dataclass(frozen=True, slots=True)
class Happened:
    """One step, as far as limits go: `ended` are the limits it ended, `days` the time it gave."""

    move: str
    state_before: str
    state_after: str
    at: datetime
    ended: frozenset[str] = frozenset()
    days: int = 0


def replayed(steps: Iterable[Happened], limits: Limits, calendar: WorkCalendar) -> Running:
    """The limits that run after `steps`, had they always been reckoned like this."""
    running = Running()
    was_ended: dict[ClockKind, Clock] = {}
    ended_at: datetime | None = None
    for step in steps:
        told = frozenset(ClockKind(kind) for kind in step.ended)
        given = Given(step.at, limits, calendar, told, step.days, was_ended, ended_at)
        result = moved(running, _acts(step), given)
        running = result.running
        if step.move == TicketMove.REPLY:
            was_ended, ended_at = dict(result.ended), step.at
    return running


def _acts(step: Happened) -> tuple[ClockAct, ...]:
    if step.move == TicketMove.RAISE:
        return FIRST if step.state_after == TicketState.COLLECTED else ()
    return way(step.state_before, TicketMove(step.move)).clocks
