"""The first page after signing in: where each person's work begins."""

from dataclasses import dataclass
from typing import Any, Final, cast

from django.urls import reverse
from django.utils import timezone

from enterprises.choices import CountBasis
from measures.choices import AgencyRole
from measures.models import Measure
from services.pages.desks.today import DeskToday, desk_today
from services.queries.rounds import rounds
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Grant, User
from wuhan_smes.exchange.choices import ImportState
from wuhan_smes.exchange.shown.imports import VIEW, visible
from wuhan_smes.operations.queries.board import Board, board
from wuhan_smes.operations.queries.ending import Ending, ending_soon
from wuhan_smes.reporting.choices import HandInState
from wuhan_smes.reporting.models import HandIn
from wuhan_smes.web.pages import ScopedPage

MOST_TABLES: Final = 5
UNDECIDED: Final = (ImportState.MAPPING, ImportState.CHECKED)


@dataclass(frozen=True, slots=True)
class Duties:
    """How many measures the person's unit answers for, and how many of them it leads."""

    agency: str
    count: int
    leading: int
    url: str


class Home(ScopedPage):
    """Today's numbers, what waits for this person, and the doors open to him."""

    capability = None
    title = "首页"
    template_name = "operations/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            today=timezone.localdate(),
            board=self._board(),
            ending=self._ending(),
            desk=self._desk(),
            rounds=rounds(self.access, at=timezone.now()),
            may_search=self.access.holds(Capability.REGISTER_VIEW),
            duties=self._duties(),
            grants_waiting=self._grants_waiting(),
            imports_waiting=self._imports_waiting(),
            tables_due=self._tables_due(),
            tables_waiting=self._tables_waiting(),
            **kwargs,
        )

    def _desk(self) -> DeskToday | None:
        """What waits for the person's own desk."""
        user = cast("User", self.request.user)
        return desk_today(self.access, home_id=user.jurisdiction_id, at=timezone.now())

    def _board(self) -> Board | None:
        if not self.access.holds(Capability.COUNTS_VIEW):
            return None
        return board(on=timezone.localdate(), basis=CountBasis.HOLDER, access=self.access)

    def _ending(self) -> list[Ending]:
        if not self.access.holds(Capability.REGISTER_VIEW):
            return []
        return ending_soon(on=timezone.localdate(), access=self.access)

    def _duties(self) -> Duties | None:
        """What the person's own unit answers for; nothing for a person of no agency."""
        agency = cast("User", self.request.user).agency
        if agency is None or not self.access.holds(Capability.MEASURE_VIEW):
            return None
        reach = self.access.reach(Capability.MEASURE_VIEW)
        measures = Measure.objects.within(reach).of_agency(agency.code)
        leading = measures.filter(duties__agency=agency, duties__role=AgencyRole.LEAD).distinct()
        url = f"{reverse('measures')}?agency={agency.code}"
        return Duties(agency.name, measures.count(), leading.count(), url)

    def _grants_waiting(self) -> int:
        """Grants somebody proposed that this person may decide; never one to himself."""
        me = self.access.actor_id
        if me is None or not self.access.holds(Capability.GRANT_APPROVE):
            return 0
        reach = self.access.reach(Capability.GRANT_APPROVE)
        waiting = Grant.objects.within(reach).waiting()
        return waiting.exclude(user_id=me).count()

    def _tables_due(self) -> list[HandIn]:
        """Tables this person's unit has still to hand in, the most urgent first."""
        if not self.access.holds(Capability.REPORT_SEAL):
            return []
        reach = self.access.reach(Capability.REPORT_SEAL)
        if reach.everywhere:
            return []
        due = HandIn.objects.within(reach).due().for_list()
        return list(due.order_by("period__due_on", "pk")[:MOST_TABLES])

    def _tables_waiting(self) -> int:
        """Tables units have handed in for this person to look at."""
        if not self.access.holds(Capability.REPORT_CHECK):
            return 0
        reach = self.access.reach(Capability.REPORT_CHECK)
        return HandIn.objects.within(reach).filter(state=HandInState.HANDED).count()

    def _imports_waiting(self) -> int:
        """Lists this person handed in that wait for a word of his."""
        me = self.access.actor_id
        if me is None or not self.access.holds(VIEW):
            return 0
        waiting = visible(self.access).filter(actor_id=me, state__in=UNDECIDED)
        return waiting.filter(step="").count()
