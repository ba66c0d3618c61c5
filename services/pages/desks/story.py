"""One ticket told whole: its clocks, whose hands it went through, its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.choices.clocks import ClockKind
from services.choices.tickets import TicketMove
from services.models import Ticket, TicketStep
from services.rules.clock_words import Told, told
from services.rules.ticket_segments import Held, Segment, segments
from wuhan_smes.worktime.calendar import WorkCalendar

WIDE: Final = 1000
THINNEST: Final = 6
HOURS: Final = timedelta(hours=1)
STEP_TONES: Final[Mapping[str, str]] = {
    TicketMove.RETURN: "warn",
    TicketMove.SEND_BACK: "warn",
    TicketMove.REOPEN: "warn",
    TicketMove.REMIND: "warn",
    TicketMove.SUPERVISE: "bad",
    TicketMove.CLOSE: "good",
    TicketMove.ANSWER: "good",
    TicketMove.DECLINE: "",
}


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One running limit."""

    kind: ClockKind
    due_at: datetime
    told: Told


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """A segment with its place in the bar, in thousandths of its width."""

    segment: Segment
    x: int
    width: int
    hue: int
    words: str
    open: bool


def clocks(ticket: Ticket, calendar: WorkCalendar, at: datetime) -> list[ShownClock]:
    """The limits that run, the first to end first."""
    found = []
    for kind in ClockKind:
        due_at = getattr(ticket, f"{kind.value}_due_at")
        if due_at is not None:
            warn_at = getattr(ticket, f"{kind.value}_warn_at")
            found.append(
                ShownClock(
                    kind,
                    due_at,
                    told(due_at, warn_at, at, calendar, paused_at=ticket.clocks_paused_at),
                )
            )
    return sorted(found, key=lambda clock: clock.due_at)


def bar(ticket: Ticket, steps: Sequence[TicketStep], at: datetime) -> list[ShownSegment]:
    """Whose hands it went through until now, or until it was struck off."""
    held = [Held(it.at, it.holder_kind, it.holder_id, it.holder_name) for it in steps]
    found = segments(held, until=ticket.closed_at or at)
    hues = {key: n % 6 for n, key in enumerate(dict.fromkeys((s.kind, s.key) for s in found))}
    total = sum((s.length for s in found), timedelta()) or HOURS
    widths = [max(THINNEST, round(s.length / total * WIDE)) for s in found]
    scale = WIDE / (sum(widths) or WIDE)
    shown, x = [], 0.0
    for segment, wide in zip(found, widths, strict=True):
        hue = hues[segment.kind, segment.key]
        still = segment is found[-1] and ticket.closed_at is None
        shown.append(
            ShownSegment(
                segment, round(x), max(1, round(wide * scale)), hue, lasted(segment.length), still
            )
        )
        x += wide * scale
    return shown


def lasted(length: timedelta) -> str:
    """A length in days and hours, as the clock on the wall counts them."""
    minutes = int(length.total_seconds() // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    return f"{hours} 小时" if hours else f"{minutes} 分钟"


@dataclass(frozen=True, slots=True)
class DueMoved:
    """A limit that a step reckoned anew: what was due and what is."""

    kind: str
    was: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step as the timeline tells it."""

    step: TicketStep
    state: str
    moved: bool
    late: Sequence[str]
    due: Sequence[DueMoved]
    tone: str


def told_steps(steps: Sequence[TicketStep], labels: Mapping[str, str]) -> list[ToldStep]:
    """The newest first, each with the state it led to where it led anywhere."""
    return [
        ToldStep(
            step,
            labels[step.state_after],
            step.state_before != step.state_after,
            [str(ClockKind(kind).label) for kind in step.late],
            [
                DueMoved(ClockKind(kind).label, *map(datetime.fromisoformat, moments))
                for kind, moments in step.facts.get("due", {}).items()
            ],
            STEP_TONES.get(step.move, ""),
        )
        for step in reversed(steps)
    ]
