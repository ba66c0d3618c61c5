"""走访抽查: visits with a sign that somebody should look at."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils import timezone

from services.pages.visits.lists import ANY, day_field
from services.queries.visit_samples import MOST, SIGNS, signs
from wuhan_smes.access import Capability
from wuhan_smes.web.pages import Crumb, ScopedPage

USUAL: Final = timedelta(days=30)


class CheckSieve(forms.Form):
    visited_from = day_field("走访日期起")
    visited_to = day_field("走访日期止")
    kind = forms.ChoiceField(
        label="迹象",
        required=False,
        choices=[ANY, *((kind, label) for kind, (label, _) in SIGNS.items())],
    )


class ChecksPage(ScopedPage):
    """Signs of the last thirty days, or of a period; each leads to its visit."""

    capability = Capability.VISIT_CHECK
    title = "走访抽查"
    template_name = "visits/checks.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("走访", reverse("visits")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        given = {"visited_from": str(today - USUAL), "visited_to": str(today)} | {
            name: word for name, word in self.request.GET.items() if word
        }
        form = CheckSieve(given)
        found = []
        if form.is_valid():
            words = form.cleaned_data
            found = signs(
                reach=self.access.reach(Capability.VISIT_CHECK),
                first=words["visited_from"],
                last=words["visited_to"],
                kind=words["kind"],
            )
        return super().get_context_data(form=form, signs=found, most=MOST, **kwargs)
