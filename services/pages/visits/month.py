"""本月走访: what was done in a month, by whom, and what is due; written for the specialist, too."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils import timezone

from services.models import Visit
from services.queries.coverage import coverage
from services.queries.visit_counts import visit_counts
from services.queries.visits import month_told
from wuhan_smes.access import Capability
from wuhan_smes.web.pages import Crumb, ScopedPage

CUTS: Final = {
    "jurisdiction": "管理单位",
    "station": "服务站",
    "specialist": "服务专员",
    "rank": "层级",
    "campaign": "专项行动",
}


class MonthSieve(forms.Form):
    month = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$",
        label="月份",
        required=False,
        widget=forms.TextInput(attrs={"type": "month"}),
        error_messages={"invalid": "月份应形如 2025-07"},
    )
    by = forms.ChoiceField(label="按什么分行", required=False, choices=list(CUTS.items()))


class MonthPage(ScopedPage):
    """Counts of a month, coverage today, and the month in one's own words."""

    capability = Capability.VISIT_VIEW
    title = "走访月报"
    template_name = "visits/month.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("走访", reverse("visits")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        given = {"month": f"{today:%Y-%m}", "by": self._usual()} | {
            name: word for name, word in self.request.GET.items() if word
        }
        form = MonthSieve(given)
        month = form.cleaned_data["month"] if form.is_valid() else f"{today:%Y-%m}"
        by = form.cleaned_data.get("by") or self._usual()
        first, last = span_of(month)
        reach = self.access.reach(Capability.VISIT_VIEW)
        (total,) = visit_counts(reach=reach, first=first, last=last)
        cut = "station" if by in {"rank", "campaign"} else by
        visits = Visit.objects.within(reach)
        return super().get_context_data(
            form=form,
            first=first,
            last=last,
            total=total,
            rows=visit_counts(reach=reach, first=first, last=last, by=by),
            cut=CUTS[by],
            coverage=coverage(on=min(last, today), reach=reach, by=cut),
            coverage_cut=CUTS[cut],
            told=month_told(visits, first, last),
            mine=month_told(visits.filter(recorded_by_id=self.access.actor_id), first, last),
            list_url=f"{reverse('visits')}?visited_from={first}&visited_to={last}",
            **kwargs,
        )

    def _usual(self) -> str:
        reach = self.access.reach(Capability.VISIT_VIEW)
        if reach.everywhere:
            return "jurisdiction"
        return "station" if reach.jurisdiction_ids else "specialist"


def span_of(month: str) -> tuple[date, date]:
    """The first and the last day of 2025-07."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
