"""One ticket: who has it, how long there is, what happened, and what this person may do now."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from services.actions.ticket_contacts import may_reveal
from services.choices.tickets import RequestState, TicketMove
from services.linked import TICKET_SURVEY, may_enter, may_send, papers_of
from services.models import Ticket, TicketRequest
from services.pages.desks import story
from services.pages.desks.fields import MoveForm
from services.pages.desks.lines import Line, lines
from services.queries.ticket_labels import state_labels
from services.queries.ticket_offers import Offer, foremost, offers
from services.queries.ticket_sides import may
from services.rules.tickets import LEAD, way
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import TransitionRefused
from wuhan_smes.files.attachments import ACCEPTED
from wuhan_smes.web.pages import Crumb, ScopedPage
from wuhan_smes.worktime.queries import work_calendar

M = TicketMove
# One letter for what is done every day; shown beside the button and by “?”.
KEYS: Final = {
    M.TRIAGE: "a",
    M.ASSIGN: "f",
    M.SELF_HANDLE: "b",
    M.SIGN: "s",
    M.PROGRESS: "p",
    M.REPLY: "r",
    M.AUDIT: "t",
    M.SEND_BACK: "x",
    M.SURVEY: "v",
    M.CLOSE: "c",
    M.REMIND: "u",
    M.SUPERVISE: "d",
}


@dataclass(frozen=True, slots=True)
class Button:
    """One move as the page shows it: a button that opens its form."""

    offer: Offer
    form: MoveForm
    first: bool
    key: str
    open: bool
    url: str

    @property
    def files_id(self) -> str:
        """What its field for files is called on the page."""
        return f"files-{'ask-' if self.offer.asking else ''}{self.offer.move.value}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits, and whether this person may decide it."""

    request: TicketRequest
    decides: bool


class OfTicket(ScopedPage):
    """A page about a ticket in reach; what lies outside does not exist."""

    capability = Capability.TICKET_VIEW
    model = Ticket
    title = "问题"

    @cached_property
    def ticket(self) -> Ticket:
        rows = Ticket.objects.within(self.access.reach(Capability.TICKET_VIEW)).for_list()
        related = ("chain", "desk", "station", "measure", "merged_into", "visit")
        return rows.select_related(*related).get(pk=self.kwargs["pk"])

    @property
    def address(self) -> str:
        return reverse("ticket", args=[self.kwargs["pk"]])

    def crumbs(self) -> list[Crumb]:
        return [Crumb("问题", reverse("tickets")), Crumb(self.ticket.number)]


class TicketPage(OfTicket):
    """Everything about one ticket on one page."""

    template_name = "tickets/ticket.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ticket, at = self.ticket, timezone.now()
        steps = list(ticket.steps.order_by("ordinal"))
        labels = state_labels()
        line: Line = lines([ticket], at=at)[0]
        bar = story.bar(ticket, steps, at)
        kwargs.setdefault("buttons", self.buttons())
        context = super().get_context_data(
            ticket=ticket,
            line=line,
            clocks=story.clocks(ticket, work_calendar(), at),
            bar=bar,
            held_since=bar[-1].segment.since if bar else ticket.held_since,
            wide=story.WIDE,
            steps=story.told_steps(steps, labels),
            legs=ticket.legs.select_related("agency").order_by("id"),
            requests=self._requests(),
            supervisions=ticket.supervisions.order_by("-at", "-id"),
            meetings=ticket.meetings.order_by("-id"),
            surveys=ticket.surveys.order_by("-id"),
            papers=papers_of(TICKET_SURVEY, ticket.pk),
            shared_by=ticket.shared_by.order_by("id"),
            duplicates=ticket.duplicates.order_by("id"),
            attachments=ticket.attachments.select_related("step").order_by("id"),
            accepted_files=ACCEPTED,
            masked_phone=ticket.masked_phone,
            may_reveal=may_reveal(ticket, self.access),
            may_issue_sheets=may(LEAD, ticket, self.access),
            may_ask_enterprise=may_send(ticket, self.access),
            may_enter_paper=may_enter(ticket, self.access),
            may_open_enterprise=self.access.holds(Capability.REGISTER_VIEW),
            **kwargs,
        )
        return {**context, "title": f"{ticket.number} {ticket.title}"}

    def buttons(
        self, *, asked: MoveForm | None = None, move: str = "", asking: bool = False
    ) -> list[Button]:
        """A button for each offer; the form `asked`, or an empty one, opened for `move`."""
        found = offers(self.ticket, self.access, at=timezone.now())
        main = foremost(found)
        return [
            self._button(
                offer,
                main,
                asked if (offer.move, offer.asking) == (move, asking) else None,
                opened=(offer.move, offer.asking) == (move, asking),
            )
            for offer in found
        ]

    def _button(
        self, offer: Offer, main: TicketMove | None, form: MoveForm | None, *, opened: bool
    ) -> Button:
        name = "ticket-ask" if offer.asking else "ticket-move"
        return Button(
            offer,
            form or MoveForm(offer.way, self.ticket, self.access, asking=offer.asking),
            first=offer.move == main and not offer.asking,
            key="" if offer.asking else KEYS.get(offer.move, ""),
            open=opened,
            url=reverse(name, args=[self.ticket.pk, offer.move.value]),
        )

    def _requests(self) -> list[Asked]:
        """All that was ever asked, the newest first."""
        return [
            Asked(request, decides(request, self.ticket, self.access))
            for request in self.ticket.requests.order_by("-id")
        ]


def decides(request: TicketRequest, ticket: Ticket, access: Access) -> bool:
    """Whether this person may decide it: a lead of the ticket's desk who did not ask himself."""
    if request.state != RequestState.PENDING or request.asked_by_id == access.actor_id:
        return False
    try:
        who = way(ticket.state, TicketMove(request.move)).who
    except TransitionRefused:
        return False
    return may(who, ticket, access)
