"""导出中心: what I took out or am having made, and every report I may take out, on any day."""

from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.errors import InputRefused
from wuhan_smes.operations.forms import ReportForm
from wuhan_smes.reporting.catalogue import Report, catalogue
from wuhan_smes.reporting.models import Export
from wuhan_smes.reporting.run import make
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

NEWEST_FIRST: Final = {"-id": ("-id",)}


class ExportsPage(ScopedPage):
    """One's own exports with state, progress and file; below them the catalogue of reports, each
    with its choices. The day comes along from the board.
    """

    capability = None
    title = "导出中心"
    template_name = "operations/exports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Export.objects.owned_by(self.access).for_list()
        page = listing(self.request, mine, orderings=NEWEST_FIRST)
        given = {"on": self.request.GET["on"]} if self.request.GET.get("on") else {}
        forms = [(report, ReportForm(report, given)) for report in catalogue.open_to(self.access)]
        return super().get_context_data(
            page=page,
            now=timezone.now(),
            unfinished=any(export.is_being_made for export in page.rows),
            forms=forms,
            **kwargs,
        )


class ExportPage(ScopedPage):
    """One report as a file; a wrong choice brings its form back with the fault beside the field."""

    capability = Capability.REGISTER_EXPORT
    title = "导出报表"
    template_name = "operations/export.html"
    http_method_names = ["get", "post", "head", "options"]
    report: Report

    def crumbs(self) -> list[Crumb]:
        return [Crumb("导出中心", reverse("exports")), Crumb(self.report.title)]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.report = catalogue.get(self.kwargs["name"])
        words = {c.name: request.POST.get(c.name, "") for c in self.report.choices}
        layout = request.POST.get("layout", "xlsx")
        try:
            made = make(self.report, words, layout, access=self.access, at=timezone.now())
        except InputRefused as refusal:
            form = ReportForm(self.report, request.POST, refusal.faults)
            return self.render_to_response(self.get_context_data(form=form), status=400)
        return made.response()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.report = catalogue.get(self.kwargs["name"])
        self.access.reach(self.report.capability)
        kwargs.setdefault("form", ReportForm(self.report, self.request.GET))
        return super().get_context_data(report=self.report, **kwargs)
