"""Reminders, pressure and a leader's table: what is done when a ticket does not move."""

from datetime import date, datetime

from django.db import transaction

from services.actions.tickets.moving import Turn, held, take
from services.choices.tickets import PressureKind, TicketMove
from services.models import StudyMeeting, Supervision, Ticket
from services.rules import ticket_refusals as rules
from wuhan_smes.access import Access


@transaction.atomic
def remind(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Ticket:
    """Remind who has it (催办)."""
    turn = held(
        ticket_id, TicketMove.REMIND, access=access, at=at, expected_version=expected_version
    )
    _pressed(turn, PressureKind.REMIND, note)
    return take(turn, note=note)


@transaction.atomic
def supervise(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    note: str,
    expected_version: int | None = None,
) -> Ticket:
    """Put pressure on who has it (督办), as the lead."""
    rules.require_words("note", note, "请写明督办要求")
    turn = held(
        ticket_id, TicketMove.SUPERVISE, access=access, at=at, expected_version=expected_version
    )
    _pressed(turn, PressureKind.SUPERVISE, note)
    return take(turn, note=note)


@transaction.atomic
def study(
    ticket_id: int,
    *,
    access: Access,
    at: datetime,
    held_on: date,
    chair: str,
    participants: str = "",
    note: str = "",
    expected_version: int | None = None,
) -> Ticket:
    """Take it to a leader's or joint meeting (专题研究); what it decides is told on resuming."""
    rules.require_words("chair", chair, "请填写主持人")
    turn = held(
        ticket_id, TicketMove.STUDY, access=access, at=at, expected_version=expected_version
    )
    meeting = StudyMeeting.objects.create(
        ticket=turn.ticket,
        held_on=held_on,
        chair=chair,
        participants=participants,
        reason=note,
        called_at=turn.at,
        called_by_name=access.actor_name,
    )
    turn.facts |= {"meeting": meeting.pk, "held_on": held_on.isoformat(), "chair": chair}
    return take(turn, note=note)


def _pressed(turn: Turn, kind: PressureKind, reason: str) -> None:
    ticket = turn.ticket
    before = Supervision.objects.filter(ticket=ticket, round=ticket.round, kind=kind).count()
    pressure = Supervision.objects.create(
        ticket=ticket,
        round=ticket.round,
        kind=kind,
        level=before + 1,
        told_kind=ticket.holder_kind,
        told_id=ticket.holder_id or 0,
        told_name=ticket.holder_name,
        reason=reason[:500],
        at=turn.at,
        by_id=turn.access.actor_id,
        by_name=turn.access.actor_name,
    )
    turn.facts |= {"supervision": pressure.pk, "level": pressure.level}
