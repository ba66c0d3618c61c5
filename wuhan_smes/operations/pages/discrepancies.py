"""口径差异: reported figures beside computed ones, and the doubts about the sources."""

from collections import Counter
from typing import Any

from wuhan_smes.access import Capability
from wuhan_smes.operations.queries.discrepancies import comparisons, flags
from wuhan_smes.web.pages import ScopedPage


class DiscrepanciesPage(ScopedPage):
    """Each figure with document, clause, date, unit and basis; F1 to F16 explained below."""

    capability = Capability.COUNTS_VIEW
    title = "口径差异"
    template_name = "operations/discrepancies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = comparisons(access=self.access)
        return super().get_context_data(
            groups=groups,
            ways=Counter(line.way.value for group in groups for line in group.lines),
            flags=flags(),
            whole_city=self.access.reach(Capability.COUNTS_VIEW).everywhere,
            **kwargs,
        )
