"""What a handler may not do alone: return, suspend, extend, list. He asks, his lead decides.

A lead may do each of them without being asked.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from services.actions.tickets import clocks
from services.actions.tickets.legs import end_legs
from services.actions.tickets.meetings import decide_meeting
from services.actions.tickets.moving import Turn, held, locked, permitted, take, today
from services.choices.clocks import ClockKind
from services.choices.tickets import RequestState, TicketMove, TicketState, WaitingFor
from services.models import Ticket, TicketRequest
from services.rules import clocks as clock_rules
from services.rules import ticket_refusals as rules
from services.rules.tickets import way
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import Fault, InputRefused, TransitionRefused


@transaction.atomic
def ask(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    move: str,
    reason: str,
    days: int | None = None,
    waiting_for: str = "",
    review_on: date | None = None,
    expected_version: int | None = None,
) -> TicketRequest:
    """Ask the lead to return, suspend, extend or list it."""
    rules.require_words("reason", reason, "请写明申请理由")
    wanted = TicketMove(move)
    turn = held(
        ticket_id, wanted, access=access, at=at, expected_version=expected_version, asking=True
    )
    ticket = turn.ticket
    said: dict[str, Any] = {"days": days, "waiting_for": waiting_for, "review_on": review_on}
    _check(ticket, wanted, asked_at=turn.at, at=turn.at, **said)
    if ticket.requests.filter(state=RequestState.PENDING, move=wanted).exists():
        raise rules.TicketRefused("已有同样的申请待审批")
    request = TicketRequest.objects.create(
        ticket=ticket,
        move=wanted,
        round=ticket.round,
        reason=reason,
        asked_at=turn.at,
        asked_by_id=access.actor_id,
        asked_by_name=access.actor_name,
        **said,
    )
    turn.way = way(ticket.state, TicketMove.ASK)
    turn.facts = {"request": request.pk, "asked": wanted.value}
    take(turn, note=reason)
    return request


@transaction.atomic
def approve(
    ticket_id: int, request_id: int, *, access: Access, at: datetime, note: str = ""
) -> Ticket:
    """Agree: the move that was asked for is made now, by the lead who agrees."""
    request, turn = _pending(ticket_id, request_id, access=access, at=at)
    turn.keeps = request
    said = {
        "days": request.days,
        "waiting_for": request.waiting_for,
        "review_on": request.review_on,
    }
    turn.facts["request"] = request.pk
    request.due_before = turn.ticket.solve_due_at
    ticket = _made(turn, request.reason, asked_at=request.asked_at, **said)
    request.due_after = ticket.solve_due_at
    _decide(request, RequestState.APPROVED, note, access, turn.at)
    return ticket


@transaction.atomic
def refuse(ticket_id: int, request_id: int, *, access: Access, at: datetime, note: str) -> Ticket:
    """Say no, and why; the ticket stays where it is."""
    rules.require_words("note", note, "请写明不同意的理由")
    request, turn = _pending(ticket_id, request_id, access=access, at=at)
    turn.way = way(turn.ticket.state, TicketMove.REFUSE)
    turn.facts = {"request": request.pk, "asked": request.move}
    _decide(request, RequestState.REFUSED, note, access, turn.at)
    return take(turn, note=note)


@transaction.atomic
def send_return(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> Ticket:
    """Take it back from the unit it was given to (退回), as its lead."""
    return _at_once(
        ticket_id, TicketMove.RETURN, reason, access=access, at=at, version=expected_version
    )


@transaction.atomic
def suspend(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    waiting_for: str,
    reason: str,
    expected_version: int | None = None,
) -> Ticket:
    """Wait for the enterprise or for a higher policy (挂起); the limits stand still."""
    return _at_once(
        ticket_id,
        TicketMove.SUSPEND,
        reason,
        access=access,
        at=at,
        version=expected_version,
        waiting_for=waiting_for,
    )


@transaction.atomic
def extend(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    days: int,
    reason: str,
    expected_version: int | None = None,
) -> Ticket:
    """Give more time (延期), before the time is over and no more than its limit allows."""
    turn = _turn(
        ticket_id, TicketMove.EXTEND, reason, access=access, at=at, version=expected_version
    )
    before = turn.ticket.solve_due_at
    ticket = _made(turn, reason, asked_at=turn.at, days=days)
    TicketRequest.objects.create(
        ticket=ticket,
        move=TicketMove.EXTEND,
        round=ticket.round,
        reason=reason,
        days=days,
        due_before=before,
        due_after=ticket.solve_due_at,
        asked_at=turn.at,
        asked_by_name=access.actor_name,
        state=RequestState.APPROVED,
        decided_at=turn.at,
        decided_by_id=access.actor_id,
        decided_by_name=access.actor_name,
    )
    return ticket


@transaction.atomic
def put_on_list(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    review_on: date,
    reason: str,
    expected_version: int | None = None,
) -> Ticket:
    """It cannot be solved now (挂账): looked at again on a day that is named."""
    return _at_once(
        ticket_id,
        TicketMove.LIST,
        reason,
        access=access,
        at=at,
        version=expected_version,
        review_on=review_on,
    )


def _at_once(
    ticket_id: int,
    move: TicketMove,
    reason: str,
    *,
    access: Access,
    at: datetime,
    version: int | None,
    **said: Any,
) -> Ticket:
    turn = _turn(ticket_id, move, reason, access=access, at=at, version=version)
    return _made(turn, reason, asked_at=turn.at, **said)


def _turn(
    ticket_id: int,
    move: TicketMove,
    reason: str,
    *,
    access: Access,
    at: datetime,
    version: int | None,
) -> Turn:
    rules.require_words("reason", reason, "请写明理由")
    return held(ticket_id, move, access=access, at=at, expected_version=version)


def _made(turn: Turn, reason: str, *, asked_at: datetime, **said: Any) -> Ticket:
    """The move itself, on its own or as it was asked for."""
    ticket, move = turn.ticket, turn.way.move
    _check(ticket, move, asked_at=asked_at, at=turn.at, **said)
    match move:
        case TicketMove.RETURN:
            turn.facts["from_agency"] = ticket.lead_agency_id
            end_legs(ticket, move, turn.at)
            gone = {"handler_kind": "", "lead_agency_id": None, "returns": ticket.returns + 1}
            return take(turn, note=reason, **gone)
        case TicketMove.SUSPEND:
            return take(turn, note=reason, waiting_for=said["waiting_for"])
        case TicketMove.EXTEND:
            turn.amount = said["days"]
            turn.facts["days"] = said["days"]
            return take(turn, note=reason)
        case _:
            end_legs(ticket, move, turn.at)
            decide_meeting(ticket, reason, turn.at)
            return take(turn, note=reason, review_on=said["review_on"])


def _check(
    ticket: Ticket,
    move: TicketMove,
    *,
    asked_at: datetime,
    at: datetime,
    days: int | None = None,
    waiting_for: str = "",
    review_on: date | None = None,
) -> None:
    """What the kind of request must say, and when it may be said."""
    match move:
        case TicketMove.RETURN:
            rules.require_returnable(
                ticket.sign_due_at, arbitrated=ticket.arbitrated, asked_at=asked_at
            )
        case TicketMove.SUSPEND if waiting_for not in WaitingFor.values:
            raise InputRefused(Fault("waiting_for", "required", "请选择等待事由"))
        case TicketMove.LIST if review_on is None:
            raise InputRefused(Fault("review_on", "required", "请填写复查日期"))
        case TicketMove.LIST if review_on is not None:
            rules.require_review_ahead(review_on, today(at))
        case TicketMove.EXTEND:
            _check_more_time(ticket, days, asked_at)
        case _:
            pass


def _check_more_time(ticket: Ticket, days: int | None, asked_at: datetime) -> None:
    clock = clocks.running(ticket).clocks.get(ClockKind.SOLVE)
    if clock is None:
        raise rules.TicketRefused("没有正在计算的办结时限，无需延期")
    if days is None:
        raise InputRefused(Fault("days", "required", "请填写延长天数"))
    used = ticket.requests.filter(
        move=TicketMove.EXTEND, state=RequestState.APPROVED, round=ticket.round
    ).count()
    limit = clocks.limits_of(ticket).limit(ClockKind.SOLVE)
    clock_rules.require_extendable(clock, limit, asked_at=asked_at, used=used, amount=days)


def _pending(
    ticket_id: int, request_id: int, *, access: Access, at: datetime
) -> tuple[TicketRequest, Turn]:
    """The ticket first, then what was asked about it: every act locks in this order."""
    access.reach(Capability.TICKET_APPROVE)
    ticket = locked(ticket_id, TicketMove.REFUSE, access=access)
    request = TicketRequest.objects.filter(ticket=ticket).locked(request_id)
    if request.state != RequestState.PENDING:
        raise TransitionRefused("该申请已经办结")
    row = way(TicketState(ticket.state), TicketMove(request.move))
    permitted(row.who, ticket, access)
    rules.require_another_person(request.asked_by_id, access.actor_id, "申请人不得审批自己的申请")
    return request, Turn(ticket, row, access, max(at, ticket.held_since or at))


def _decide(
    request: TicketRequest, state: RequestState, note: str, access: Access, at: datetime
) -> None:
    request.state, request.decision_note = state, note
    request.decided_at = at
    request.decided_by_id, request.decided_by_name = access.actor_id, access.actor_name
    if request.move != TicketMove.EXTEND or state != RequestState.APPROVED:
        request.due_before = request.due_after = None
    request.save(
        update_fields=[
            "state",
            "decision_note",
            "decided_at",
            "decided_by_id",
            "decided_by_name",
            "due_before",
            "due_after",
        ]
    )
