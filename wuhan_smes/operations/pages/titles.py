"""称号: every title in force on a day."""

from typing import Any, Final

from django.db.models import Q

from enterprises.choices import Tier
from enterprises.models import Recognition
from enterprises.reports.title_lists import TITLES
from enterprises.rules.ladder import BASE_TITLES
from wuhan_smes.access import Capability
from wuhan_smes.operations.pages.former import left_since
from wuhan_smes.operations.pages.sieves import TitleSieve
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing

IN_ORDER: Final = {"series": ("series",)}


class TitlesPage(ExportedPage):
    """Titles in reach; one enterprise has a row for each title it holds."""

    capability = Capability.REGISTER_VIEW
    title = "称号"
    template_name = "operations/titles.html"
    url_name = "titles"
    exports = TITLES
    orderings = IN_ORDER

    def sieve(self) -> TitleSieve:
        return TitleSieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: TitleSieve) -> Any:
        titles = Recognition.objects.within(self.reach).in_force(on=sieve.day)
        if tier := sieve.chosen("tier"):
            titles = titles.filter(tier__in=BASE_TITLES if tier == Tier.TECH_INNOVATIVE else {tier})
        if unit := sieve.chosen("jurisdiction"):
            titles = titles.filter(jurisdiction__code=unit)
        return titles.filter(sieve.cut(Q())).for_list()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        return super().get_context_data(
            form=sieve,
            on=sieve.day,
            page=page,
            formerly=left_since(sieve, self.reach),
            **kwargs,
        )
