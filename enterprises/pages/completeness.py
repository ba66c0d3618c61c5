"""指标填报: how complete the figures of a year are by unit, and whose are still waited for."""

from typing import Any, Final

from django import forms
from django.utils import timezone

from enterprises.models import ANNUAL
from enterprises.queries.completeness import completeness, due, lacking
from enterprises.reports.completeness import INDICATORS_LACKING, usual_year
from enterprises.rules.indicator_sections import KEY
from wuhan_smes.access import Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing

YEARS_BACK: Final = 6
ANY: Final = ("", "全部")
LACKS: Final = (
    ("", "缺任一关键指标"),
    ("none", "完全没有填报"),
    *((name, f"缺{ANNUAL[name].label}") for name in KEY),
)


class CompletenessSieve(forms.Form):
    """Which year, whose, and what lacks."""

    year = forms.ChoiceField(label="年度", required=False)
    jurisdiction = forms.ChoiceField(label="管理单位", required=False)
    lacks = forms.ChoiceField(label="缺什么", required=False, choices=LACKS)

    def __init__(self, words: Any, *, reach: Reach) -> None:
        chosen = {name: word for name, word in words.items() if word}
        super().__init__({"year": str(usual_year()), **chosen})
        this = timezone.localdate().year
        years = [(str(this - back), f"{this - back} 年度") for back in range(YEARS_BACK)]
        units = Jurisdiction.objects.managing().order_by("display_order", "id")
        mine = [(unit.code, unit.name) for unit in units if reach.covers(unit.pk)]
        self.fields["year"].choices = years  # type: ignore[attr-defined] # a ChoiceField
        self.fields["jurisdiction"].choices = [ANY, *mine]  # type: ignore[attr-defined] # a ChoiceField
        self.is_valid()

    @property
    def chosen_year(self) -> int:
        return int(self.cleaned_data.get("year") or usual_year())


class CompletenessPage(ExportedPage):
    """The table counts every unit in reach; the list below is what somebody has to ask for."""

    capability = Capability.INDICATOR_VIEW
    title = "指标填报"
    template_name = "indicators/completeness.html"
    url_name = "indicators"
    exports = INDICATORS_LACKING
    orderings = {"id": ("id",)}

    def sieve(self) -> CompletenessSieve:
        return CompletenessSieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: CompletenessSieve) -> Any:
        on = timezone.localdate()
        rows = due(reach=self.reach, year=sieve.chosen_year, on=on).select_related("jurisdiction")
        if sieve.errors:
            return rows.none()
        if unit := sieve.cleaned_data["jurisdiction"]:
            rows = rows.filter(jurisdiction__code=unit)
        return lacking(rows, sieve.cleaned_data["lacks"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        on, year = timezone.localdate(), sieve.chosen_year
        units = completeness(reach=self.reach, year=year, on=on)
        asked, told = sum(it.due for it in units), sum(it.told for it in units)
        return super().get_context_data(
            form=sieve,
            year=year,
            units=units,
            due=asked,
            told=told,
            whole=sum(it.whole for it in units),
            rate=told / asked if asked else None,
            page=listing(self.request, self.rows(sieve), orderings=self.orderings),
            may_edit=self.access.holds(Capability.INDICATOR_EDIT),
            **kwargs,
        )
