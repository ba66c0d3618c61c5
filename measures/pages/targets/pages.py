"""目标: what the measures promise in numbers, and how each is to be reached."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.choices import Tier
from enterprises.models import TierTarget
from enterprises.queries.flags import doubts
from measures.actions import targets
from measures.choices import GlideShape, ShareBy, ShareOf
from measures.models import TargetPlan
from measures.pages.programme_forms import day
from measures.queries.records import named
from measures.queries.targets.closing import closers
from measures.queries.targets.glide import Station, shares, way, whole
from measures.queries.targets.progress import lines
from measures.rules.sharing import NOT_HANDED_DOWN
from wuhan_smes.access import Capability
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.charts import Chart, Mark, Series
from wuhan_smes.web.charts import lines as drawn
from wuhan_smes.web.pages import Crumb, ScopedPage

MOST: Final = 100


class TargetsPage(ScopedPage):
    """The 13 clauses that promise a number, each with the number of the day and its source."""

    capability = Capability.MEASURE_VIEW
    title = "目标"
    template_name = "targets/list.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("政策措施", reverse("measures")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, reach = timezone.localdate(), self.access.reach(Capability.MEASURE_VIEW)
        found = lines(on=on, reach=reach)
        return super().get_context_data(
            on=on,
            lines=[(it, _rows_behind(it.counted_by, on.isoformat())) for it in found],
            doubts=doubts({code for it in found for code in it.clause.flags}),
            whole_city=reach.everywhere,
            may_export=self.access.holds(Capability.REGISTER_EXPORT),
            **kwargs,
        )


def _rows_behind(name: str, on: str) -> str:
    """Where the records stand that a number counts."""
    found = named(name)
    if found is None:
        return ""
    model, count = found
    return f"{reverse('records', args=[model.told.code])}?count={count.code}&on={on}"


class PlanForm(forms.Form):
    """How a target is to be reached; the start is counted."""

    use_required_attribute = False

    opening_on = day("起点日期", help_text="留空为今天；起点数由系统统计")
    shape = forms.ChoiceField(
        label="推进方式", choices=GlideShape.choices, help_text="按月：取近三年新认定的各月占比"
    )
    review_percent = forms.IntegerField(
        label="预计复核通过率(%)", min_value=0, max_value=100, initial=100
    )
    share_by = forms.ChoiceField(label="分解依据", choices=ShareBy.choices)
    definition = forms.CharField(
        label="口径说明", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class OfTarget(ScopedPage):
    """A page about the target of the gradient its address names."""

    capability = Capability.COUNTS_VIEW
    title = "目标推进"
    model = TierTarget

    def target(self) -> TierTarget:
        reach = self.access.reach(Capability.COUNTS_VIEW)
        rows = TierTarget.objects.within(reach).select_related("jurisdiction")
        return rows.get(pk=self.kwargs["pk"])

    def plan(self, target: TierTarget) -> TargetPlan | None:
        return TargetPlan.objects.newest().for_list().filter(target=target).first()

    def crumbs(self) -> list[Crumb]:
        return [Crumb("目标", reverse("targets")), Crumb(self.title)]


class TargetPage(OfTarget):
    """The way to one target, whose share is whose, and the form of a new plan."""

    template_name = "targets/one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, on = self.target(), timezone.localdate()
        plan, reach = self.plan(row), self.access.reach(Capability.COUNTS_VIEW)
        of = _of(self.request)
        handed_down = settings.TARGETS_HANDED_DOWN
        found = shares(plan, of, on=on, reach=reach) if plan and handed_down else []
        path = way(plan, on=on, reach=reach) if plan else []
        may_plan = self.access.holds(Capability.TARGET_EDIT)
        context = super().get_context_data(
            row=row,
            plan=plan,
            on=on,
            of=of,
            city=whole(plan, on=on, reach=reach) if plan else None,
            chart=_chart(path) if path else None,
            shares=found,
            others=[other for other in ShareOf if other != of],
            closed="" if handed_down else NOT_HANDED_DOWN,
            doubts=doubts(row.flags),
            editions=TargetPlan.objects.filter(target=row).count(),
            may_export=self.access.holds(Capability.REGISTER_EXPORT),
            may_name=self.access.holds(Capability.INDICATOR_VIEW),
            form=kwargs.pop("form", None)
            or (PlanForm(initial={"definition": row.definition}) if may_plan else None),
            **kwargs,
        )
        return context | {"title": row.label}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Plans the way anew."""
        if not self.access.holds(Capability.TARGET_EDIT):
            raise Http404
        form = PlanForm(request.POST)

        def do(**words: Any) -> TargetPlan:
            return targets.plan(pk, access=self.access, at=timezone.now(), **words)

        if form.is_valid() and attempt(form, do) is not REFUSED:
            messages.success(request, "推进计划已制定，原有版次保留")
            return redirect("target", pk)
        return self.render_to_response(self.get_context_data(form=form))


class ClosersPage(OfTarget):
    """Named enterprises that could close the gap of one unit or chain."""

    capability = Capability.INDICATOR_VIEW
    title = "可补缺口的企业"
    template_name = "targets/closers.html"

    def target(self) -> TierTarget:
        self.access.reach(Capability.COUNTS_VIEW)
        return super().target()

    def crumbs(self) -> list[Crumb]:
        row = self.target()
        return [
            Crumb("目标", reverse("targets")),
            Crumb(row.label, reverse("target", args=[row.pk])),
            Crumb(self.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, on, of = self.target(), timezone.localdate(), _of(self.request)
        plan, key = self.plan(row), self.request.GET.get("key", "")
        if plan is None or not settings.TARGETS_HANDED_DOWN:
            raise Http404
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        found = [it for it in shares(plan, of, on=on, reach=reach) if it.key == key]
        if not found:
            raise Http404
        most = min(MOST, found[0].missing)
        known = closers(Tier(row.tier), of, key, on=on, reach=reach, most=most)
        return super().get_context_data(
            row=row,
            share=found[0],
            candidates=known.named,
            known=known.known,
            most=MOST,
            on=on,
            **kwargs,
        )


def _of(request: HttpRequest) -> ShareOf:
    said = request.GET.get("of", "")
    return ShareOf(said) if said in ShareOf.values else ShareOf.UNIT


def _chart(path: list[Station]) -> Chart:
    """What should be there, what was, what is to be expected."""
    return drawn(
        "glide",
        "推进路径",
        [f"{it.on:%Y-%m-%d}" for it in path],
        [
            Series("应达", [Mark(it.planned) for it in path], "--tier-2"),
            Series("实有", [Mark(it.held) for it in path], "--tier-3"),
            Series("预计", [Mark(it.expected) for it in path], "--tier-4"),
        ],
        of="日期",
    )
