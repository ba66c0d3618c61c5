"""Which unit a ticket is proposed to, and why: jurisdiction × category × measure."""

from dataclasses import dataclass
from datetime import date

from services.choices.tickets import Category
from services.models import Ticket, TicketRoute
from services.queries.tickets import responsible
from wuhan_smes.accounts.models import Agency


@dataclass(frozen=True, slots=True)
class Proposal:
    """The lead unit and those that help it; `why` says it to the person who decides."""

    lead: Agency | None
    helpers: tuple[Agency, ...]
    why: str


def proposal(ticket: Ticket, *, on: date) -> Proposal:
    """The route of its category, the unit's own before the city's; without one the lead unit of
    the measure that answers it. Whoever leads, the measure's co-units help.
    """
    named, helping = responsible(ticket.measure_id)
    route = _route(ticket, on)
    lead = route.agency if route else named
    helpers = [it for it in ([named, *helping] if named else helping) if it != lead]
    return Proposal(lead, tuple(helpers), _why(route, ticket, lead))


def _route(ticket: Ticket, on: date) -> TicketRoute | None:
    rows = TicketRoute.objects.on(on).select_related("agency", "jurisdiction")
    return rows.leading(category=ticket.category, jurisdiction_id=ticket.jurisdiction_id).first()


def _why(route: TicketRoute | None, ticket: Ticket, lead: Agency | None) -> str:
    if route is not None:
        kind = Category(route.category).label
        return f"按分办规则：{route.where}“{kind}”类由{route.agency.name}主办（{route.source}）"
    if lead is not None:
        return f"按对应措施：“{ticket.measure}”由{lead.name}牵头"
    return "没有这一类别的分办规则，也没有对应措施，请选择主办单位"
