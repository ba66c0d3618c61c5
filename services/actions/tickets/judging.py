"""What the desk makes of a ticket when it comes in (研判)."""

from datetime import datetime

from django.db import transaction

from services.actions.tickets.moving import held, take
from services.choices.tickets import HolderKind, Outcome, TicketMove
from services.models import Ticket
from services.queries.ticket_sides import may
from services.rules import ticket_refusals as rules
from services.rules.tickets import DESK
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import Fault, InputRefused


@transaction.atomic
def triage(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    note: str = "",
    category: str = "",
    urgency: str = "",
    measure_id: int | None = None,
    expected_version: int | None = None,
) -> Ticket:
    """Take it on (受理), put under its category and urgency; whoever had it has it no longer.

    Another category or urgency has other limits: they hold from receipt, whatever ran till now.
    """
    turn = held(
        ticket_id, TicketMove.TRIAGE, access=access, at=at, expected_version=expected_version
    )
    ticket = turn.ticket
    kind = category or ticket.category, urgency or ticket.urgency
    turn.anew = kind != (ticket.category, ticket.urgency)
    return take(
        turn,
        note=note,
        category=kind[0],
        urgency=kind[1],
        measure_id=measure_id or ticket.measure_id,
        handler_kind="",
        lead_agency_id=None,
    )


@transaction.atomic
def decline(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> Ticket:
    """Not to be handled (不予受理), for a reason that is told."""
    rules.require_words("reason", reason, "请写明不予受理的理由")
    turn = held(
        ticket_id, TicketMove.DECLINE, access=access, at=at, expected_version=expected_version
    )
    return take(turn, note=reason, outcome=Outcome.DECLINED, answer=reason, closed_at=turn.at)


@transaction.atomic
def answer(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    note: str,
    expected_version: int | None = None,
) -> Ticket:
    """A question answered on the spot (咨询即答即结): no further way to go."""
    rules.require_words("note", note, "请填写答复内容")
    turn = held(
        ticket_id, TicketMove.ANSWER, access=access, at=at, expected_version=expected_version
    )
    rules.require_consultation(turn.ticket.nature)
    return take(
        turn,
        note=note,
        outcome=Outcome.EXPLAINED,
        answer=note,
        replied_at=turn.at,
        closed_at=turn.at,
    )


@transaction.atomic
def self_handle(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Ticket:
    """The collector sees it through himself (包办): the desk for its unit, else the station."""
    turn = held(
        ticket_id, TicketMove.SELF_HANDLE, access=access, at=at, expected_version=expected_version
    )
    by_desk = turn.ticket.station_id is None or may(DESK, turn.ticket, access)
    return take(
        turn,
        note=note,
        handler_kind=HolderKind.UNIT if by_desk else HolderKind.STATION,
        lead_agency_id=None,
        handled_by_id=access.actor_id,
        handled_by_name=access.actor_name,
    )


@transaction.atomic
def refer(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    unit_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Ticket:
    """To the desk above, or back to the unit it came from (站→区→市)."""
    rules.require_words("reason", reason, "请写明转送的理由")
    turn = held(
        ticket_id, TicketMove.REFER, access=access, at=at, expected_version=expected_version
    )
    ticket = turn.ticket
    above = Jurisdiction.objects.filter(pk=ticket.jurisdiction_id).values_list(
        "parent_id", flat=True
    )
    if unit_id == ticket.desk_id or unit_id not in {ticket.jurisdiction_id, *above}:
        raise InputRefused(Fault("unit", "unknown", "只能转送上级单位，或转回原管理单位"))
    turn.facts["from_unit"] = ticket.desk_id
    return take(turn, note=reason, desk_id=unit_id)
