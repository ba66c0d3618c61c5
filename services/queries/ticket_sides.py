"""On which side of a ticket somebody stands, and what he may do with it now."""

from collections.abc import Collection, Iterable
from functools import cache

from services.choices.tickets import AgencyPart, HolderKind, TicketMove
from services.models import Ticket, TicketAgency
from services.querysets.tickets import TicketQuerySet
from services.rules import tickets as rules
from services.rules.ticket_ways import Permit, Side, Way
from wuhan_smes.access import Access, Capability, Reach


@cache
def capabilities(move: TicketMove) -> tuple[Capability, ...]:
    """Every capability by which somebody might make or ask for `move`."""
    ways = [way for way in rules.FLOW if way.move == move]
    permits = [permit for way in ways for permit in (*way.who, *way.asked_by)]
    found = [permit.capability for permit in permits]
    if any(permit.side is Side.HANDLER for permit in permits):
        found.append(Capability.TICKET_TRIAGE)  # a unit that handles a ticket itself
    return tuple(dict.fromkeys(found))


def rows_for(access: Access, wanted: Collection[Capability]) -> TicketQuerySet:
    """The tickets in reach by any of the capabilities. Raises NotPermitted where none is held."""
    held = [capability for capability in wanted if access.holds(capability)]
    if not held:
        access.reach(next(iter(wanted)))
    reach = Reach()
    for capability in held:
        reach |= access.reach(capability)
    return Ticket.objects.within(reach)


def may(who: Iterable[Permit], ticket: Ticket, access: Access) -> bool:
    """Whether somebody stands on one of the sides."""
    return any(_stands(permit, ticket, access) for permit in who)


def legal_ways(ticket: Ticket, access: Access) -> list[Way]:
    """The rows of the table this person may take now; the buttons of a page."""
    ways = [way for way in rules.ways_from(ticket.state) if way.move not in rules.BEHIND]
    return [way for way in ways if may(way.who, ticket, access)]


def askable_ways(ticket: Ticket, access: Access) -> list[Way]:
    """The moves this person may ask his lead for."""
    ways = rules.ways_from(ticket.state)
    return [way for way in ways if way.asked_by and may(way.asked_by, ticket, access)]


def _stands(permit: Permit, ticket: Ticket, access: Access) -> bool:
    side, capability = permit.side, permit.capability
    if side is Side.HANDLER:
        return _handles(ticket, access, capability)
    if not access.holds(capability):
        return False
    reach = access.reach(capability)
    if reach.everywhere:
        return True
    match side:
        case Side.COLLECTOR:
            return ticket.station_id in reach.station_ids
        case Side.HELPER:
            return _helps(ticket, reach)
        case _:
            return reach.covers(ticket.desk_id)


def _handles(ticket: Ticket, access: Access, capability: Capability) -> bool:
    if ticket.handler_kind in {"", HolderKind.UNIT}:
        capability = Capability.TICKET_TRIAGE
    if not access.holds(capability):
        return False
    reach = access.reach(capability)
    match ticket.handler_kind:
        case HolderKind.AGENCY:
            return reach.everywhere or ticket.lead_agency_id in reach.agency_ids
        case HolderKind.STATION:
            return reach.everywhere or ticket.station_id in reach.station_ids
        case HolderKind.UNIT:
            return reach.covers(ticket.desk_id)
        case _:
            return False


def _helps(ticket: Ticket, reach: Reach) -> bool:
    legs = TicketAgency.objects.filter(ticket=ticket, part=AgencyPart.CO, ended_at__isnull=True)
    return bool(reach.agency_ids) and legs.filter(agency_id__in=reach.agency_ids).exists()
