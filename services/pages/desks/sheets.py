"""督办单: the paper of a pressure, issued by a lead and fetched by whoever sees the ticket."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from services.actions.sheets import number_sheet
from services.models import Supervision
from services.reports.sheets import sheet_of
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.reporting.official import MEDIA, to_docx
from wuhan_smes.reporting.run import as_attachment
from wuhan_smes.web.pages import ScopedPage


class SheetAct(ScopedPage):
    """The paper of a 督办: issued with its number by a lead, afterwards fetched by who sees it."""

    capability = Capability.TICKET_VIEW
    model = Supervision
    title = "督办单"
    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self._row()
        if not row.number:
            raise Http404
        paper = HttpResponse(to_docx(sheet_of(row, at=row.at)), content_type=MEDIA)
        as_attachment(paper, f"督办单 {row.number}.docx")
        return paper

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self._row()
        try:
            numbered = number_sheet(row.pk, access=self.access, at=timezone.now())
        except ActionRefused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"已出具督办单 {numbered.number}，可下载")
        return redirect("ticket", row.ticket_id)

    def _row(self) -> Supervision:
        rows = Supervision.objects.within(self.access.reach(Capability.TICKET_VIEW))
        return rows.select_related("ticket__jurisdiction").get(pk=self.kwargs["pk"])
