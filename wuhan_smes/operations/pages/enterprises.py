"""企业: the register as a list, and the rows behind the counts of enterprises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from enterprises.models import Enterprise, JurisdictionStay
from enterprises.queries.highest import Held, held_on, holding, standing_on
from enterprises.queries.search import matching
from enterprises.reports.enterprise_lists import ENTERPRISES
from wuhan_smes.access import Capability, Reach
from wuhan_smes.operations.pages.former import left_since
from wuhan_smes.operations.pages.sieves import EnterpriseSieve
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing

NEWEST_LAST: Final = {"id": ("id",)}


@dataclass(frozen=True, slots=True)
class Line:
    """One enterprise with the titles it held on the day."""

    enterprise: Enterprise
    titles: Sequence[Held]


class EnterprisesPage(ExportedPage):
    """Enterprises in reach, by words, unit, title or highest rung on a day."""

    capability = Capability.REGISTER_VIEW
    title = "企业"
    template_name = "operations/enterprises.html"
    url_name = "enterprises"
    exports = ENTERPRISES
    orderings = NEWEST_LAST

    def sieve(self) -> EnterpriseSieve:
        return EnterpriseSieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: EnterpriseSieve) -> Any:
        return (
            Enterprise.objects.within(self.reach)
            .registered()
            .for_list()
            .filter(wanted(sieve, self.reach))
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach, sieve = self.reach, self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        held = held_on(sieve.day, [row.pk for row in page.rows], reach=reach)
        return super().get_context_data(
            form=sieve,
            on=sieve.day,
            page=page,
            lines=[Line(row, held.get(row.pk, [])) for row in page.rows],
            may_edit=self.access.holds(Capability.REGISTER_EDIT),
            formerly=left_since(sieve, reach),
            **kwargs,
        )


def wanted(sieve: EnterpriseSieve, reach: Reach) -> Q:
    """The condition the filters add up to."""
    day, found = sieve.day, Q()
    if words := sieve.chosen("q"):
        found &= matching(words, reach=reach)
    if tier := sieve.chosen("tier"):
        found &= holding(tier, on=day, reach=reach)
    if rung := sieve.chosen("highest_tier"):
        found &= standing_on(rung, on=day, reach=reach)
    if unit := sieve.chosen("jurisdiction"):
        found &= managed_by(unit, on=day, reach=reach)
    return sieve.cut(found)


def managed_by(unit: str, *, on: date, reach: Reach) -> Q:
    """The enterprises the unit managed that day, wherever they went since."""
    if on >= timezone.localdate():
        return Q(jurisdiction__code=unit)
    stays = JurisdictionStay.objects.within(reach).holding(on=on).filter(unit__code=unit)
    return Q(Exists(stays.filter(enterprise=OuterRef("pk"))))
