"""核验: whether a file in one's hand is the report whose number it bears."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from wuhan_smes.errors import InputRefused
from wuhan_smes.reporting.verification import digest_of, verified
from wuhan_smes.web.pages import Crumb, ScopedPage


class VerifyForm(forms.Form):
    """A number and the file that bears it."""

    number = forms.CharField(label="编号", max_length=40, help_text="形如 表〔2026〕000123")
    file = forms.FileField(label="文件")


class VerifyPage(ScopedPage):
    """Everybody signed in may ask, about a report of any unit: it takes the file to be told."""

    capability = None
    title = "核验报表文件"
    template_name = "operations/reports/verify.html"
    http_method_names = ["get", "post", "head", "options"]

    def crumbs(self) -> list[Crumb]:
        return [Crumb("报表", reverse("reports")), Crumb("核验")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.request.GET.get("number", "")
        kwargs.setdefault("form", VerifyForm(initial={"number": number}))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = VerifyForm(request.POST, request.FILES)
        verdict = None
        if form.is_valid():
            try:
                verdict = verified(
                    form.cleaned_data["number"], digest_of(form.cleaned_data["file"].chunks())
                )
            except InputRefused as refusal:
                form.add_error("number", refusal.message)
        asked = form.is_valid()
        context = self.get_context_data(form=form, verdict=verdict, asked=asked)
        return self.render_to_response(context, status=200 if asked else 400)
