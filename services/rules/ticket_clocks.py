"""What a move does to the time limits of a ticket. Values in, values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from services.choices.clocks import ClockKind
from services.rules.clocks import Clock, Limits, extended, opened, resumed
from services.rules.ticket_ways import ClockAct
from wuhan_smes.worktime.calendar import WorkCalendar

OPENED: Final = {
    ClockAct.OPEN_SIGN: (ClockKind.SIGN,),
    ClockAct.OPEN_WORK: (ClockKind.CONTACT, ClockKind.PLAN),
    ClockAct.OPEN_STUDY: (ClockKind.STUDY,),
    ClockAct.OPEN_SOLVE: (ClockKind.SOLVE,),
}
ENDED: Final = {
    ClockAct.END_SIGN: (ClockKind.SIGN,),
    ClockAct.END_WORK: (ClockKind.CONTACT, ClockKind.PLAN),
    ClockAct.END_STUDY: (ClockKind.STUDY,),
    ClockAct.END_ALL: tuple(ClockKind),
}
RECKONING: Final = frozenset(
    {*OPENED, ClockAct.RENEW_SIGN, ClockAct.RESUME, ClockAct.EXTEND, ClockAct.GIVE_BACK}
)


@dataclass(frozen=True, slots=True)
class Running:
    """The limits of one ticket that run, and since when they are paused."""

    clocks: Mapping[ClockKind, Clock] = field(default_factory=dict)
    paused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the moment and the person give: what was told of, how much is added, what was ended
    by the reply that is sent back. What is sent back goes on in hand, at no leaders' table.
    """

    at: datetime
    limits: Limits = field(default_factory=Limits)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    told: frozenset[ClockKind] = frozenset()
    amount: int = 0
    was_ended: Mapping[ClockKind, Clock] = field(default_factory=dict)
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The limits that run from now on, and those that ended."""

    running: Running
    ended: Mapping[ClockKind, Clock]

    def late(self, at: datetime) -> list[str]:
        """Which of the ended ones had passed."""
        return [kind.value for kind, clock in self.ended.items() if clock.due_at < at]


def reckons(acts: Iterable[ClockAct]) -> bool:
    """Whether limits and calendar are needed."""
    return not RECKONING.isdisjoint(acts)


def moved(running: Running, acts: Iterable[ClockAct], given: Given) -> Result:
    """The limits after one move."""
    clocks, ended, paused_at = dict(running.clocks), {}, running.paused_at
    for act in acts:
        for kind in _ending(act, given):
            if kind in clocks:
                ended[kind] = clocks.pop(kind)
        for kind in _opening(act, clocks, given.limits):
            if kind in given.limits.of:
                clocks[kind] = opened(kind, given.limits, given.at, given.calendar)
        match act:
            case ClockAct.PAUSE:
                paused_at = given.at
            case ClockAct.RESUME if paused_at is not None:
                clocks = {k: _resumed(c, paused_at, given) for k, c in clocks.items()}
                paused_at = None
            case ClockAct.EXTEND if ClockKind.SOLVE in clocks:
                limit = given.limits.limit(ClockKind.SOLVE)
                solve = clocks[ClockKind.SOLVE]
                clocks[ClockKind.SOLVE] = extended(solve, limit, given.amount, given.calendar)
            case ClockAct.GIVE_BACK if given.ended_at is not None:
                back = {k: c for k, c in given.was_ended.items() if k is not ClockKind.STUDY}
                clocks |= {k: _resumed(clock, given.ended_at, given) for k, clock in back.items()}
            case _:
                pass
    return Result(replace(running, clocks=clocks, paused_at=paused_at), ended)


def due_moved(before: Running, after: Running) -> dict[str, list[str | None]]:
    """Each limit that runs both times and ends at another moment, with both; what runs is decided
    by steps, never by reckoning.
    """
    found: dict[str, list[str | None]] = {}
    for kind in ClockKind:
        was, now = before.clocks.get(kind), after.clocks.get(kind)
        if was is not None and now is not None and was.due_at != now.due_at:
            found[kind.value] = [was.due_at.isoformat(), now.due_at.isoformat()]
    return found


def _opening(
    act: ClockAct, clocks: Mapping[ClockKind, Clock], limits: Limits
) -> tuple[ClockKind, ...]:
    """Which limits begin. One that is kept on a transfer runs on where it runs."""
    if act is not ClockAct.RENEW_SIGN:
        return OPENED.get(act, ())
    limit = limits.of.get(ClockKind.SIGN)
    runs_on = limit is not None and limit.kept_on_transfer and ClockKind.SIGN in clocks
    return () if runs_on else (ClockKind.SIGN,)


def _ending(act: ClockAct, given: Given) -> Iterable[ClockKind]:
    return given.told if act is ClockAct.END_TOLD else ENDED.get(act, ())


def _resumed(clock: Clock, paused_at: datetime, given: Given) -> Clock:
    limit = given.limits.of.get(clock.kind)
    if limit is None:
        return resumed(clock, paused_at, given.at, given.calendar)
    return resumed(clock, paused_at, given.at, given.calendar, unit=limit.unit)
