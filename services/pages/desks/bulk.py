"""The same move on many tickets: chosen in a list, said once, each result named."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from services.actions.tickets.moves import MOVES
from services.choices.tickets import TicketMove
from services.models import Ticket
from services.pages.desks.fields import MoveForm
from services.pages.desks.lines import Line, lines
from services.queries.ticket_labels import state_labels
from services.queries.ticket_offers import offers
from services.rules.ticket_ways import Way
from services.rules.tickets import FLOW
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.web.constraints import explain
from wuhan_smes.web.pages import Crumb, ScopedPage

M = TicketMove
OFFERED: Final = (
    M.TRIAGE,
    M.SELF_HANDLE,
    M.ASSIGN,
    M.SIGN,
    M.AUDIT,
    M.CLOSE,
    M.REMIND,
    M.SUPERVISE,
)
MOST: Final = 200


def bulk_moves(access: Access) -> list[tuple[str, str]]:
    """The moves this person may ever make on several tickets at once."""
    return [
        (move.value, str(move.label))
        for move in OFFERED
        if any(
            access.holds(permit.capability)
            for way in FLOW
            if way.move == move
            for permit in way.who
        )
    ]


@dataclass(frozen=True, slots=True)
class Fate:
    """One of the chosen tickets: whether it takes the move, or what came of it."""

    line: Line
    way: Way | None = None
    done: bool = False
    said: str = ""


class BulkPage(ScopedPage):
    """First what will be done to which, then the doing: one transaction for each ticket, so that a
    refusal of one undoes nothing of the others.
    """

    capability = Capability.TICKET_VIEW
    title = "批量办理"
    template_name = "tickets/bulk.html"
    http_method_names = ["post"]

    def crumbs(self) -> list[Crumb]:
        return [Crumb("问题", reverse("tickets")), Crumb(self.title)]

    @property
    def move(self) -> TicketMove:
        name = self.request.POST.get("move", "")
        if name not in {move.value for move in OFFERED}:
            raise Http404
        return TicketMove(name)

    @cached_property
    def chosen(self) -> Sequence[Ticket]:
        """The tickets that were ticked, those in reach, the order of the list kept."""
        keys = [key for key in self.request.POST.getlist("ticket") if key.isdecimal()][:MOST]
        ids = [int(key) for key in keys if len(key) < 19]
        rows = Ticket.objects.within(self.access.reach(Capability.TICKET_VIEW)).for_list()
        found = rows.select_related("chain").in_bulk(ids)
        return [found[pk] for pk in dict.fromkeys(ids) if pk in found]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        fates = [self._fate(ticket) for ticket in self.chosen]
        takers = [fate for fate in fates if fate.way is not None]
        form = self._form(takers)
        if form is not None and "go" in request.POST and form.is_valid():
            results = [self._done(fate, form.cleaned_data) for fate in fates]
            return self.render_to_response(self.get_context_data(results=results))
        return self.render_to_response(
            self.get_context_data(fates=fates, takers=len(takers), form=form)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(move=self.move, **kwargs)
        return {**context, "title": f"批量{self.move.label}"}

    def _fate(self, ticket: Ticket) -> Fate:
        at = timezone.now()
        (line,) = lines([ticket], at=at)
        for offer in offers(ticket, self.access, at=at):
            if offer.move == self.move and not offer.asking:
                return Fate(line, offer.way)
        return Fate(line, said=f"“{line.state}”状态不能由您{self.move.label}")

    def _form(self, takers: Sequence[Fate]) -> MoveForm | None:
        """The fields of the move, once for all."""
        if not takers:
            return None
        first = takers[0]
        data = self.request.POST if "go" in self.request.POST else None
        form = MoveForm(first.way, first.line.ticket, self.access, data=data)  # type: ignore[arg-type] # takers have a way
        for name in ("category", "urgency"):
            form.initial.pop(name, None)
        return form

    def _done(self, fate: Fate, words: dict[str, Any]) -> Fate:
        ticket = fate.line.ticket
        if fate.way is None:
            return fate
        said = {**words, "expected_version": self._version_seen(ticket)}
        try:
            with transaction.atomic():
                now = MOVES[self.move](ticket.pk, access=self.access, at=timezone.now(), **said)
        except ActionRefused as refusal:
            return Fate(fate.line, said=refusal.message)
        except Ticket.DoesNotExist:
            return Fate(fate.line, said="该工单已不在您的范围内")
        except IntegrityError as error:
            return Fate(fate.line, said=explain(error).detail)
        with_whom = f"，现由{now.holder_name}办理" if now.holder_name else ""
        return Fate(fate.line, done=True, said=f"{state_labels()[now.state]}{with_whom}")

    def _version_seen(self, ticket: Ticket) -> int:
        """The version the page showed, so that nobody's change is lost unseen."""
        text = self.request.POST.get(f"version-{ticket.pk}", "")
        return int(text) if text.isdecimal() else ticket.version
