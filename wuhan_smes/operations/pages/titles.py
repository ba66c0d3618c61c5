"""称号: every title in force on a day."""

from typing import Any, Final

from django.db.models import Q

from enterprises.choices import Tier
from enterprises.models import Recognition
from enterprises.rules.ladder import BASE_TITLES
from wuhan_smes.access import Capability
from wuhan_smes.operations.pages.sieves import TitleSieve
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import ScopedPage

IN_ORDER: Final = {"series": ("series",)}


class TitlesPage(ScopedPage):
    """Titles in reach; one enterprise has a row for each title it holds."""

    capability = Capability.REGISTER_VIEW
    title = "称号"
    template_name = "operations/titles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.REGISTER_VIEW)
        sieve = TitleSieve(self.request.GET, reach=reach)
        titles = Recognition.objects.within(reach).in_force(on=sieve.day)
        if tier := sieve.chosen("tier"):
            titles = titles.filter(tier__in=BASE_TITLES if tier == Tier.TECH_INNOVATIVE else {tier})
        if unit := sieve.chosen("jurisdiction"):
            titles = titles.filter(jurisdiction__code=unit)
        page = listing(self.request, titles.filter(sieve.cut(Q())).for_list(), orderings=IN_ORDER)
        return super().get_context_data(form=sieve, on=sieve.day, page=page, **kwargs)
