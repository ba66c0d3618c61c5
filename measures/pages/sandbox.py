"""政策测算: what a programme would cost before anybody is promised anything."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from enterprises.pages.cultivation_acts import sound
from measures.models import Programme
from measures.pages.programme_forms import day
from measures.queries.sandbox import CostCut, compared, cost, known_on
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.web.pages import ScopedPage

COST = "measures.cost_programme"


class SandboxForm(forms.Form):
    """One design, or two; as of a day, and as known at its end where that is asked."""

    programme = forms.ChoiceField(label="项目")
    other = forms.ChoiceField(label="对照方案", required=False)
    on = day("测算日")
    by = forms.ChoiceField(
        label="分列", required=False, choices=[(cut.value, cut.label) for cut in CostCut]
    )
    since = day("假定施行日", help_text="草拟的项目还没有施行日期的，不填为测算日当年 1 月 1 日")
    known_on = day("按当时掌握的数据", help_text="填写历史日期，按该日结束时已登记的数据回测")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Programme.objects.exclude(eligibility=None).order_by("-pk")
        named = [
            (str(row.pk), f"{row.title}（第 {row.edition} 版，{row.get_state_display()}）")
            for row in rows
        ]
        self.fields["programme"].choices = named  # type: ignore[attr-defined] # a ChoiceField
        self.fields["other"].choices = [("", "不对照"), *named]  # type: ignore[attr-defined] # a ChoiceField


class SandboxPage(ScopedPage):
    """Nothing is written: the finder's statement, summed."""

    capability = Capability.ENTITLEMENT_FIND
    title = "政策测算"
    template_name = "promises/sandbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = bool(self.request.GET)
        form = SandboxForm(self.request.GET if asked else None)
        one = other = None
        if asked and form.is_valid():
            try:
                one = self._cost(form, "programme")
                other = self._cost(form, "other") if form.cleaned_data["other"] else None
            except ActionRefused as refusal:
                form.add_error(None, refusal.message)
        both = compared(one, other) if one is not None and other is not None else []
        return super().get_context_data(
            form=form,
            one=one,
            other=other,
            both=both,
            difference=sum((row.difference for row in both), Decimal(0)),
            later=SandboxForm(auto_id="later-%s"),
            **kwargs,
        )

    def _cost(self, form: SandboxForm, name: str) -> Any:
        words = form.cleaned_data
        rows = Programme.objects.within(self.access.reach(Capability.MEASURE_VIEW))
        row = rows.select_related("matter").get(pk=words[name])
        known = words["known_on"]
        return cost(
            row,
            access=self.access,
            on=words["on"] or timezone.localdate(),
            by=CostCut(words["by"] or CostCut.UNIT),
            known_at=known_on(known) if known else None,
            since=words["since"],
        )


class CostLater(ScopedPage):
    """The same as a job, for a population too large to wait for; the result stands with the job."""

    capability = Capability.ENTITLEMENT_FIND
    title = "后台测算"
    http_method_names = ["post"]
    model = Programme

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = sound(SandboxForm(request.POST))
        rows = Programme.objects.within(self.access.reach(Capability.MEASURE_VIEW))
        for key in filter(None, (words["programme"], words["other"])):
            row = rows.get(pk=key)
            known, since = words["known_on"], words["since"]
            enqueue(
                COST,
                {
                    "programme_id": row.pk,
                    "on": (words["on"] or timezone.localdate()).isoformat(),
                    "by": words["by"] or CostCut.UNIT.value,
                    "known_on": known.isoformat() if known else "",
                    "since": since.isoformat() if since else "",
                },
                access=self.access,
                capability=Capability.ENTITLEMENT_FIND,
                title=f"政策测算：{row.title}"[:200],
            )
        messages.success(request, "已开始测算，结果见“我的任务”")
        return redirect("sandbox")
