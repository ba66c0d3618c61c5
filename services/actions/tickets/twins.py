"""The same matter brought twice: joined into one ticket, and taken apart again."""

from datetime import datetime

from django.db import transaction

from services.actions.tickets.moving import held, take
from services.choices.tickets import Outcome, TicketMove, TicketState
from services.models import Ticket
from services.queries.ticket_sides import rows_for
from services.rules import ticket_refusals as rules
from wuhan_smes.access import Access, Capability


@transaction.atomic
def merge(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    into_id: int,
    reason: str = "",
    expected_version: int | None = None,
) -> Ticket:
    """Close it as a duplicate of another that goes on (并单). The older row is locked first."""
    rows = rows_for(access, [Capability.TICKET_TRIAGE])
    for pk in sorted({ticket_id, into_id}):
        rows.locked(pk)
    turn = held(
        ticket_id, TicketMove.MERGE, access=access, at=at, expected_version=expected_version
    )
    into = rows.get(pk=into_id)
    if into.pk == turn.ticket.pk or into.state in {TicketState.CLOSED, TicketState.DRAFT}:
        raise rules.TicketRefused("只能并入另一件正在办理的工单")
    turn.facts["into"] = into.number
    return take(
        turn,
        note=reason,
        outcome=Outcome.DUPLICATE,
        merged_into_id=into.pk,
        closed_at=turn.at,
    )


@transaction.atomic
def unmerge(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> Ticket:
    """It was another matter after all: it starts again where it was collected."""
    rules.require_words("reason", reason, "请写明撤销并单的理由")
    turn = held(
        ticket_id, TicketMove.UNMERGE, access=access, at=at, expected_version=expected_version
    )
    if turn.ticket.merged_into_id is None:
        raise rules.TicketRefused("该工单没有并入其他工单")
    return take(turn, note=reason, outcome="", merged_into_id=None, closed_at=None)
