"""诉求办理统计: figures of a period with the ranking of each kind of unit."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone

from services.choices.stats import StatsCut
from services.queries.ticket_stats import ticket_stats
from services.rules.assessment import percent
from wuhan_smes.access import Capability
from wuhan_smes.web.pages import ScopedPage

RATES: Final = ("response", "solved", "satisfaction")


class PeriodForm(forms.Form):
    """A period and a cut; what is wrong or missing falls back to this month by unit."""

    first = forms.DateField(
        label="起始日期", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label="截止日期", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    by = forms.ChoiceField(label="按", choices=StatsCut.choices, required=False)

    def clean(self) -> dict[str, Any]:
        """A period turned round is said to be so."""
        words = dict(super().clean() or {})
        first, last = words.get("first"), words.get("last")
        if first and last and first > last:
            self.add_error("last", f"截止日期 {last} 早于起始日期 {first}")
        return words


class StatsPage(ScopedPage):
    """Every figure of the API's ticket-stats, best first, the period before beside it."""

    capability = Capability.TICKET_VIEW
    title = "诉求办理统计"
    template_name = "services/stats.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self.request.GET.dict()
        form = PeriodForm(given or {"by": StatsCut.JURISDICTION})
        form.is_valid()
        first, last, cut = _read(form.cleaned_data)
        stats = ticket_stats(
            self.access.reach(Capability.TICKET_VIEW), first=first, last=last, by=cut
        )
        rows = [
            {
                "row": row,
                "now": [percent(getattr(row.rates, name)) for name in RATES],
                "before": [percent(getattr(row.rates_before, name)) for name in RATES],
            }
            for row in stats.rows
        ]
        return super().get_context_data(
            form=PeriodForm({"first": first, "last": last, "by": cut}),
            faults=form.errors,
            stats=stats,
            rows=rows,
            cut=cut,
            may_recalculate=self.access.holds(Capability.TICKET_POLICY),
            may_export=self.access.holds(Capability.REGISTER_EXPORT),
            **kwargs,
        )


def _read(words: dict[str, Any]) -> tuple[date, date, StatsCut]:
    """The period and the cut, also where the form refused a word."""
    last = words.get("last") or timezone.localdate()
    first = words.get("first") or last.replace(day=1)
    return min(first, last), last, StatsCut(words.get("by") or StatsCut.JURISDICTION)
