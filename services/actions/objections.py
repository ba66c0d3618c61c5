"""An objection to what was publicised becomes a ticket of the unit whose enterprise it is about."""

from datetime import datetime

from measures.models import Objection
from services.actions.raising import raise_ticket
from services.choices.tickets import Category, Channel, Nature
from wuhan_smes.access import Access


def ticket_of_objection(objection: Objection, access: Access, at: datetime) -> str:
    """Raise the ticket and tell its number; by whoever writes the objection down."""
    line = objection.entitlement
    by_whom = objection.by_whom or "未具名"
    ticket = raise_ticket(
        access=access,
        at=at,
        title=f"公示异议：{line.payee.name}"[:120],
        text=f"对“{line.programme.title}”的公示有异议（提出人：{by_whom}）：{objection.text}",
        category=Category.SUBSIDY,
        channel=Channel.OTHER,
        nature=Nature.APPEAL,
        jurisdiction_id=objection.jurisdiction_id,
        enterprise_id=line.payee.enterprise_id,
    )
    return ticket.number
