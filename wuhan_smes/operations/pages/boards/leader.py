"""领导一览: the day on a phone. Nothing is changed here but by a remark (批示)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.choices import CountBasis
from services.actions.tickets.remarks import LONGEST, remark
from services.models import Supervision, Ticket
from services.pages.desks.lines import Line, lines
from services.queries.desks import overdue
from services.queries.funnel import balls
from wuhan_smes.access import Access, Capability
from wuhan_smes.operations import rows
from wuhan_smes.operations.pages.boards.definitions import FIRST_VIEW
from wuhan_smes.operations.queries.board import board
from wuhan_smes.operations.queries.ending import ending_soon
from wuhan_smes.operations.rows import Cell
from wuhan_smes.web.acts import attempt
from wuhan_smes.web.pages import Crumb, ScopedPage

LATE: Final = 12
HOLDERS: Final = 6
REMARKS: Final = 5


class RemarkForm(forms.Form):
    """The words of a remark; on which tickets stands beside it."""

    use_required_attribute = False

    text = forms.CharField(
        label="批示",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "如：请三日内拿出办理方案"}),
        error_messages={"required": "请写明批示内容"},
    )


@dataclass(frozen=True, slots=True)
class Late:
    """What is overdue: how many in all, the longest first, and whose turn it is."""

    count: Cell
    lines: list[Line]
    holders: list[tuple[str, Cell]]


class LeaderPage(ScopedPage):
    """Read-only: the figures of the day, what is late and with whom, and the last remarks."""

    capability = Capability.COUNTS_VIEW
    title = "领导一览"
    template_name = "operations/boards/leader.html"
    http_method_names = ["get", "post", "head", "options"]

    def crumbs(self) -> list[Crumb]:
        return [Crumb("看板", reverse("board")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        access, today, at = self.access, timezone.localdate(), timezone.now()
        kwargs.setdefault("form", RemarkForm())
        kwargs.setdefault("chosen", frozenset())
        may_end = access.holds(Capability.REGISTER_VIEW)
        return super().get_context_data(
            today=today,
            definitions=FIRST_VIEW,
            board=board(on=today, basis=CountBasis.HOLDER, access=access),
            ending=ending_soon(on=today, access=access) if may_end else [],
            late=late(access, at=at) if access.holds(Capability.TICKET_VIEW) else None,
            may_remark=access.holds(Capability.TICKET_APPROVE),
            remarks=self._remarks(),
            **kwargs,
        )

    def _remarks(self) -> list[Supervision]:
        """What this person wrote last, and where it stands."""
        if not self.access.holds(Capability.TICKET_APPROVE):
            return []
        mine = Supervision.objects.within(self.access.reach(Capability.TICKET_APPROVE))
        mine = mine.filter(by_id=self.access.actor_id).select_related("ticket")
        return list(mine.order_by("-id")[:REMARKS])

    def post(self, request: HttpRequest) -> HttpResponse:
        """批示 on the tickets that were ticked, as they were looked at."""
        form, given = RemarkForm(request.POST), request.POST.getlist("ticket")
        seen = {
            int(pk): int(version)
            for pk, _, version in (one.partition("-") for one in given)
            if pk.isdecimal() and version.isdecimal()
        }

        def do(text: str) -> list[Ticket]:
            return remark(text, access=self.access, at=timezone.now(), seen=seen)

        done = form.is_valid() and attempt(form, do)
        if isinstance(done, list):
            messages.success(request, f"批示已转为 {len(done)} 件督办，责任方已收到提醒")
            return redirect("leader")
        context = self.get_context_data(form=form, chosen=frozenset(seen))
        return self.render_to_response(context, status=400)


def late(access: Access, *, at: datetime) -> Late:
    """What is overdue in reach."""
    found = Ticket.objects.within(access.reach(Capability.TICKET_VIEW)).unfinished()
    red = found.filter(overdue(at))
    shown = red.for_list().select_related("chain").order_by("due_at", "id")[:LATE]
    return Late(
        Cell(red.count(), rows.tickets(light="red")),
        lines(shown, at=at),
        [
            (ball.name, Cell(ball.red, rows.tickets(light="red", held_by=ball.key)))
            for ball in balls(found, at=at, most=HOLDERS)
            if ball.red
        ],
    )
