"""佐证文件: added to a year's figures, fetched, taken back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import evidence
from enterprises.models import ANNUAL, IndicatorEvidence
from enterprises.pages.cultivation_acts import sound
from enterprises.rules.evidence import TOLD
from wuhan_smes.access import Capability
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.web.pages import ScopedPage


class EvidenceForm(forms.Form):
    """One file and what it is evidence of."""

    use_required_attribute = False

    year = forms.IntegerField(widget=forms.HiddenInput)
    indicator = forms.ChoiceField(
        label="哪项指标",
        required=False,
        choices=[("", "全年（不限一项）"), *((it.name, it.label) for it in ANNUAL.values())],
    )
    file = forms.FileField(label="文件", help_text=TOLD)


class AddEvidence(ScopedPage):
    """Keeps the file sent; the page of the figures shows it."""

    capability = Capability.INDICATOR_EDIT
    title = "佐证文件"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = EvidenceForm(request.POST, request.FILES)
        words = sound(form)
        given = words["file"]
        evidence.attach(
            pk,
            access=self.access,
            at=timezone.now(),
            year=words["year"],
            indicator=words["indicator"],
            name=given.name or "",
            data=given.read(),
        )
        messages.success(request, "佐证文件已保存")
        return redirect(f"{reverse('indicators-of', args=[pk])}?year={words['year']}")


class EvidenceFile(ScopedPage):
    """One file, to be saved."""

    capability = Capability.INDICATOR_VIEW
    title = "佐证文件"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:  # type: ignore[override] # a file, not a page
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        rows = IndicatorEvidence.objects.within(reach).select_related("file")
        return file_response(rows.get(pk=self.kwargs["pk"]).file, self.access)


class RemoveEvidence(ScopedPage):
    """Takes a file back, with a reason."""

    capability = Capability.INDICATOR_EDIT
    title = "佐证文件"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        paper = evidence.remove(
            pk, access=self.access, at=timezone.now(), reason=request.POST.get("reason", "")
        )
        messages.success(request, "佐证文件已撤下")
        return redirect(f"{reverse('indicators-of', args=[paper.enterprise_id])}?year={paper.year}")
