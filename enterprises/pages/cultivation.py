"""梯度培育: who is on the way to which tier, what is next, and what is late."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from enterprises.choices import CultivationStage, TaskOutcome
from enterprises.models import Cultivation
from enterprises.pages.cultivation_forms import (
    CultivationSieve,
    EndTaskForm,
    MoveForm,
    PlanForm,
    TaskForm,
)
from enterprises.queries.carers import carers
from enterprises.queries.cultivation import CUTS, conversion
from enterprises.reports.cultivation_lists import CULTIVATIONS
from enterprises.reports.cultivation_lists import CUTS as CUT_LABELS
from enterprises.rules.cultivation import OPEN
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

EDIT: Final = Capability.CULTIVATION_EDIT
YEARS_BACK: Final = 5


def may_edit(access: Access, jurisdiction_id: int) -> bool:
    return access.holds(EDIT) and access.reach(EDIT).covers(jurisdiction_id)


class CultivationsPage(ExportedPage):
    """The pipeline in reach, the latest put in first; tick rows to move them or to set a task."""

    capability = Capability.REGISTER_VIEW
    title = "梯度培育"
    template_name = "cultivation/list.html"
    url_name = "cultivations"
    exports = CULTIVATIONS
    orderings = {"-id": ("-id",)}

    def sieve(self) -> CultivationSieve:
        return CultivationSieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: CultivationSieve) -> Any:
        rows = self._cut(sieve).for_list()
        stage = sieve.chosen("stage")
        return rows.filter(stage=stage) if stage else rows.open()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve, today = self.sieve(), timezone.localdate()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        looked_after = carers([row.enterprise_id for row in page.rows], self.access, on=today)
        return super().get_context_data(
            form=sieve,
            page=page,
            lines=[(row, looked_after.get(row.enterprise_id, "")) for row in page.rows],
            stages=self._stages(sieve),
            today=today,
            may_edit=self.access.holds(EDIT),
            may_view_figures=self.access.holds(Capability.INDICATOR_VIEW),
            moves=MoveForm().fields["move"].choices,  # type: ignore[attr-defined] # a ChoiceField
            causes=MoveForm().fields["cause"].choices,  # type: ignore[attr-defined] # a ChoiceField
            **kwargs,
        )

    def _cut(self, sieve: CultivationSieve) -> Any:
        rows = Cultivation.objects.within(self.reach)
        if sieve.errors:
            return rows.none()
        if words := sieve.chosen("q"):
            rows = rows.filter(enterprise__name__contains=words)
        if unit := sieve.chosen("jurisdiction"):
            rows = rows.filter(jurisdiction__code=unit)
        if tier := sieve.chosen("tier"):
            rows = rows.filter(tier=tier)
        if sieve.chosen("mine"):
            rows = rows.filter(owner_id=self.access.actor_id or 0)
        if sieve.chosen("late"):
            rows = rows.late(on=timezone.localdate())
        return rows

    def _stages(self, sieve: CultivationSieve) -> list[tuple[str, str, int, str]]:
        """(stage, label, how many, address) for every stage, with the other filters kept."""
        counted: Mapping[str, int] = dict(
            self._cut(sieve).order_by().values_list("stage").annotate(n=Count("pk", distinct=True))
        )
        found = []
        for stage in CultivationStage:
            words = self.request.GET.copy()
            words["stage"] = stage.value
            words.pop("cursor", None)
            address = f"?{words.urlencode()}"
            found.append((stage.value, str(stage.label), counted.get(stage, 0), address))
        return found


class CultivationPage(ScopedPage):
    """One enterprise on its way: every step, every task, and what can be done now."""

    capability = Capability.REGISTER_VIEW
    template_name = "cultivation/one.html"
    title = "培育"
    model = Cultivation

    def crumbs(self) -> list[Crumb]:
        return [Crumb("梯度培育", reverse("cultivations"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Cultivation.objects.within(self.access.reach(Capability.REGISTER_VIEW))
        row = rows.for_list().get(pk=self.kwargs["pk"])
        today = timezone.localdate()
        mine, is_open = may_edit(self.access, row.jurisdiction_id), row.stage in OPEN
        context = super().get_context_data(
            row=row,
            today=today,
            steps=row.steps.order_by("ordinal"),
            tasks=row.tasks.order_by("outcome", "due_on", "pk"),
            carer=carers([row.enterprise_id], self.access, on=today).get(row.enterprise_id, ""),
            may_edit=mine,
            is_open=is_open,
            move_form=MoveForm(stage=row.stage) if mine else None,
            plan_form=PlanForm(row=row) if mine and is_open else None,
            task_form=TaskForm() if mine and is_open else None,
            end_form=EndTaskForm(),
            done=TaskOutcome.DONE,
            **kwargs,
        )
        name = row.enterprise.name
        crumbs = [*self.crumbs(), Crumb(name)]
        return {**context, "title": f"{name}：{row.get_tier_display()}", "crumbs": crumbs}


class ConversionPage(ScopedPage):
    """转化情况: those put in within a year, and where they stand today."""

    capability = Capability.REGISTER_VIEW
    title = "培育转化情况"
    template_name = "cultivation/conversion.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("梯度培育", reverse("cultivations")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        years = [today.year - back for back in range(YEARS_BACK)]
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked in map(str, years) else today.year
        by = self.request.GET.get("by", "jurisdiction")
        by = by if by in CUTS else "jurisdiction"
        rows = conversion(
            reach=self.access.reach(Capability.REGISTER_VIEW),
            first=today.replace(year=year, month=1, day=1),
            last=today.replace(year=year, month=12, day=31),
            by=by,
        )
        return super().get_context_data(
            year=year,
            years=years,
            by=by,
            cuts=CUT_LABELS,
            rows=[(row, [row.stages[it.value] for it in CultivationStage]) for row in rows],
            stages=[it.label for it in CultivationStage],
            **kwargs,
        )


def ways_of(enterprise_id: int, access: Access) -> list[Cultivation]:
    """The ways of one enterprise, open ones first, for its own page."""
    rows = Cultivation.objects.within(access.reach(Capability.REGISTER_VIEW)).for_list()
    mine = rows.filter(enterprise_id=enterprise_id)
    return sorted(mine, key=lambda row: (row.stage not in OPEN, -row.pk))
