"""How every move begins and ends: the ticket held, the table asked, its step written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from services.actions.tickets.clocks import reckon_again, turned
from services.choices.clocks import ClockKind
from services.choices.tickets import HolderKind, RequestState, TicketMove, TicketState
from services.models import Ticket, TicketRequest, TicketStep
from services.queries.ticket_sides import capabilities, may, rows_for
from services.rules import tickets as rules
from services.rules.ticket_clocks import Result
from services.rules.ticket_holding import Hands, holder
from services.rules.ticket_refusals import STALE, not_his
from services.rules.ticket_replay import Happened
from services.rules.ticket_ways import Permit, Way
from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.errors import StaleVersion

STANDING: Final = (
    "state",
    "step_no",
    "round",
    "holder_kind",
    "holder_id",
    "holder_name",
    "held_since",
    "version",
)
LIMITS: Final = (
    *(f"{kind}_{of}_at" for kind in ClockKind.values for of in ("due", "warn")),
    "due_at",
    "warn_at",
    "escalate_at",
    "clocks_paused_at",
    "provisional",
)


@dataclass(slots=True)
class Turn:
    """One ticket, held by somebody who may make one move with it now. `anew`: it becomes a ticket
    of other limits, which are reckoned from its receipt.
    """

    ticket: Ticket
    way: Way
    access: Access
    at: datetime
    told: frozenset[ClockKind] = frozenset()
    amount: int = 0
    anew: bool = False
    keeps: TicketRequest | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def held(
    ticket_id: int,
    move: TicketMove,
    access: Access,
    at: datetime,
    *,
    expected_version: int | None = None,
    asking: bool = False,
) -> Turn:
    """The ticket, its row locked, and the row of the table that `move` takes.

    Raises DoesNotExist out of reach, StaleVersion if changed, TransitionRefused where the table
    has no such move, NotPermitted for somebody of another side. `asking`: who may ask for it.
    """
    ticket = locked(ticket_id, move, access=access, expected_version=expected_version)
    way = rules.way(ticket.state, move)
    who = way.asked_by if asking else way.who
    if not may(who, ticket, access):
        raise not_his(who or way.who)
    # Two servers' clocks differ by a little; the steps of a ticket run forward all the same.
    return Turn(ticket, way, access, max(at, ticket.held_since or ticket.closed_at or at))


def locked(
    ticket_id: int, move: TicketMove, *, access: Access, expected_version: int | None = None
) -> Ticket:
    """The ticket, its row locked, for anybody who holds one of the capabilities of `move`.

    Only its unit is read along, which never changes: whoever waited for the lock would lose a row
    joined by what the other one changed, a desk or a lead unit.
    """
    ticket = rows_for(access, capabilities(move)).select_related("jurisdiction").locked(ticket_id)
    if ticket.desk_id == ticket.jurisdiction_id:
        ticket.desk = ticket.jurisdiction
    if expected_version is not None and ticket.version != expected_version:
        raise StaleVersion(STALE)
    return ticket


def take(turn: Turn, *, note: str = "", **values: Any) -> Ticket:
    """Make the move: the ticket as the table says, with `values`, and its step, and the trail."""
    ticket, way, at = turn.ticket, turn.way, turn.at
    before, was_held = ticket.state, (ticket.holder_kind, ticket.holder_id)
    for name, value in values.items():
        setattr(ticket, name, value)
    ticket.state = way.after(TicketState(before))
    limits = turned(ticket, way, at=at, told=turn.told, amount=turn.amount)
    if turn.anew:
        last = Happened(way.move, before, ticket.state, at)
        turn.facts["due"] = reckon_again(ticket, last)
    _hold(ticket, at)
    ticket.step_no += 1
    ticket.version += 1
    stays = before == ticket.state and was_held == (ticket.holder_kind, ticket.holder_id)
    if rules.askable(before) and not stays:
        lapse(ticket, at, keeps=turn.keeps)
    _step(turn, before, note, limits)
    ticket.save(update_fields=[*STANDING, *(LIMITS if way.clocks else ()), *values])
    _record(turn, before, note, values)
    return ticket


def write_first_step(ticket: Ticket, access: Access, at: datetime, note: str = "") -> None:
    """The step a ticket begins with."""
    TicketStep.objects.create(
        ticket=ticket,
        ordinal=1,
        move=TicketMove.RAISE,
        state_after=ticket.state,
        at=at,
        actor_id=access.actor_id,
        actor_name=access.actor_name,
        note=note,
        **_held_by(ticket),
    )


def put_with(ticket: Ticket, at: datetime) -> None:
    """Who has a ticket that was just raised."""
    _hold(ticket, at)


def lapse(ticket: Ticket, at: datetime, *, keeps: TicketRequest | None = None) -> None:
    """What was asked for in a state that is over needs no answer any more."""
    waiting = TicketRequest.objects.filter(ticket=ticket, state=RequestState.PENDING)
    if keeps is not None:
        waiting = waiting.exclude(pk=keeps.pk)
    waiting.update(state=RequestState.LAPSED, decided_at=at)


def today(at: datetime) -> Any:
    """The day in Wuhan."""
    return timezone.localdate(at)


def permitted(who: Collection[Permit], ticket: Ticket, access: Access) -> None:
    if not may(who, ticket, access):
        raise not_his(who)


def _hold(ticket: Ticket, at: datetime) -> None:
    hands = Hands(
        ticket.desk_id,
        ticket.station_id,
        ticket.handler_kind,
        ticket.lead_agency_id,
        ticket.enterprise_id,
        ticket.waiting_for,
    )
    kind, key = holder(ticket.state, hands)
    if (kind, key) != (ticket.holder_kind, ticket.holder_id):
        ticket.holder_kind, ticket.holder_id = kind, key
        ticket.holder_name = _name_of(ticket, kind)
    ticket.held_since = at if kind else None


def _name_of(ticket: Ticket, kind: str) -> str:
    """What the holder is called: one of those the ticket names; empty for nobody."""
    match kind:
        case HolderKind.ENTERPRISE:
            return ticket.enterprise_name
        case HolderKind.UNIT:
            return ticket.desk.name
        case HolderKind.AGENCY if ticket.lead_agency is not None:
            return ticket.lead_agency.name
        case HolderKind.STATION if ticket.station is not None:
            return ticket.station.name
        case _:
            return ""


def _held_by(ticket: Ticket) -> Mapping[str, Any]:
    return {
        "holder_kind": ticket.holder_kind,
        "holder_id": ticket.holder_id,
        "holder_name": ticket.holder_name,
    }


def _step(turn: Turn, before: str, note: str, limits: Result | None) -> None:
    ticket = turn.ticket
    ended = limits.ended if limits else {}
    facts = dict(turn.facts)
    if ended:
        facts["warned"] = {kind.value: clock.warn_at.isoformat() for kind, clock in ended.items()}
    TicketStep.objects.create(
        ticket=ticket,
        ordinal=ticket.step_no,
        round=ticket.round,
        move=turn.way.move,
        state_before=before,
        state_after=ticket.state,
        at=turn.at,
        actor_id=turn.access.actor_id,
        actor_name=turn.access.actor_name,
        note=note,
        facts=facts,
        ended={kind.value: clock.due_at.isoformat() for kind, clock in ended.items()},
        late=limits.late(turn.at) if limits else [],
        **_held_by(ticket),
    )


def _record(turn: Turn, before: str, note: str, values: Mapping[str, Any]) -> None:
    ticket = turn.ticket
    said = {k: v for k, v in {**turn.facts, **values}.items() if v not in ("", None, [], {})}
    changes = {"state": [before, ticket.state], "note": note, **said}
    trail.record(
        f"ticket.{turn.way.move.value}", ticket, access=turn.access, at=turn.at, changes=changes
    )
