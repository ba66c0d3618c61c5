"""Which of the ways the table opens lead anywhere for this very ticket, and this very person.

A button is shown only for these. The action decides all the same: what is asked here is what it
would refuse for a reason the row already tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.choices.tickets import Nature, TicketMove, TicketState
from services.models import Ticket
from services.queries.ticket_sides import askable_ways, legal_ways
from services.rules.ticket_ways import Way
from services.rules.tickets import BEHIND, RETURNS_TO_ARBITRATE
from wuhan_smes.access import Access

M = TicketMove
# Steps that come of something else: of asking, of deciding, of a changed calendar.
NOT_PRESSED: Final = frozenset({M.RAISE, *BEHIND})


@dataclass(frozen=True, slots=True)
class Offer:
    """One button: the move, and whether it is made or asked for."""

    way: Way
    asking: bool = False

    @property
    def move(self) -> TicketMove:
        return self.way.move

    @property
    def label(self) -> str:
        return f"申请{self.move.label}" if self.asking else str(self.move.label)


def offers(ticket: Ticket, access: Access, *, at: datetime) -> list[Offer]:
    """What this person may do with the ticket now, in the order of the table."""
    direct = [
        Offer(way)
        for way in legal_ways(ticket, access)
        if way.move not in NOT_PRESSED and leads_on(way.move, ticket, access, at=at)
    ]
    made = {offer.move for offer in direct}
    waiting = set(ticket.requests.waiting().values_list("move", flat=True))
    asked = [
        Offer(way, asking=True)
        for way in askable_ways(ticket, access)
        if way.move not in made | waiting and leads_on(way.move, ticket, access, at=at)
    ]
    return [*direct, *asked]


def leads_on(move: TicketMove, ticket: Ticket, access: Access, *, at: datetime) -> bool:
    """Whether the ticket as it stands takes the move."""
    match move:
        case M.ANSWER:
            return ticket.nature == Nature.CONSULTATION
        case M.ASSIGN:
            return ticket.arbitrated or ticket.returns < RETURNS_TO_ARBITRATE
        case M.RETURN:
            in_time = ticket.sign_due_at is None or at <= ticket.sign_due_at
            return in_time and not ticket.arbitrated
        case M.EXTEND:
            return ticket.solve_due_at is not None and at <= ticket.solve_due_at
        case M.AUDIT:
            return ticket.handled_by_id is None or ticket.handled_by_id != access.actor_id
        case M.RESUME:
            return ticket.state != TicketState.REOPENED or bool(ticket.handler_kind)
        case M.UNMERGE:
            return ticket.merged_into_id is not None
        case M.REOPEN:
            return ticket.merged_into_id is None
        case _:
            return True


def foremost(found: Sequence[Offer]) -> TicketMove | None:
    """The step the ticket waits for, if one of the offers is it: the button that stands out."""
    pressed = {offer.move for offer in found if not offer.asking}
    return next((move for move in FOREMOST if move in pressed), None)


FOREMOST: Final = (
    M.SUBMIT,
    M.TRIAGE,
    M.ASSIGN,
    M.ARBITRATE,
    M.SIGN,
    M.AUDIT,
    M.CLOSE,
    M.SURVEY,
    M.REPLY,
    M.PROGRESS,
    M.RESUME,
)
