"""资金总览: promised, owed, approved, paid, returned, and for how long what is owed has been."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from measures.queries.money_figures import MoneyCut, money_rows, money_total
from wuhan_smes.access import Capability
from wuhan_smes.web.pages import Crumb, ScopedPage


class OverviewSieve(forms.Form):
    """How the table is cut."""

    by = forms.ChoiceField(
        label="分列", required=False, choices=[(cut.value, cut.label) for cut in MoneyCut]
    )


class MoneyOverview(ScopedPage):
    """市级看全市，区级看本区。"""

    capability = Capability.PAYMENT_VIEW
    title = "资金总览"
    template_name = "money/overview.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("资金", reverse("money-desk")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("by", "")
        by = MoneyCut(asked) if asked in set(MoneyCut) else MoneyCut.PROGRAMME
        reach, on = self.access.reach(Capability.PAYMENT_VIEW), timezone.localdate()
        rows = money_rows(by, reach=reach, on=on)
        return super().get_context_data(
            by=by,
            cuts=list(MoneyCut),
            rows=rows,
            total=money_total(rows, reach=reach, on=on),
            on=on,
            **kwargs,
        )
