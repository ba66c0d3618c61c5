"""What the handler does: tell of progress, take up again, answer."""

from datetime import datetime

from django.db import transaction

from services.actions.tickets.legs import end_legs, hand_back
from services.actions.tickets.meetings import decide_meeting
from services.actions.tickets.moving import held, take
from services.choices.clocks import ClockKind
from services.choices.tickets import ANSWERED, HolderKind, TicketMove, TicketState
from services.models import Ticket
from services.rules import ticket_refusals as rules
from wuhan_smes.access import Access


@transaction.atomic
def progress(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    note: str,
    contacted: bool = False,
    planned: bool = False,
    expected_version: int | None = None,
) -> Ticket:
    """Tell how it goes; `contacted` and `planned` say that the enterprise was spoken with and that
    there is a plan, which ends those limits.
    """
    rules.require_words("note", note, "请填写办理进展")
    turn = held(
        ticket_id, TicketMove.PROGRESS, access=access, at=at, expected_version=expected_version
    )
    told = {ClockKind.CONTACT: contacted, ClockKind.PLAN: planned}
    turn.told = frozenset(kind for kind, said in told.items() if said)
    turn.facts |= {"contacted": contacted, "planned": planned}
    return take(turn, note=note)


@transaction.atomic
def resume(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Ticket:
    """Go on: what was suspended, studied (the note says what was decided), listed or reopened."""
    turn = held(
        ticket_id, TicketMove.RESUME, access=access, at=at, expected_version=expected_version
    )
    ticket = turn.ticket
    match ticket.state:
        case TicketState.SPECIAL_STUDY:
            rules.require_words("note", note, "请填写议定事项")
            decide_meeting(ticket, note, turn.at)
        case TicketState.LISTED:
            rules.require_words("note", note, "请说明恢复办理的情况")
            hand_back(ticket, turn.at)
        case TicketState.REOPENED:
            if not ticket.handler_kind:
                raise rules.TicketRefused("没有原承办方，请重新受理后交办")
            hand_back(ticket, turn.at)
    return take(turn, note=note, waiting_for="", review_on=None)


@transaction.atomic
def reply(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    outcome: str,
    note: str,
    expected_version: int | None = None,
) -> Ticket:
    """Answer the enterprise and ask for strike-off (答复 / 申请销号); the unit's limits stop."""
    rules.require_answer(outcome, ANSWERED)
    rules.require_words("note", note, "请填写答复内容")
    turn = held(
        ticket_id, TicketMove.REPLY, access=access, at=at, expected_version=expected_version
    )
    ticket = turn.ticket
    decide_meeting(ticket, note, turn.at)
    if ticket.handler_kind == HolderKind.AGENCY:
        end_legs(ticket, TicketMove.REPLY, turn.at)
    turn.facts["outcome"] = outcome
    return take(
        turn,
        note=note,
        outcome=outcome,
        answer=note,
        replied_at=turn.at,
        handled_by_id=access.actor_id or ticket.handled_by_id,
        handled_by_name=access.actor_name,
    )
