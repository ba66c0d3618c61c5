"""走访台账: visits in reach as a list that can be taken out."""

from typing import Any, Final

from django import forms
from django.utils import timezone

from services.choices.visits import Confirmation, VisitRank
from services.models import Visit
from services.queries.cards import Card, cards
from services.queries.visit_counts import behind_city_visits
from services.queries.words import SHORTEST, visits_to
from services.reports.visit_lists import VISITS
from wuhan_smes.access import Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing

NEWEST: Final = {"-visited_at": ("-visited_at", "-id")}
ANY: Final = ("", "全部")
WHOSE: Final = (
    ANY,
    ("stations", "服务站走访"),
    ("leaders", "领导、部门走访"),
    ("mine", "我登记的"),
)


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应形如 2025-07-25"},
    )


class VisitSieve(forms.Form):
    """Names of the API's filters; the words `q` look for the enterprise's name."""

    q = forms.CharField(label="企业名称", required=False, max_length=60)
    visited_from = day_field("走访日期起")
    visited_to = day_field("走访日期止")
    whose = forms.ChoiceField(label="谁的走访", required=False, choices=WHOSE)
    rank = forms.ChoiceField(label="层级", required=False, choices=[ANY, *VisitRank.choices])
    jurisdiction = forms.ChoiceField(label="管理单位", required=False)
    confirmation = forms.ChoiceField(
        label="企业确认", required=False, choices=[ANY, *Confirmation.choices]
    )

    counted = forms.ChoiceField(
        label="计入", required=False, choices=[ANY, ("city_visits", "市领导、市直部门当年走访户次")]
    )
    on = day_field("统计日")

    def __init__(self, words: Any, *, reach: Reach) -> None:
        super().__init__({name: word for name, word in words.items() if word})
        units = Jurisdiction.objects.managing().order_by("display_order", "id")
        choices = [(unit.code, unit.name) for unit in units if reach.covers(unit.pk)]
        if len(choices) > 1:
            self.fields["jurisdiction"].choices = [ANY, *choices]  # type: ignore[attr-defined] # a ChoiceField
        else:
            del self.fields["jurisdiction"]
        self.is_valid()

    def clean_q(self) -> str:
        """One character would fit nearly everything."""
        words: str = self.cleaned_data["q"].strip()
        if words and len(words) < SHORTEST:
            raise forms.ValidationError("请至少输入两个字")
        return words

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None


class VisitsPage(ExportedPage):
    """Visits in reach, the latest first; void ones stay, marked."""

    capability = Capability.VISIT_VIEW
    title = "走访"
    template_name = "visits/visits.html"
    url_name = "visits"
    exports = VISITS
    orderings = NEWEST

    def sieve(self) -> VisitSieve:
        return VisitSieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: VisitSieve) -> Any:
        rows = Visit.objects.within(self.reach).for_list()
        if sieve.errors:
            return rows.none()
        if (first := sieve.chosen("visited_from")) is not None:
            rows = rows.since(first)
        if (last := sieve.chosen("visited_to")) is not None:
            rows = rows.up_to(last)
        if words := sieve.chosen("q"):
            rows = rows.filter(visits_to(words))
        if rank := sieve.chosen("rank"):
            rows = rows.of_rank(rank)
        if wanted := sieve.chosen("confirmation"):
            rows = rows.filter(confirmation=wanted)
        if unit := sieve.chosen("jurisdiction"):
            rows = rows.filter(jurisdiction__code=unit)
        if sieve.chosen("counted"):
            rows = rows.filter(behind_city_visits(sieve.chosen("on") or timezone.localdate()))
        return self._of(rows, sieve.chosen("whose"))

    def _of(self, rows: Any, whose: str | None) -> Any:
        if whose == "stations":
            return rows.of_stations()
        if whose == "leaders":
            return rows.of_leaders()
        return rows.filter(recorded_by_id=self.access.actor_id) if whose == "mine" else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        return super().get_context_data(
            form=sieve,
            page=page,
            today=timezone.localdate(),
            may_write=self.access.holds(Capability.VISIT_EDIT),
            may_check=self.access.holds(Capability.VISIT_CHECK),
            asked=self._asked(),
            **kwargs,
        )

    def _asked(self) -> list[Card]:
        """The enterprises in this person's care for which the unit asks something to be done."""
        if not self.access.holds(Capability.VISIT_EDIT):
            return []
        return [card for card in cards(self.access, at=timezone.now()) if card.errands]
