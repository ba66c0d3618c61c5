"""问题: what waits for this desk, the most pressing first; every ticket in reach can be found."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, cast

from django.db.models import QuerySet
from django.utils import timezone

from services.models import Ticket
from services.pages.desks.bulk import bulk_moves
from services.pages.desks.lines import lines
from services.pages.desks.sieve import TicketSieve
from services.pages.desks.today import requests_waiting
from services.queries.desks import PRESSING, Place, Waiting, piles, place_of
from services.queries.ticket_labels import state_labels
from services.reports.ticket_lists import LEDGER
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import User
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing

# The first of them is the order of the ledger as a file. What is red or amber has a limit, and
# an index that leads along it.
ORDERINGS: Final = {"-id": ("-id",), "pressing": ("pressing", "id"), "due": ("due_at", "id")}
NEWEST: Final = frozenset({"all", "mine"})


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the desks a person may look at."""

    whose: str
    label: str
    here: bool


class DeskPage(ExportedPage):
    """The person's own desk: piles with counts that open their rows, and those rows."""

    capability = Capability.TICKET_VIEW
    title = "问题"
    template_name = "tickets/desk.html"
    url_name = "tickets"
    exports = LEDGER
    orderings = ORDERINGS

    @cached_property
    def place(self) -> Place:
        user = cast("User", self.request.user)
        return place_of(self.access, home_id=user.jurisdiction_id)

    @cached_property
    def at(self) -> datetime:
        return timezone.now()

    def sieve(self) -> TicketSieve:
        return TicketSieve(
            self.request.GET, reach=self.reach, place=self.place, labels=state_labels()
        )

    def rows(self, sieve: TicketSieve) -> QuerySet[Ticket]:
        wanted = sieve.wanted(at=self.at, actor_id=self.access.actor_id)
        found = Ticket.objects.within(self.reach).for_list().filter(wanted)
        return found.select_related("chain").annotate(pressing=PRESSING)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        whose = sieve.chosen("whose") or "all"
        ordering = "due" if sieve.chosen("light") else "-id" if whose in NEWEST else "pressing"
        page = listing(self.request, self.rows(sieve), orderings=self.orderings, ordering=ordering)
        return super().get_context_data(
            sieve=sieve,
            whose=whose,
            tabs=self._tabs(whose),
            piles=self._piles(sieve, whose),
            page=page,
            lines=lines(page.rows, at=self.at),
            bulk_moves=bulk_moves(self.access),
            may_raise=self.access.holds(Capability.TICKET_RAISE),
            requests_waiting=requests_waiting(self.access),
            **kwargs,
        )

    def _tabs(self, whose: str) -> list[Tab]:
        shown = [("ours", "等本单位办"), ("others", "等别人办")] if self.place else []
        shown += [("mine", "我的"), ("all", "全部")]
        return [Tab(code, label, here=code == whose) for code, label in shown]

    def _piles(self, sieve: TicketSieve, whose: str) -> list[Waiting]:
        """Counted over the whole desk, whatever else cuts the list below; done is no pile."""
        rows = Ticket.objects.within(self.reach).unfinished()
        return piles(rows.filter(sieve.of_desk(self.access.actor_id)), at=self.at)
