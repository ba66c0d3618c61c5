"""代企业填写: what an enterprise said on a signed paper, entered by who serves it."""

from functools import cached_property
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse

from services.linked import TICKET_SURVEY, VISIT_CONFIRMATION
from services.models import Ticket, Visit
from services.pages.stations.acts import ActPage
from wuhan_smes.access import Capability
from wuhan_smes.links.actions import links
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.purposes import Purpose, Subject
from wuhan_smes.links.scans import ACCEPTED, HEAD, scan_type
from wuhan_smes.links.using import require_entering
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.web.pages import Crumb, ScopedPage

# What the form of every purpose asks beside the enterprise's own answer.
PAPER: Final = ("signed_name", "scan")


class PaperPage(ActPage):
    """The question of one purpose about one object, with who signed the paper, and its scan."""

    purpose: Purpose
    template_name = "services/paper.html"
    done = "已代企业录入，扫描件已保存"
    object_url = ""
    list_crumb: tuple[str, str]

    @property
    def title(self) -> str:  # type: ignore[override] # the purpose's own name
        return f"代企业填写：{self.purpose.label}"

    @cached_property
    def subject(self) -> Subject:
        found = self.purpose.subject(self.kwargs["pk"], self.access)
        require_entering(self.purpose, found, self.access)
        return found

    def crumbs(self) -> list[Crumb]:
        label, name = self.list_crumb
        number = Crumb(self.subject.number, self.leads_to(None))
        return [Crumb(label, reverse(name)), number, Crumb("代企业填写")]

    def form(self, data: Any = None) -> forms.Form:
        form: Any = self.purpose.question(data, self.request.FILES if data is not None else None)
        form.fields["signed_name"] = forms.CharField(label="签字人姓名", max_length=60)
        form.fields["scan"] = forms.FileField(
            label="签字扫描件",
            help_text="PNG、JPEG 或 PDF，不超过 5 MB",
            widget=forms.ClearableFileInput({"accept": ACCEPTED}),
        )
        return form  # type: ignore[no-any-return] # a question is a form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it, promise = self.subject, self.purpose.promise
        words = promise.worded(it.number, it.title, it.terms) if promise else ""
        return super().get_context_data(subject=it, promise=words, **kwargs)

    def act(self, words: dict[str, Any]) -> Any:
        scan = words["scan"]
        kind = scan_type(scan.read(HEAD), scan.size)
        scan.seek(0)
        return links.enter_paper(
            self.kwargs["pk"],
            **self.who,
            purpose=self.purpose.code,
            answer={name: value for name, value in words.items() if name not in PAPER},
            signed_name=words["signed_name"],
            scan_name=scan.name,
            scan_type=kind,
            scan=scan.chunks(),
        )

    def leads_to(self, done: Any) -> str:
        return reverse(self.object_url, args=[self.kwargs["pk"]])


class TicketPaper(PaperPage):
    """Entered at the desk that closes the ticket, or by the station it came through."""

    capability = Capability.TICKET_VIEW
    purpose = TICKET_SURVEY
    model = Ticket
    object_url = "ticket"
    list_crumb = ("问题", "tickets")


class VisitPaper(PaperPage):
    capability = Capability.VISIT_EDIT
    purpose = VISIT_CONFIRMATION
    model = Visit
    object_url = "visit"
    list_crumb = ("走访", "visits")


class PaperScan(ScopedPage):
    """The scan behind an answer that was given on paper, to be saved."""

    capability = Capability.VISIT_VIEW
    title = "签字扫描件"
    model = ActionLink
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:  # type: ignore[override] # a file, not a page
        rows = ActionLink.objects.within(self.access.reach(Capability.VISIT_VIEW))
        link = rows.select_related("scan").get(pk=pk)
        if link.scan is None:
            raise Http404
        return file_response(link.scan, self.access)
