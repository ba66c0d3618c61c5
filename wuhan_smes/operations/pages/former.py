"""已迁出企业: titles that past counts of a unit hold and its list of enterprises does not show."""

from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from enterprises.models import FormerTitle
from enterprises.querysets import FormerTitleQuerySet
from enterprises.reports.title_lists import FORMER_TITLES
from wuhan_smes.access import Capability, Reach
from wuhan_smes.operations.pages.sieves import FormerSieve, Sieve
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing

LAST_LEFT_FIRST: Final = {"-left_on": ("-left_on", "-id")}


class FormerTitlesPage(ExportedPage):
    """Who left the units in reach, as far as those units may still know: in part hidden."""

    capability = Capability.REGISTER_VIEW
    title = "已迁出企业"
    template_name = "operations/former_titles.html"
    url_name = "former-titles"
    exports = FORMER_TITLES
    orderings = LAST_LEFT_FIRST

    def sieve(self) -> FormerSieve:
        return FormerSieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: FormerSieve) -> Any:
        found = counted(sieve, on=sieve.chosen("on"), reach=self.reach)
        return found.filter(sieve.cut(Q())).select_related("unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        return super().get_context_data(form=sieve, on=sieve.chosen("on"), page=page, **kwargs)


def left_since(sieve: Sieve, reach: Reach) -> int:
    """How many titles counted that day are of enterprises that have moved away since.

    A search by words is not about a day's counts. A highest rung is told with the titles of every
    tier: which of them was an enterprise's highest is not known of one that left.
    """
    if sieve.day >= timezone.localdate() or sieve.chosen("q") or reach.everywhere:
        return 0
    return counted(sieve, on=sieve.day, reach=reach).count()


def counted(sieve: Sieve, *, on: date | None, reach: Reach) -> FormerTitleQuerySet:
    """The titles that counted for the unit chosen, or for any in reach: on the day, or ever."""
    found = FormerTitle.objects.within(reach)
    if on:
        found = found.holding(on=on)
    if tier := sieve.chosen("tier"):
        found = found.of_tier(tier)
    if unit := sieve.chosen("jurisdiction"):
        found = found.filter(unit__code=unit)
    return found
