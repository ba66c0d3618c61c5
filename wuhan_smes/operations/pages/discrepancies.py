"""口径差异: reported figures beside computed ones, and the doubts about the sources."""

from collections import Counter
from typing import Any, Final

from django import forms

from enterprises.models import ReportedFigure
from enterprises.reports.city_lists import FIGURES
from wuhan_smes.access import Capability
from wuhan_smes.operations.queries.discrepancies import comparisons, flags
from wuhan_smes.reporting.pages import ExportedPage

IN_ORDER: Final = {"display_order": ("display_order", "id")}


class DiscrepanciesPage(ExportedPage):
    """Each figure with document, clause, date, unit and basis; F1 to F16 explained below."""

    capability = Capability.COUNTS_VIEW
    title = "口径差异"
    template_name = "operations/discrepancies.html"
    url_name = "discrepancies"
    exports = FIGURES
    orderings = IN_ORDER

    def sieve(self) -> forms.Form:
        """Nothing to choose: all figures are shown."""
        return forms.Form({})

    def rows(self, sieve: forms.Form) -> Any:
        return ReportedFigure.objects.within(self.reach)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = comparisons(access=self.access)
        return super().get_context_data(
            groups=groups,
            ways=Counter(line.way.value for group in groups for line in group.lines),
            flags=flags(),
            whole_city=self.access.reach(Capability.COUNTS_VIEW).everywhere,
            **kwargs,
        )
