"""From the answer to the strike-off: audit, call-back, closing, and opening again."""

from datetime import datetime

from django.db import transaction

from services.actions.tickets.legs import end_legs, hand_back
from services.actions.tickets.moving import Turn, held, take
from services.choices.tickets import ANSWERED, Outcome, Satisfaction, TicketMove, TicketState
from services.models import Survey, Ticket
from services.rules import ticket_refusals as rules
from services.rules.tickets import GRADES, way
from wuhan_smes.access import Access


@transaction.atomic
def audit(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Ticket:
    """The answer holds (审核通过); who answered does not audit."""
    turn = held(
        ticket_id, TicketMove.AUDIT, access=access, at=at, expected_version=expected_version
    )
    rules.require_another_person(
        turn.ticket.handled_by_id, access.actor_id, "答复人不得审核自己的答复"
    )
    return take(turn, note=note)


@transaction.atomic
def send_back(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> Ticket:
    """The answer does not hold (退回重办): its limit goes on where the answer stopped it."""
    rules.require_words("reason", reason, "请写明退回重办的理由")
    turn = held(
        ticket_id, TicketMove.SEND_BACK, access=access, at=at, expected_version=expected_version
    )
    hand_back(turn.ticket, turn.at)
    return take(turn, note=reason, outcome="", answer="", replied_at=None)


@transaction.atomic
def survey(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    reached: bool = True,
    contacted: bool | None = None,
    solved: bool | None = None,
    satisfaction: str = "",
    note: str = "",
    by_enterprise: bool = False,
    expected_version: int | None = None,
) -> Ticket:
    """Ask the enterprise (回访). One that says itself that it is unsatisfied opens it again."""
    rules.require_survey(
        reached=reached, contacted=contacted, solved=solved, satisfaction=satisfaction
    )
    turn = held(
        ticket_id, TicketMove.SURVEY, access=access, at=at, expected_version=expected_version
    )
    said = {"reached": reached, "contacted": contacted, "solved": solved}
    Survey.objects.create(
        ticket=turn.ticket,
        round=turn.ticket.round,
        **said,
        satisfaction=satisfaction,
        by_enterprise=by_enterprise,
        note=note[:500],
        at=turn.at,
        by_id=access.actor_id,
        by_name=access.actor_name,
    )
    turn.facts |= {**said, "satisfaction": satisfaction, "by_enterprise": by_enterprise}
    ticket = take(turn, note=note)
    if by_enterprise and satisfaction == Satisfaction.UNSATISFIED:
        again = Turn(ticket, way(ticket.state, TicketMove.REOPEN), access, turn.at)
        return _open_again(again, "企业回访不满意")
    return ticket


@transaction.atomic
def close(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str = "",
    outcome: str = "",
    expected_version: int | None = None,
) -> Ticket:
    """Strike it off (销号) with the enterprise's word, or with a reason that stays on record."""
    turn = held(
        ticket_id, TicketMove.CLOSE, access=access, at=at, expected_version=expected_version
    )
    ticket = turn.ticket
    if ticket.state == TicketState.LISTED:
        rules.require_words("reason", reason, "挂账工单销号须写明理由")
        rules.require_answer(outcome, ANSWERED)
        end_legs(ticket, TicketMove.CLOSE, turn.at)
    else:
        rules.require_closable(confirmed=_confirmed(ticket), reason=reason)
    return take(
        turn,
        note=reason,
        outcome=outcome or ticket.outcome,
        closed_at=turn.at,
        review_on=None,
    )


@transaction.atomic
def reopen(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> Ticket:
    """It was not true, or not enough (再次反映): a new round, a grade higher when unsatisfied."""
    rules.require_words("reason", reason, "请写明重新办理的理由")
    turn = held(
        ticket_id, TicketMove.REOPEN, access=access, at=at, expected_version=expected_version
    )
    if turn.ticket.outcome == Outcome.DUPLICATE:
        raise rules.TicketRefused("该工单已并入其他工单，请撤销并单")
    return _open_again(turn, reason)


def _open_again(turn: Turn, reason: str) -> Ticket:
    ticket = turn.ticket
    last = _last_survey(ticket)
    unsatisfied = last is not None and last.satisfaction == Satisfaction.UNSATISFIED
    grade = min(ticket.grade + unsatisfied, GRADES[-1])
    turn.facts |= {"was_closed": ticket.state == TicketState.CLOSED, "outcome": ticket.outcome}
    return take(
        turn,
        note=reason,
        round=ticket.round + 1,
        grade=grade,
        outcome="",
        answer="",
        replied_at=None,
        closed_at=None,
        arbitrated=False,
        returns=0,
    )


def _confirmed(ticket: Ticket) -> bool:
    last = _last_survey(ticket)
    return last is not None and rules.confirmed(
        reached=last.reached, solved=last.solved, satisfaction=last.satisfaction
    )


def _last_survey(ticket: Ticket) -> Survey | None:
    return Survey.objects.filter(ticket=ticket, round=ticket.round).order_by("-pk").first()
