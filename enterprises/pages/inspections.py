"""双随机抽查: the draws, one with everything needed to repeat it, and what its checks found."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import inspections
from enterprises.choices import InspectionResult
from enterprises.models import DrawnEnterprise, InspectionDraw
from enterprises.pages.cultivation_acts import sound
from enterprises.pages.cultivation_forms import TIERS, day
from enterprises.reports.inspection_lists import DRAWS
from enterprises.rules.drawing import place
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage


class DrawForm(forms.Form):
    """Inspectors a line each; the seed was published before anybody knew the list."""

    use_required_attribute = False

    title = forms.CharField(label="抽查名称", max_length=120)
    tier = forms.ChoiceField(label="梯度", choices=TIERS)
    on = day("名单日期", "当日持有该称号的在营企业")
    seed = forms.CharField(
        label="随机种子", max_length=120, help_text="事先公布的随机数，如某期开奖号码；抽取后不能改"
    )
    count = forms.IntegerField(label="抽取家数", min_value=1, max_value=10_000)
    inspectors = forms.CharField(
        label="检查人员", widget=forms.Textarea(attrs={"rows": 4}), help_text="每行一人"
    )
    each = forms.IntegerField(label="每家检查人数", min_value=1, max_value=9, initial=2)


class FindForm(forms.Form):
    """What a check found."""

    result = forms.ChoiceField(label="检查结果", choices=InspectionResult.choices)
    checked_on = day("检查日期")
    note = forms.CharField(label="检查情况", max_length=200, required=False)


class NoSieve(forms.Form):
    """A list short enough to be looked at whole."""


class DrawsPage(ExportedPage):
    """Every draw there was; they are published."""

    capability = Capability.REGISTER_VIEW
    title = "随机抽查"
    template_name = "inspections/list.html"
    url_name = "inspections"
    exports = DRAWS
    orderings = {"-id": ("-id",)}

    def crumbs(self) -> list[Crumb]:
        return [Crumb("梯度培育", reverse("cultivations")), Crumb(self.title)]

    def sieve(self) -> forms.Form:
        return NoSieve(self.request.GET)

    def rows(self, sieve: forms.Form) -> Any:
        return InspectionDraw.objects.within(self.reach)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = listing(self.request, self.rows(self.sieve()), orderings=self.orderings)
        return super().get_context_data(page=page, may_draw=may_draw(self), **kwargs)


class NewDraw(ScopedPage):
    """Drawn once: the same list is not drawn from again."""

    capability = Capability.TITLE_EDIT
    title = "抽取"
    template_name = "inspections/new.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("随机抽查", reverse("inspections")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", DrawForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DrawForm(request.POST)
        made: Any = REFUSED
        if form.is_valid():
            made = attempt(form, self._draw)
        if made is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, f"已抽取 {made.count} 家")
        return redirect("inspection", made.pk)

    def _draw(self, *, inspectors: str, **words: Any) -> InspectionDraw:
        return inspections.draw(
            access=self.access, at=timezone.now(), inspectors=inspectors.splitlines(), **words
        )


class DrawPage(ScopedPage):
    """Seed, fingerprint and rule of one draw, and the enterprises of it in reach."""

    capability = Capability.REGISTER_VIEW
    title = "随机抽查"
    template_name = "inspections/one.html"
    model = InspectionDraw

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.REGISTER_VIEW)
        draw = InspectionDraw.objects.within(reach).get(pk=self.kwargs["pk"])
        rows = DrawnEnterprise.objects.within(reach).for_list().filter(draw=draw)
        page = listing(self.request, rows, orderings={"position": ("position", "id")})
        take_out = f"{reverse('drawn-enterprises-export')}?draw={draw.pk}&layout="
        context = super().get_context_data(
            draw=draw,
            page=page,
            lines=[(it, place(draw.seed, it.code)[:12]) for it in page.rows],
            may_find=self.access.holds(Capability.CULTIVATION_EDIT),
            take_out=take_out if self.access.holds(Capability.REGISTER_EXPORT) else "",
            results=InspectionResult.choices,
            today=timezone.localdate(),
            **kwargs,
        )
        crumbs = [Crumb("随机抽查", reverse("inspections")), Crumb(draw.title)]
        return {**context, "title": draw.title, "crumbs": crumbs}


class Find(ScopedPage):
    """What the check of one enterprise found."""

    capability = Capability.CULTIVATION_EDIT
    title = "登记检查结果"
    http_method_names = ["post"]
    model = DrawnEnterprise

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reach = self.access.reach(Capability.CULTIVATION_EDIT)
        row = DrawnEnterprise.objects.within(reach).get(pk=pk)
        try:
            words = sound(FindForm(request.POST))
            inspections.find(pk, access=self.access, at=timezone.now(), **words)
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, "检查结果已登记")
        return redirect("inspection", row.draw_id)


def may_draw(page: ScopedPage) -> bool:
    edit = Capability.TITLE_EDIT
    return page.access.holds(edit) and page.access.reach(edit).everywhere
