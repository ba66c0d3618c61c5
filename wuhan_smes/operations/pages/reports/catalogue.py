"""报表: what can be made, what was made, and one report to be made."""

from datetime import datetime
from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.operations.forms import KNOWN_AT, ReportForm, known_at_field
from wuhan_smes.reporting.actions import reports
from wuhan_smes.reporting.catalogue import Report, catalogue
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

NEWEST_FIRST: Final = {"-id": ("-id",)}


def _moment(text: str) -> datetime | None:
    """What was typed as a moment. Raises InputRefused for what is none."""
    try:
        return cast("datetime | None", known_at_field().clean(text))
    except ValidationError:
        detail = "数据截至应形如 2026-10-31 18:00"
        raise InputRefused(Fault(KNOWN_AT, "not_a_moment", detail)) from None


class ReportsPage(ScopedPage):
    """The reports of one's units, newest first, below the catalogue."""

    capability = Capability.REGISTER_EXPORT
    title = "报表"
    template_name = "operations/reports/catalogue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = ReportRun.objects.within(self.access.reach(Capability.REGISTER_EXPORT)).for_list()
        page = listing(self.request, runs, orderings=NEWEST_FIRST, size=20)
        return super().get_context_data(
            page=page,
            unfinished=any(run.is_being_made for run in page.rows),
            reports=catalogue.open_to(self.access),
            **kwargs,
        )


class ReportPage(ScopedPage):
    """One report to be made; a wrong choice brings its form back, the fault beside the field."""

    capability = Capability.REGISTER_EXPORT
    title = "生成报表"
    template_name = "operations/reports/report.html"
    http_method_names = ["get", "post", "head", "options"]
    report: Report

    def crumbs(self) -> list[Crumb]:
        return [Crumb("报表", reverse("reports")), Crumb(self.report.title)]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.report = catalogue.get(self.kwargs["name"])
        words = {c.name: request.POST.get(c.name, "") for c in self.report.choices}
        try:
            run = reports.order(
                self.report.name,
                access=self.access,
                at=timezone.now(),
                words=words,
                layout=request.POST.get("layout", "xlsx"),
                known_at=_moment(request.POST.get(KNOWN_AT, "")),
            )
        except InputRefused as refusal:
            form = ReportForm(self.report, request.POST, refusal.faults)
            return self.render_to_response(self.get_context_data(form=form), status=400)
        known = timezone.localtime(run.known_at)
        messages.success(request, f"{run.number} 已提交，数据截至 {known:%Y-%m-%d %H:%M}")
        return redirect("report-run", run.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.report = catalogue.get(self.kwargs["name"])
        self.access.reach(self.report.capability)
        kwargs.setdefault("form", ReportForm(self.report, self.request.GET))
        return super().get_context_data(report=self.report, **kwargs)
