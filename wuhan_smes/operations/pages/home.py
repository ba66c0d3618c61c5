"""The first page after signing in: where each person's work begins."""

from typing import Any, Final, cast

from django.utils import timezone

from enterprises.choices import CountBasis
from measures.queries.duties import own_agency
from services.pages.desks.today import DeskToday, desk_today
from services.queries.rounds import rounds
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import User
from wuhan_smes.jobs.models import Job
from wuhan_smes.operations.pages.boards.definitions import FIRST_VIEW
from wuhan_smes.operations.pages.waiting import Person, measures_of, waiting
from wuhan_smes.operations.queries.board import Board, board
from wuhan_smes.operations.queries.ending import Ending, ending_soon
from wuhan_smes.operations.queries.soundness import last_round
from wuhan_smes.reporting.models import HandIn
from wuhan_smes.web.pages import ScopedPage

MOST_TABLES: Final = 5


class Home(ScopedPage):
    """What waits for this person and what is due, today's numbers, and the doors open to him.

    However much waits, the page asks the same number of questions.
    """

    capability = None
    title = "首页"
    template_name = "operations/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = cast("User", self.request.user), timezone.localdate()
        person = Person(self.access, own_agency(user), today)
        return super().get_context_data(
            today=today,
            definitions=FIRST_VIEW,
            waits=waiting(person),
            tables_due=self._tables_due(),
            board=self._board(),
            ending=self._ending(),
            desk=self._desk(user),
            rounds=rounds(self.access, at=timezone.now()),
            may_search=self.access.holds(Capability.REGISTER_VIEW),
            may_count=self.access.holds(Capability.COUNTS_VIEW),
            may_remark=self.access.holds(Capability.TICKET_APPROVE),
            may_audit=self.access.holds(Capability.TRAIL_VIEW),
            may_look=self.access.holds(Capability.JOB_VIEW),
            sound=self._sound(),
            duties=measures_of(person),
            **kwargs,
        )

    def _desk(self, user: User) -> DeskToday | None:
        """What waits for the person's own desk."""
        return desk_today(self.access, home_id=user.jurisdiction_id, at=timezone.now())

    def _board(self) -> Board | None:
        if not self.access.holds(Capability.COUNTS_VIEW):
            return None
        return board(on=timezone.localdate(), basis=CountBasis.HOLDER, access=self.access)

    def _ending(self) -> list[Ending]:
        if not self.access.holds(Capability.REGISTER_VIEW):
            return []
        return ending_soon(on=timezone.localdate(), access=self.access)

    def _sound(self) -> Job | None:
        """The last round through everything, for who looks after everybody's work."""
        return last_round(self.access) if self.access.holds(Capability.JOB_VIEW) else None

    def _tables_due(self) -> list[HandIn]:
        """Tables this person's unit has still to hand in, the most urgent first."""
        if not self.access.holds(Capability.REPORT_SEAL):
            return []
        reach = self.access.reach(Capability.REPORT_SEAL)
        if reach.everywhere:
            return []
        due = HandIn.objects.within(reach).due().for_list()
        return list(due.order_by("period__due_on", "pk")[:MOST_TABLES])
