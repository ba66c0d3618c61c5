"""The tickets a leaving specialist still works on: his successor goes on with them."""

from datetime import date

from services.actions.handing_over import Matters, Occasion
from services.choices.tickets import HolderKind
from services.models import Specialist, Ticket
from services.querysets.tickets import TicketQuerySet
from wuhan_smes.audit import trail


class HandledTickets(Matters):
    """Tickets stay with the station that collected them; the person who handles them changes."""

    label = "在办工单"

    def open_with(self, leaver: Specialist, *, on: date) -> int:
        return _of(leaver).count()

    def hand_over(self, leaver: Specialist, successor: Specialist, by: Occasion) -> int:
        rows = list(_of(leaver).select_for_update(of=("self",), no_key=True).order_by("pk"))
        for row in rows:
            row.handled_by_id, row.handled_by_name = successor.user_id, successor.name
            row.version += 1
            row.save(update_fields=["handled_by_id", "handled_by_name", "version"])
        changes = {"handled_by": [leaver.name, successor.name], "reason": by.reason}
        told = [(row, changes) for row in rows]
        trail.record_set("ticket.hand_over", told, access=by.access, at=by.at)
        return len(rows)


def _of(leaver: Specialist) -> TicketQuerySet:
    """What he handles himself, at his station. Nobody handles by name alone."""
    if leaver.user_id is None:
        return Ticket.objects.none()
    mine = Ticket.objects.unfinished().filter(station_id=leaver.station_id)
    return mine.filter(handled_by_id=leaver.user_id, handler_kind=HolderKind.STATION)
