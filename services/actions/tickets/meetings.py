"""Meetings on tickets (专题研究)."""

from datetime import datetime

from services.models import StudyMeeting, Ticket


def decide_meeting(ticket: Ticket, decisions: str, at: datetime) -> None:
    """The meeting on it, if one is going on, is over with what it decided (议定事项)."""
    meeting = StudyMeeting.objects.filter(ticket=ticket, decided_at__isnull=True)
    meeting.update(decisions=decisions, decided_at=at)
