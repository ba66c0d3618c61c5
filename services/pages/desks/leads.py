"""What leads look at: requests that wait for a word of theirs, and who was pressed for what."""

from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from services.choices.tickets import PressureKind, RequestState, TicketMove
from services.models import Supervision, TicketRequest
from services.models.ticket_events import ASKED
from services.pages.desks.lines import lines
from services.pages.desks.one import Asked, decides
from services.reports.ticket_lists import REQUESTS, SUPERVISIONS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb

ANY: Final = ("", "全部")
OLDEST_FIRST: Final = {"id": ("id",)}
NEWEST_FIRST: Final = {"-id": ("-id",)}
SIZE: Final = 20


class RequestSieve(forms.Form):
    """Those that wait, unless another state is asked for."""

    state = forms.ChoiceField(label="状态", required=False, choices=RequestState.choices)
    move = forms.ChoiceField(
        label="申请",
        required=False,
        choices=[ANY, *((move.value, TicketMove(move).label) for move in ASKED)],
    )

    def __init__(self, words: Any) -> None:
        super().__init__({"state": RequestState.PENDING, **{k: v for k, v in words.items() if v}})
        self.is_valid()


class ApprovalsPage(ExportedPage):
    """Requests to return, suspend, extend and list, the longest waiting first."""

    capability = Capability.TICKET_APPROVE
    title = "审批"
    template_name = "tickets/approvals.html"
    url_name = "ticket-approvals"
    exports = REQUESTS
    orderings = OLDEST_FIRST

    def crumbs(self) -> list[Crumb]:
        return [Crumb("问题", reverse("tickets")), Crumb(self.title)]

    def sieve(self) -> RequestSieve:
        return RequestSieve(self.request.GET)

    def rows(self, sieve: RequestSieve) -> QuerySet[TicketRequest]:
        chosen = {name: value for name, value in sieve.cleaned_data.items() if value}
        found = TicketRequest.objects.within(self.reach).filter(**chosen)
        return found.none() if sieve.errors else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        rows = self.rows(sieve).select_related("ticket__jurisdiction", "ticket__chain")
        page = listing(self.request, rows, orderings=self.orderings, size=SIZE)
        shown = lines([request.ticket for request in page.rows], at=timezone.now())
        asked = [Asked(it, decides(it, it.ticket, self.access)) for it in page.rows]
        return super().get_context_data(
            form=sieve, page=page, pairs=list(zip(asked, shown, strict=True)), **kwargs
        )


class SupervisionSieve(forms.Form):
    """催办, 督办 and calls for a leader's table."""

    open_only: ClassVar = (("yes", "未销号的"), ("all", "全部"))
    kind = forms.ChoiceField(label="类型", required=False, choices=[ANY, *PressureKind.choices])
    tickets = forms.ChoiceField(label="工单", required=False, choices=open_only)
    told = forms.CharField(label="责任方", required=False, max_length=60)

    def __init__(self, words: Any) -> None:
        super().__init__({"tickets": "yes", **{k: v for k, v in words.items() if v}})
        self.is_valid()


class SupervisionsPage(ExportedPage):
    """Who was reminded or pressed, the latest first, and where the ticket stands now."""

    capability = Capability.TICKET_VIEW
    title = "催办督办"
    template_name = "tickets/supervisions.html"
    url_name = "ticket-supervisions"
    exports = SUPERVISIONS
    orderings = NEWEST_FIRST

    def crumbs(self) -> list[Crumb]:
        return [Crumb("问题", reverse("tickets")), Crumb(self.title)]

    def sieve(self) -> SupervisionSieve:
        return SupervisionSieve(self.request.GET)

    def rows(self, sieve: SupervisionSieve) -> QuerySet[Supervision]:
        found = Supervision.objects.within(self.reach)
        if sieve.errors:
            return found.none()
        chosen = sieve.cleaned_data
        if chosen["kind"]:
            found = found.filter(kind=chosen["kind"])
        if chosen["told"]:
            found = found.filter(told_name__contains=chosen["told"])
        return found if chosen["tickets"] == "all" else found.filter(ticket__closed_at__isnull=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        rows = self.rows(sieve).select_related("ticket__jurisdiction", "ticket__chain")
        page = listing(self.request, rows, orderings=self.orderings)
        shown = lines([pressed.ticket for pressed in page.rows], at=timezone.now())
        return super().get_context_data(
            form=sieve, page=page, pairs=list(zip(page.rows, shown, strict=True)), **kwargs
        )
