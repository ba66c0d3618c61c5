"""办理台: what waits at each step before the money, worked through in bulk."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms as django_forms
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from measures.choices import EntitlementState, FlowMove
from measures.models import Entitlement
from measures.pages.entitlements import EntitlementSieve
from measures.pages.money.acts import MANY
from measures.pages.money.forms import ArrangeForm
from measures.queries.vetoes import vetoes
from measures.querysets import EntitlementQuerySet
from measures.reports import ENTITLEMENTS
from measures.rules.flow import way
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import TransitionRefused
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb

S = EntitlementState
# How the address of an act is called, and the move it makes.
MOVES: Final = {
    "review": FlowMove.REVIEW,
    "reject": FlowMove.REJECT,
    "check": FlowMove.CHECK,
    "send-back": FlowMove.SEND_BACK,
    "reopen": FlowMove.REOPEN,
    "correct": FlowMove.CORRECT,
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One tab: the lines of a state, and what may be done with ticked ones."""

    state: EntitlementState
    label: str
    acts: tuple[str, ...]


STAGES: Final = (
    Stage(S.PROPOSED, "待区审核", ("review", "reject")),
    Stage(S.DISTRICT_REVIEWED, "待市复核", ("check", "reject", "send-back")),
    Stage(S.CITY_CHECKED, "待安排", ("send-back",)),
    Stage(S.REJECTED, "不予兑付", ("reopen",)),
    Stage(S.SURPLUS, "结余", ("correct",)),
)


class DeskSieve(EntitlementSieve):
    """The filters of the list, within one stage."""

    def __init__(self, words: Any, **kwargs: Any) -> None:
        super().__init__(words, **kwargs)
        for name in ("state", "reason", "to_pay"):
            self.fields.pop(name)
        self.fields["stage"] = django_forms.ChoiceField(
            choices=[(stage.state.value, stage.label) for stage in STAGES],
            required=False,
            widget=django_forms.HiddenInput,
        )
        self.full_clean()

    def cut(self, rows: Any) -> Any:
        if self.errors:
            return rows.none()
        chosen = self.cleaned_data
        columns = {
            "q": "payee__name__contains",
            "jurisdiction": "jurisdiction__code",
            "programme": "programme_id",
        }
        return rows.filter(**{columns[name]: chosen[name] for name in columns if chosen[name]})


class LineDesk(ExportedPage):
    """区审核 and 市复核 in bulk: what a person may do stands under the lines of each stage."""

    capability = Capability.PAYMENT_VIEW
    title = "审核与复核"
    template_name = "money/line_desk.html"
    url_name = "line-desk"
    exports = ENTITLEMENTS
    orderings = {"id": ("id",)}

    def crumbs(self) -> list[Crumb]:
        return [Crumb("兑现事项", reverse("entitlements")), Crumb(self.title)]

    def sieve(self) -> DeskSieve:
        return DeskSieve(self.request.GET, reach=self.reach)

    @property
    def stage(self) -> Stage:
        asked = self.request.GET.get("stage", "")
        return next((it for it in STAGES if it.state == asked), home_stage(self.access))

    def rows(self, sieve: DeskSieve) -> Any:
        return sieve.cut(at_stage(self._lines(), self.stage.state).for_list())

    def _lines(self) -> EntitlementQuerySet:
        return Entitlement.objects.within(self.reach)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve, stage = self.sieve(), self.stage
        rows = self.rows(sieve)
        page = listing(self.request, rows, orderings=self.orderings)
        lines = list(page.rows)
        arranges = stage.state == S.CITY_CHECKED and self.access.holds(Capability.PAYMENT_ARRANGE)
        against = vetoes(lines, on=timezone.localdate()) if arranges else {}
        return super().get_context_data(
            form=sieve,
            stage=stage,
            tabs=[(it, at_stage(self._lines(), it.state).count()) for it in STAGES],
            page=page,
            lines=[(line, against.get(line.pk, [])) for line in lines],
            total=rows.order_by().aggregate(sum=Sum("payable"))["sum"],
            acts=[(name, MANY[name]) for name in stage.acts if _may(name, stage, self.access)],
            arrange=ArrangeForm(initial={"year": timezone.localdate().year}) if arranges else None,
            back=self.request.get_full_path(),
            **kwargs,
        )


def at_stage(rows: EntitlementQuerySet, state: EntitlementState) -> EntitlementQuerySet:
    """Lines of 0 are proposed for their reason alone: nothing of them is to be done."""
    found = rows.filter(state=state)
    return found.filter(payable__gt=0) if state == S.PROPOSED else found


def home_stage(access: Access) -> Stage:
    """Where a person's work begins: the city checks what the districts reviewed."""
    return STAGES[1] if access.holds(Capability.ENTITLEMENT_CHECK) else STAGES[0]


def _may(name: str, stage: Stage, access: Access) -> bool:
    try:
        return access.holds(way(stage.state, MOVES[name]).capability)
    except TransitionRefused:
        return False
