"""到期预警: whose titles end soon, soonest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import DateField, F, Func, Q

from enterprises.models import Recognition
from enterprises.queries.radar import DUE, RENEWED, ending
from enterprises.reports.title_lists import RADAR
from enterprises.rules.spans import last_day
from wuhan_smes.access import Capability
from wuhan_smes.operations.pages.sieves import RadarSieve
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing

REVIEW: Final = {DUE: "待复核", RENEWED: "已有下一期"}
SOONEST: Final = {"soonest": ("ends", "id")}


@dataclass(frozen=True, slots=True)
class Line:
    """One title and how many days it has left."""

    title: Recognition
    valid_to: date
    days_left: int
    review: str

    @property
    def tone(self) -> str:
        return "bad" if self.days_left <= 30 else "warn" if self.days_left <= 90 else ""


class RadarPage(ExportedPage):
    """Titles ending within 30, 90 or 180 days, by unit and tier, and whether a review is due."""

    capability = Capability.REGISTER_VIEW
    title = "到期预警"
    template_name = "operations/radar.html"
    url_name = "radar"
    exports = RADAR
    orderings = SOONEST

    def sieve(self) -> RadarSieve:
        return RadarSieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: RadarSieve) -> Any:
        titles = ending(on=sieve.day, days=sieve.within, reach=self.reach)
        if tier := sieve.chosen("tier"):
            titles = titles.filter(tier=tier)
        if unit := sieve.chosen("jurisdiction"):
            titles = titles.filter(jurisdiction__code=unit)
        ends = Func(F("in_force"), function="upper", output_field=DateField())
        return titles.filter(sieve.cut(Q())).for_list().annotate(ends=ends)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        return super().get_context_data(
            form=sieve,
            on=sieve.day,
            within=sieve.within,
            page=page,
            lines=list(_lines(page.rows, sieve.day)),
            **kwargs,
        )


def _lines(titles: Iterable[Any], on: date) -> Iterable[Line]:
    for title in titles:
        valid_to = last_day(title.ends)
        yield Line(title, valid_to, (valid_to - on).days, REVIEW.get(title.review, "–"))
