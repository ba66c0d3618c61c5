"""The board: every open ticket under the state it stands in, the most pressing on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from services.choices.tickets import TicketState
from services.models import Ticket
from services.pages.desks.lines import Line, lines
from services.pages.desks.sieve import TicketSieve
from services.queries.desks import STAGES, Place, Stage
from services.queries.ticket_labels import state_labels
from services.queries.tickets import Lane, board
from services.querysets.tickets import TicketQuerySet
from wuhan_smes.access import Capability
from wuhan_smes.web.pages import Crumb, ScopedPage

S = TicketState
SHOWN: Final = 20
LATELY: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Filled:
    """A column with its cards."""

    stage: Stage
    count: int
    red: int
    cards: Sequence[Line]
    rest_url: str

    @property
    def rest(self) -> int:
        return self.count - len(self.cards)


class BoardPage(ScopedPage):
    """Columns that scroll on a desk, a list on a phone."""

    capability = Capability.TICKET_VIEW
    title = "问题看板"
    template_name = "tickets/board.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("问题", reverse("tickets")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach, at = self.access.reach(Capability.TICKET_VIEW), timezone.now()
        words = {"whose": "all", **self.request.GET.dict()}
        sieve = TicketSieve(words, reach=reach, place=Place(), labels=state_labels())
        rows = Ticket.objects.within(reach).filter(
            sieve.wanted(at=at, actor_id=self.access.actor_id)
        )
        # Open and lately closed are found by an index each; both at once by none.
        running, done = rows.unfinished(), rows.filter(closed_at__gte=at - LATELY)
        lanes = {lane.state: lane for lane in board(running, at=at)}
        lanes[S.CLOSED] = Lane(S.CLOSED, done.count(), red=0, amber=0)
        shown = [
            self._filled(stage, done if S.CLOSED in stage.states else running, lanes, at)
            for stage in STAGES
        ]
        fields = [sieve[name] for name in ("q", "jurisdiction", "category", "light")]
        return super().get_context_data(columns=shown, fields=fields, **kwargs)

    def _filled(
        self, stage: Stage, rows: TicketQuerySet, lanes: Mapping[TicketState, Lane], at: datetime
    ) -> Filled:
        of = [lanes[state] for state in stage.states]
        count, red = sum(lane.count for lane in of), sum(lane.red for lane in of)
        cards: list[Line] = []
        if count:
            found = rows.filter(state__in=stage.states).for_list().select_related("chain")
            closed = S.CLOSED in stage.states
            latest = found.order_by("-closed_at", "-id")[:SHOWN]
            cards = lines(list(latest) if closed else _most_pressing(found), at=at)
        return Filled(stage, count, red, cards, self._rest(stage))

    def _rest(self, stage: Stage) -> str:
        """The list behind the column, cut as the board is."""
        words = {name: word for name, word in self.request.GET.items() if word}
        words |= {"whose": "all", "stage": stage.code}
        return f"{reverse('tickets')}?{urlencode(words)}"


def _most_pressing(rows: TicketQuerySet) -> list[Ticket]:
    """The first to run out, along the index of limits; then, where there is room, what runs no
    limit. Sorting by both at once would sort everything that is open.
    """
    runs = Q(due_at__isnull=False, clocks_paused_at__isnull=True)
    found = list(rows.filter(runs).order_by("due_at", "id")[:SHOWN])
    room = SHOWN - len(found)
    return [*found, *rows.exclude(runs).order_by("id")[:room]] if room else found
