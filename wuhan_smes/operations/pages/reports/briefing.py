"""日报、周报、汇报材料: read here, every figure leading to its rows, and taken out as a paper."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.operations.actions.briefings import take_briefing
from wuhan_smes.operations.briefings.composing import Kind, compose
from wuhan_smes.web.pages import Crumb, ScopedPage


class BriefingForm(forms.Form):
    """Which paper, until which day; today's daily one where nothing is asked."""

    kind = forms.ChoiceField(label="材料", choices=Kind.choices, required=False)
    on = forms.DateField(
        label="截至",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, words: Any) -> None:
        chosen = {name: words[name] for name in ("kind", "on") if words.get(name)}
        super().__init__({"kind": Kind.DAY.value, "on": timezone.localdate().isoformat(), **chosen})

    @property
    def asked(self) -> tuple[str, date]:
        """The kind and the last day; today's daily one where what was asked is wrong."""
        if self.is_valid():
            return self.cleaned_data["kind"], self.cleaned_data["on"]
        return Kind.DAY.value, timezone.localdate()


class BriefingPage(ScopedPage):
    """The paper as it would leave now; with a `layout` the file."""

    capability = Capability.REGISTER_EXPORT
    title = "汇报材料"
    template_name = "operations/reports/briefing.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("报表", reverse("reports")), Crumb(self.title)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not (layout := request.GET.get("layout", "")):
            return super().get(request, *args, **kwargs)
        kind, last = BriefingForm(request.GET).asked
        site = request.build_absolute_uri("/").rstrip("/")
        made = take_briefing(
            kind, access=self.access, at=timezone.now(), last=last, site=site, layout=layout
        )
        return made.response()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = BriefingForm(self.request.GET)
        kind, last = form.asked
        return super().get_context_data(
            form=form,
            kind=kind,
            last=last,
            briefing=compose(kind, last, access=self.access),
            **kwargs,
        )
