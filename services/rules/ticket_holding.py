"""Who holds the ball in a state: a station, a unit, an agency or the enterprise."""

from dataclasses import dataclass

from services.choices.tickets import HolderKind, TicketState, WaitingFor
from services.rules.ticket_ways import Ball
from services.rules.tickets import BALL


@dataclass(frozen=True, slots=True)
class Hands:
    """Everybody a ticket may be with."""

    desk_id: int
    station_id: int | None = None
    handler_kind: str = ""
    lead_agency_id: int | None = None
    enterprise_id: int | None = None
    waiting_for: str = ""


def holder(state: str, hands: Hands) -> tuple[str, int | None]:
    """The kind and id of the one who has the ball in `state`; nobody once it is closed."""
    match BALL[TicketState(state)]:
        case Ball.NOBODY:
            return "", None
        case Ball.DESK:
            return HolderKind.UNIT, hands.desk_id
        case Ball.COLLECTOR:
            return collector(hands)
        case Ball.AWAITED:
            awaited = hands.waiting_for == WaitingFor.ENTERPRISE and hands.enterprise_id
            return (HolderKind.ENTERPRISE, awaited) if awaited else handler(hands)
        case _:
            return handler(hands)


def collector(hands: Hands) -> tuple[str, int]:
    """The station that took it in, or the unit where none did."""
    if hands.station_id is not None:
        return HolderKind.STATION, hands.station_id
    return HolderKind.UNIT, hands.desk_id


def handler(hands: Hands) -> tuple[str, int]:
    """The lead agency, the station or the unit that sees it through."""
    if hands.handler_kind == HolderKind.AGENCY and hands.lead_agency_id is not None:
        return HolderKind.AGENCY, hands.lead_agency_id
    if hands.handler_kind == HolderKind.STATION and hands.station_id is not None:
        return HolderKind.STATION, hands.station_id
    return HolderKind.UNIT, hands.desk_id
