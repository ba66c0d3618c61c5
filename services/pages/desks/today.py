"""What the first page says of one's desk, and an enterprise's page of its matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.models import Ticket, TicketRequest
from services.pages.desks.lines import Line, lines
from services.queries.desks import PRESSING, Waiting, overdue, piles, place_of, pressing
from wuhan_smes.access import Access, Capability

FIRST: Final = 5
LATEST: Final = 10


@dataclass(frozen=True, slots=True)
class DeskToday:
    """The piles of one's own unit, what presses most, and what waits for one's consent."""

    piles: Sequence[Waiting]
    first: Sequence[Line]
    requests_waiting: int


def desk_today(access: Access, *, home_id: int | None, at: datetime) -> DeskToday | None:
    """None for somebody without a desk."""
    place = place_of(access, home_id=home_id)
    if not place or not access.holds(Capability.TICKET_VIEW):
        return None
    reach = access.reach(Capability.TICKET_VIEW)
    ours = Ticket.objects.within(reach).filter(place.has_the_ball)
    hot = ours.filter(overdue(at) | pressing(at)).for_list().select_related("chain")
    return DeskToday(
        piles(ours, at=at),
        lines(hot.annotate(pressing=PRESSING).order_by("pressing", "id")[:FIRST], at=at),
        requests_waiting(access),
    )


def requests_waiting(access: Access) -> int:
    """Requests this person may decide; never one of his own."""
    if not access.holds(Capability.TICKET_APPROVE):
        return 0
    rows = TicketRequest.objects.within(access.reach(Capability.TICKET_APPROVE)).waiting()
    return rows.exclude(asked_by_id=access.actor_id).count()


def matters_of(enterprise_id: int, access: Access, *, at: datetime) -> Sequence[Line] | None:
    """The latest tickets of an enterprise; None for who may see none."""
    if not access.holds(Capability.TICKET_VIEW):
        return None
    rows = Ticket.objects.within(access.reach(Capability.TICKET_VIEW)).for_list()
    mine = rows.filter(enterprise_id=enterprise_id).select_related("chain").order_by("-id")
    return lines(mine[:LATEST], at=at)
