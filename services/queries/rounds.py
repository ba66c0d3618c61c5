"""What a specialist's first page begins with: where to go today, and what he has in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.models import Ticket
from services.queries.cards import Card, cards
from services.queries.cards import late as is_late
from services.queries.visits import tickets_shown
from services.rules.visits import day_of
from wuhan_smes.access import Access, Capability

SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Errand:
    """An open ticket of the station."""

    ticket: Ticket
    late: bool


@dataclass(frozen=True, slots=True)
class Rounds:
    first: Sequence[Card]
    in_care: int
    tickets: Sequence[Errand]


def rounds(access: Access, *, at: datetime) -> Rounds | None:
    """The rounds of whoever belongs to a station; None for everybody else."""
    if not access.holds(Capability.VISIT_EDIT):
        return None
    reach = access.reach(Capability.VISIT_EDIT)
    if not reach.station_ids:
        return None
    mine = cards(access, at=at)
    pressing = [card for card in mine if card.weight and _now(card, at)]
    open_ones = tickets_shown(access).unfinished().filter(station_id__in=reach.station_ids)
    return Rounds(
        first=pressing[:SHOWN],
        in_care=len(mine),
        tickets=[
            Errand(ticket, is_late(ticket, at))
            for ticket in open_ones.order_by("due_at", "pk")[:SHOWN]
        ],
    )


def _now(card: Card, at: datetime) -> bool:
    """Due by its cadence, or for a reason that does not wait for it."""
    toned = any(reason.tone for reason in card.reasons)
    return toned or card.care.state(day_of(at)) in {"overdue", "due"}
