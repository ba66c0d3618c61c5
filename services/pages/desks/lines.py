"""Tickets as a list shows them: each with its state and its clock in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.choices.tickets import TicketState
from services.models import Ticket
from services.queries.ticket_labels import state_labels
from services.rules.clock_words import Told, told
from wuhan_smes.worktime.queries import work_calendar

S = TicketState
TONES: Final[Mapping[str, str]] = {
    S.DRAFT: "",
    S.COLLECTED: "info",
    S.TRIAGED: "info",
    S.RETURNED: "warn",
    S.REOPENED: "warn",
    S.REPLIED: "tier-4",
    S.AUDITED: "tier-4",
    S.SURVEYED: "tier-4",
    S.SUSPENDED: "",
    S.LISTED: "",
    S.CLOSED: "good",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket in a list."""

    ticket: Ticket
    state: str
    tone: str
    clock: Told

    @property
    def of(self) -> str:
        """Whose matter it is."""
        return self.ticket.enterprise_name or (
            f"{self.ticket.chain}（产业链共性问题）" if self.ticket.chain_id else "未指明企业"
        )


def lines(tickets: Iterable[Ticket], *, at: datetime) -> list[Line]:
    calendar, labels = work_calendar(), state_labels()
    return [
        Line(
            ticket,
            labels[ticket.state],
            TONES.get(ticket.state, "info"),
            told(
                ticket.due_at,
                ticket.warn_at,
                at,
                calendar,
                paused_at=ticket.clocks_paused_at,
            ),
        )
        for ticket in tickets
    ]
