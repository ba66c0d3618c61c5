"""各区评估: rounds with the index they go by, the ranking of one, a new edition of the index."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from measures.actions import assessing
from measures.models import AssessmentRound, DistrictIndex
from measures.pages.programme_forms import day
from measures.queries.assessing import ranking
from wuhan_smes.access import Capability
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage


class RoundForm(forms.Form):
    """A period and the last day units report by."""

    use_required_attribute = False

    name = forms.CharField(label="名称", max_length=60, help_text="如 2026 年上半年")
    first_on = day("起始日", required=True)
    last_on = day("截止日", required=True)
    due_on = day("自评截止", required=True)


class RoundsPage(ScopedPage):
    """All rounds, the newest first, and the index in force."""

    capability = Capability.MEASURE_VIEW
    title = "各区评估"
    template_name = "assessing/rounds.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("政策措施", reverse("measures")), Crumb(self.title)]

    def may_open(self) -> bool:
        return _everywhere(self, Capability.PROGRESS_CHECK)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.MEASURE_VIEW)
        rounds = AssessmentRound.objects.within(reach).for_list().order_by("-last_on")
        index = DistrictIndex.objects.within(reach).on(timezone.localdate())
        form = kwargs.pop("form", None)
        return super().get_context_data(
            rounds=rounds,
            index=index,
            indicators=index.indicators.order_by("display_order") if index else [],
            form=form or (RoundForm() if self.may_open() else None),
            may_set=_everywhere(self, Capability.MEASURE_EDIT),
            may_export=self.access.holds(Capability.REGISTER_EXPORT),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Opens a round."""
        if not self.may_open():
            raise Http404
        form = RoundForm(request.POST)

        def do(**words: Any) -> AssessmentRound:
            return assessing.open_round(access=self.access, at=timezone.now(), **words)

        if form.is_valid() and attempt(form, do) is not REFUSED:
            messages.success(request, "评估期已发起，各区可以自评")
            return redirect("district-rounds")
        return self.render_to_response(self.get_context_data(form=form))


class RoundPage(ScopedPage):
    """One round: units best first, with what each indicator earned and the place before."""

    capability = Capability.MEASURE_VIEW
    title = "评估结果"
    template_name = "assessing/round.html"
    model = AssessmentRound

    def crumbs(self) -> list[Crumb]:
        return [Crumb("各区评估", reverse("district-rounds")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.MEASURE_VIEW)
        row = AssessmentRound.objects.within(reach).for_list().get(pk=self.kwargs["pk"])
        found = ranking(row, reach=reach)
        context = super().get_context_data(
            row=row,
            lines=found,
            indicators=[it.indicator for it in found[0].earned] if found else [],
            whole_city=reach.everywhere,
            may_export=self.access.holds(Capability.REGISTER_EXPORT),
            **kwargs,
        )
        return context | {"title": row.name}


class IndexForm(forms.Form):
    """A new edition from the lines of the one in force: a weight of 0 leaves a line out."""

    use_required_attribute = False

    title = forms.CharField(label="名称", max_length=120)
    effective_from = day("施行日期", required=True)
    source = forms.CharField(label="依据", max_length=200)

    def __init__(self, *args: Any, before: DistrictIndex | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(before.indicators.order_by("display_order")) if before else []
        if before:
            self.fields["title"].initial = before.title
        for it in self.lines:
            self.fields[f"weight-{it.code}"] = forms.IntegerField(
                label=f"{it.label}：权重", min_value=0, max_value=100, initial=it.weight
            )
            self.fields[f"full-{it.code}"] = forms.DecimalField(
                label=f"{it.label}：满分值（{it.unit}）",
                min_value=Decimal("0.01"),
                max_digits=14,
                decimal_places=2,
                initial=it.full,
            )

    def said(self) -> dict[str, Any]:
        """The words of the action."""
        words = self.cleaned_data
        lines = [
            assessing.Line(
                it.code,
                it.label,
                words[f"weight-{it.code}"],
                it.unit,
                words[f"full-{it.code}"],
                it.definition,
                it.aim,
                it.computed_by,
            )
            for it in self.lines
            if words[f"weight-{it.code}"]
        ]
        given = {name: words[name] for name in ("title", "effective_from", "source")}
        return {**given, "indicators": lines}


class NewIndexPage(ScopedPage):
    """The next edition of the index."""

    capability = Capability.MEASURE_EDIT
    title = "新版指标体系"
    template_name = "assessing/index.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("各区评估", reverse("district-rounds")), Crumb(self.title)]

    def form(self, data: Any = None) -> IndexForm:
        rows = DistrictIndex.objects.within(self.access.reach(Capability.MEASURE_EDIT))
        return IndexForm(data, before=rows.order_by("-effective_from").first())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)

        def do(**_: Any) -> DistrictIndex:
            return assessing.set_index(access=self.access, at=timezone.now(), **form.said())

        if form.is_valid() and attempt(form, do) is not REFUSED:
            messages.success(request, "新版已制定，自施行日起适用")
            return redirect("district-rounds")
        return self.render_to_response(self.get_context_data(form=form))


def _everywhere(page: ScopedPage, capability: Capability) -> bool:
    access = page.access
    return access.holds(capability) and access.reach(capability).everywhere
