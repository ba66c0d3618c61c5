"""The tickets a leaving specialist still works on, and those a closing station still collected:
somebody else goes on with them.
"""

from datetime import date

from django.db.models import Q

from services.actions.handing_over import Matters, Occasion
from services.actions.tickets.passing import pass_to
from services.choices.tickets import HolderKind
from services.models import Specialist, Ticket
from services.querysets.tickets import TicketQuerySet
from wuhan_smes.accounts.models import ServiceStation
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


class CollectedTickets(Matters):
    """What is not struck off goes along to the receiving station, drafts too; what is stays with
    the station that collected it. Without one, only what lies with the station itself is left.
    """

    label = "未销号工单"

    def open_with(self, leaver: Specialist, *, on: date) -> int:
        return 0

    def hand_over(self, leaver: Specialist, successor: Specialist, by: Occasion) -> int:
        return 0

    def open_at(self, station: ServiceStation, *, on: date) -> int:
        with_it = Q(holder_kind=HolderKind.STATION) | Q(handler_kind=HolderKind.STATION)
        return _collected(station).filter(with_it).count()

    def hand_over_station(
        self, station: ServiceStation, target: ServiceStation, by: Occasion
    ) -> int:
        rows = _collected(station).select_for_update(of=("self",), no_key=True).order_by("pk")
        told = {"note": f"服务站撤销：{by.reason}", "was": station.name}
        given = [pass_to(row, by.access, by.at, station_id=target.pk, **told) for row in rows]
        return len(given)


def _collected(station: ServiceStation) -> TicketQuerySet:
    return Ticket.objects.unfinished().filter(station=station)


def _of(leaver: Specialist) -> TicketQuerySet:
    """What he handles himself, at his station. Nobody handles by name alone."""
    if leaver.user_id is None:
        return Ticket.objects.none()
    mine = Ticket.objects.unfinished().filter(station_id=leaver.station_id)
    return mine.filter(handled_by_id=leaver.user_id, handler_kind=HolderKind.STATION)
