"""运行走势: figures against the same period of the year before, over the same enterprises."""

from typing import Any, Final

from django.urls import reverse

from enterprises.choices import PeriodKind
from enterprises.models import PERIODIC
from enterprises.pages.indicator_words import heading, shown
from enterprises.pages.monitoring_forms import TrendSieve
from enterprises.queries.monitoring_trends import BY, Trend, newest, periods_until, trends
from enterprises.rules.growth import FEWEST
from enterprises.rules.periods import Period
from wuhan_smes.access import Capability
from wuhan_smes.web.charts import Chart, Mark, Series, lines
from wuhan_smes.web.pages import Crumb, ScopedPage

SHOWN: Final = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 8}


class TrendsPage(ScopedPage):
    """The growth of everybody over the last periods, and of each set in the newest."""

    capability = Capability.INDICATOR_VIEW
    title = "运行走势"
    template_name = "monitoring/trends.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("运行监测", reverse("monitoring")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        sieve = TrendSieve(self.request.GET)
        context = super().get_context_data(form=sieve, fewest=FEWEST, **kwargs)
        if sieve.errors:
            return context
        words = sieve.cleaned_data
        kind, by = PeriodKind(words["kind"]), words["by"]
        last = newest(reach, kind=kind)
        if last is None:
            return context
        indicator = PERIODIC[words["indicator"]]
        asked: dict[str, Any] = {"indicator": indicator.name, "kind": kind}
        firsts = periods_until(kind, last, SHOWN[kind])
        whole = {it.first: it for it in trends(reach, firsts=firsts, **asked)}
        found = trends(reach, firsts=[last], by=by, **asked)
        names = [str(Period(kind, first)) for first in firsts]
        return {
            **context,
            "chart": _chart(indicator.label, names, [whole.get(first) for first in firsts]),
            "period": names[-1],
            "by": BY[by],
            "heading": heading(indicator),
            "rows": [_row(one, indicator) for one in found],
            "everybody": _row(whole[last], indicator) if last in whole else None,
        }


def _chart(label: str, names: list[str], found: list[Trend | None]) -> Chart:
    growth = [None if one is None else one.panel.growth for one in found]
    marks = [Mark(None if value is None else float(value)) for value in growth]
    series = [Series("同比（%）", marks, "--chart-1")]
    return lines("monitoring-growth", f"{label}同比（同一批企业）", names, series, of="期间")


def _row(one: Trend, indicator: Any) -> dict[str, Any]:
    panel = one.panel
    hidden = panel.hidden
    return {
        "label": one.label,
        "told": panel.told,
        "count": panel.count,
        "now": "" if hidden else shown(indicator, panel.now),
        "before": "" if hidden else shown(indicator, panel.before),
        "growth": panel.growth,
        "hidden": hidden,
    }
