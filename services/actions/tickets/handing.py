"""From the desk to the units that answer for a matter: the lead unit and those that help."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from services.actions.tickets.legs import end_legs, hand_to, sign_leg
from services.actions.tickets.moving import Turn, held, take, today
from services.choices.tickets import HolderKind, TicketMove
from services.models import Ticket
from services.queries.routing import proposal
from services.rules import ticket_refusals as rules
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Agency
from wuhan_smes.errors import Fault, InputRefused


@transaction.atomic
def assign(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    agency_id: int | None = None,
    co_agency_ids: Sequence[int] | None = None,
    note: str = "",
    expected_version: int | None = None,
) -> Ticket:
    """Hand it to a lead unit and its helpers (交办): the proposed ones where none are named. After
    three returns only a lead decides.
    """
    turn = held(
        ticket_id, TicketMove.ASSIGN, access=access, at=at, expected_version=expected_version
    )
    rules.require_handing_out(turn.ticket.returns, arbitrated=turn.ticket.arbitrated)
    if agency_id is None:
        agency_id, proposed = _proposed(turn)
        co_agency_ids = proposed if co_agency_ids is None else co_agency_ids
    return _handed(turn, agency_id, co_agency_ids or (), note)


@transaction.atomic
def arbitrate(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    agency_id: int,
    reason: str,
    co_agency_ids: Sequence[int] = (),
    expected_version: int | None = None,
) -> Ticket:
    """Decide who handles it (首接负责): a unit so named cannot return it."""
    rules.require_words("reason", reason, "请写明裁定理由")
    turn = held(
        ticket_id, TicketMove.ARBITRATE, access=access, at=at, expected_version=expected_version
    )
    turn.ticket.arbitrated = True
    return _handed(turn, agency_id, co_agency_ids, reason)


@transaction.atomic
def transfer(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    agency_id: int,
    reason: str,
    co_agency_ids: Sequence[int] = (),
    expected_version: int | None = None,
) -> Ticket:
    """Hand it on to another lead unit (转办); the first receipt stays, each unit's leg is told."""
    rules.require_words("reason", reason, "请写明转办的理由")
    turn = held(
        ticket_id, TicketMove.TRANSFER, access=access, at=at, expected_version=expected_version
    )
    if agency_id == turn.ticket.lead_agency_id:
        raise InputRefused(Fault("agency", "same", "该单位已是主办单位"))
    turn.facts["from_agency"] = turn.ticket.lead_agency_id
    end_legs(turn.ticket, TicketMove.TRANSFER, turn.at)
    return _handed(turn, agency_id, co_agency_ids, reason)


@transaction.atomic
def sign(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Ticket:
    """The lead unit takes it on (签收); who signs is its handler."""
    turn = held(ticket_id, TicketMove.SIGN, access=access, at=at, expected_version=expected_version)
    sign_leg(turn.ticket, turn.at)
    return take(turn, note=note, handled_by_id=access.actor_id, handled_by_name=access.actor_name)


def _proposed(turn: Turn) -> tuple[int, list[int]]:
    """The units the routes and the measure name; why stays with the step."""
    found = proposal(turn.ticket, on=today(turn.at))
    if found.lead is None:
        raise InputRefused(Fault("agency", "required", found.why))
    turn.facts["why"] = found.why
    return found.lead.pk, [it.pk for it in found.helpers]


def _handed(turn: Turn, agency_id: int, co_agency_ids: Sequence[int], note: str) -> Ticket:
    helpers = [pk for pk in dict.fromkeys(co_agency_ids) if pk != agency_id]
    known = Agency.objects.filter(pk__in=[agency_id, *helpers]).count()
    if known != len(helpers) + 1:
        raise InputRefused(Fault("agency", "unknown", "没有这个责任单位"))
    ticket = turn.ticket
    hand_to(ticket, agency_id, helpers, turn.at)
    turn.facts |= {"agency": agency_id, "co_agencies": helpers}
    return take(
        turn,
        note=note,
        handler_kind=HolderKind.AGENCY,
        lead_agency_id=agency_id,
        agency_ids=sorted({*ticket.agency_ids, agency_id, *helpers}),
        arbitrated=ticket.arbitrated,
        handled_by_id=None,
        handled_by_name="",
    )
