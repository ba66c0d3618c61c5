"""Tickets of ledgers as rows: where they stand, the steps that led there, the steps that end them.

The database checks each step against the state table and each ticket against its last step.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from services.choices.clocks import Urgency
from services.choices.tickets import HolderKind, Outcome, TicketMove, TicketState
from services.models import Ticket, TicketStep
from services.rules.ledgers import SETTLED, WITHDRAWN, PastTicket, moment
from services.rules.ticket_holding import Hands, holder
from services.rules.ticket_raising import number
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Agency, Jurisdiction

AT_ONCE: Final = 500
UNTOLD: Final = "台账未载明时间"
MOVED: Final = (
    "state",
    "step_no",
    "round",
    "outcome",
    "closed_at",
    "review_on",
    "holder_kind",
    "holder_id",
    "holder_name",
    "held_since",
    "version",
)
LATE_MOVES: Final = frozenset(move for move, _ in SETTLED)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes, and what units and agencies are called."""

    access: Access
    units: Mapping[int, str]
    agencies: Mapping[int, str]

    @classmethod
    def of(cls, tickets: Sequence[Ticket], access: Access) -> "Desk":
        units = Jurisdiction.objects.filter(pk__in={it.desk_id for it in tickets})
        led = {it.lead_agency_id for it in tickets if it.lead_agency_id is not None}
        leads = Agency.objects.filter(pk__in=led)
        return cls(
            access,
            dict(units.values_list("pk", "name")),
            dict(leads.values_list("pk", "name")),
        )

    def held_by(self, ticket: Ticket, state: TicketState) -> dict[str, Any]:
        """Who has the ball in a state."""
        hands = Hands(ticket.desk_id, None, ticket.handler_kind, ticket.lead_agency_id)
        kind, key = holder(state, hands)
        names = self.agencies if kind == HolderKind.AGENCY else self.units
        name = names.get(key, "") if key is not None else ""
        return {"holder_kind": kind, "holder_id": key, "holder_name": name}


def row_of(told: PastTicket, key: int, unit_id: int, enterprise: str, desk: Desk) -> Ticket:
    """The ticket where its ledger left it."""
    lead = told.agency_ids[0] if told.agency_ids else None
    closed = moment(told.closed_on) if told.closed_on is not None else None
    state = told.way[-1][1]
    ticket = Ticket(
        pk=key,
        number=number(key, told.received_on),
        channel=told.channel,
        nature=told.nature,
        category=told.category,
        urgency=Urgency.NORMAL,
        title=told.title,
        text=told.text,
        enterprise_id=told.enterprise_id,
        enterprise_name=enterprise,
        jurisdiction_id=unit_id,
        desk_id=unit_id,
        contact_name=told.contact_name[:60],
        contact_phone=told.contact_phone[:30],
        received_at=moment(told.received_on),
        collected_by_id=desk.access.actor_id,
        collected_by_name=desk.access.actor_name or "系统",
        historical=True,
        state=state,
        step_no=len(told.way),
        outcome=told.outcome if closed else "",
        answer=told.answer,
        replied_at=closed,
        closed_at=closed,
        handler_kind=HolderKind.UNIT if lead is None else HolderKind.AGENCY,
        lead_agency_id=lead,
        agency_ids=list(told.agency_ids),
    )
    for name, value in desk.held_by(ticket, state).items():
        setattr(ticket, name, value)
    ticket.held_since = None if closed else ticket.received_at
    return ticket


def steps_of(told: PastTicket, ticket: Ticket, desk: Desk) -> Iterable[TicketStep]:
    """The steps a matter of that outcome must have taken, on the two days a ledger knows."""
    before = ""
    for ordinal, (move, after) in enumerate(told.way, 1):
        late = move in LATE_MOVES
        yield TicketStep(
            ticket=ticket,
            ordinal=ordinal,
            move=move,
            state_before=before,
            state_after=after,
            at=ticket.closed_at if late and ticket.closed_at else ticket.received_at,
            actor_id=desk.access.actor_id,
            actor_name=desk.access.actor_name or "系统",
            note=_note(told, move),
            facts=dict(told.facts) if ordinal == 1 else {},
            **desk.held_by(ticket, after),
        )
        before = after


def withdraw(tickets: Sequence[Ticket], desk: Desk, *, at: datetime, reason: str) -> None:
    """Move every ticket off the desks, one move after the other, as the state table allows."""
    ways = {it.pk: WITHDRAWN[TicketState(it.state)] for it in tickets}
    for turn in range(max((len(way) for way in ways.values()), default=0)):
        moving = [it for it in tickets if turn < len(ways[it.pk])]
        steps = [_withdrawn(it, *ways[it.pk][turn], desk, at=at, reason=reason) for it in moving]
        TicketStep.objects.bulk_create(steps, AT_ONCE)
        Ticket.objects.bulk_update(moving, MOVED, AT_ONCE)


def _withdrawn(
    ticket: Ticket,
    move: TicketMove,
    after: TicketState,
    desk: Desk,
    *,
    at: datetime,
    reason: str,
) -> TicketStep:
    """The step; the ticket is moved along, not saved yet."""
    before, ticket.state = ticket.state, after
    ticket.step_no += 1
    ticket.version += 1
    ticket.round += move == TicketMove.REOPEN
    over = after == TicketState.CLOSED
    ticket.outcome = Outcome.WITHDRAWN if over else ""
    ticket.closed_at = at if over else None
    ticket.review_on = _today(at) if after == TicketState.LISTED else None
    held_by = desk.held_by(ticket, after)
    for name, value in held_by.items():
        setattr(ticket, name, value)
    ticket.held_since = None if over else at
    return TicketStep(
        ticket=ticket,
        ordinal=ticket.step_no,
        round=ticket.round,
        move=move,
        state_before=before,
        state_after=after,
        at=at,
        actor_id=desk.access.actor_id,
        actor_name=desk.access.actor_name or "系统",
        note=reason,
        **held_by,
    )


def _note(told: PastTicket, move: TicketMove) -> str:
    if move == TicketMove.RAISE:
        return f"据台账补录：{told.where}" if told.where else "据台账补录"
    if move in {TicketMove.PROGRESS, TicketMove.REPLY, TicketMove.SELF_HANDLE} and told.answer:
        return told.answer
    return "" if move == TicketMove.CLOSE else UNTOLD


def _today(at: datetime) -> date:
    return timezone.localdate(at)
