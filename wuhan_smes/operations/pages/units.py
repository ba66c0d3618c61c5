"""管理单位: the units that manage enterprises and report, as they stood on a day."""

from typing import Any, Final

from django import forms
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.accounts.api.lists import UNITS
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.pages import ExportedPage

IN_ORDER: Final = {"order": ("display_order", "id")}


class UnitsSieve(forms.Form):
    """The day they stood; today unless another is asked for."""

    on = forms.DateField(
        label="日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应形如 2025-07-25"},
    )

    def __init__(self, words: Any) -> None:
        given = {"on": timezone.localdate().isoformat()}
        super().__init__({**given, **{name: word for name, word in words.items() if word}})
        self.is_valid()


class UnitsPage(ExportedPage):
    """What a figure of managing units counts, one row each."""

    capability = Capability.COUNTS_VIEW
    title = "管理单位"
    template_name = "operations/units.html"
    url_name = "managing-units"
    exports = UNITS
    orderings = IN_ORDER

    def sieve(self) -> UnitsSieve:
        return UnitsSieve(self.request.GET)

    def rows(self, sieve: UnitsSieve) -> Any:
        rows = Jurisdiction.objects.within(self.reach).select_related("parent")
        if sieve.errors:
            return rows.none()
        return rows.managing().standing(on=sieve.cleaned_data["on"] or timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        units = list(self.rows(sieve).order_by(*IN_ORDER["order"]))
        return super().get_context_data(form=sieve, units=units, **kwargs)
