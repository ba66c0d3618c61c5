"""服务指数: stations and districts by their index; each number opens the rows it counts."""

from datetime import date
from functools import partial
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from services.actions.service_formulas import set_formula
from services.choices.stats import StatsCut
from services.models import ServiceFormula
from services.pages.stations.forms import day
from services.pages.stats import PeriodForm
from services.queries.service_index import (
    RANKED,
    Period,
    call_rows,
    care_rows,
    closed_rows,
    service_index,
)
from services.queries.ticket_stats import PATHS
from wuhan_smes.access import Capability
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage

MOST: Final = 500
PARTS: Final = {"service": "办结", "satisfaction": "有效回访", "coverage": "包联企业"}


class IndexForm(PeriodForm):
    """A period, and stations or districts."""

    by = forms.ChoiceField(
        label="按", choices=[(cut.value, cut.label) for cut in RANKED], required=False
    )


class FormulaForm(forms.Form):
    """The next edition of the weights."""

    use_required_attribute = False

    service = forms.IntegerField(label="办结成效（%）", min_value=0, max_value=100)
    satisfaction = forms.IntegerField(label="满意率（%）", min_value=0, max_value=100)
    coverage = forms.IntegerField(label="覆盖率（%）", min_value=0, max_value=100)
    effective_from = day("施行日期")
    source = forms.CharField(label="依据", max_length=200)


class IndexPage(ScopedPage):
    """Best first; what has no value has no place and stands last. Whoever keeps the city's
    reference data sets the weights here.
    """

    capability = Capability.TICKET_VIEW
    title = "服务指数"
    template_name = "services/service_index.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("诉求办理统计", reverse("ticket-stats")), Crumb(self.title)]

    def asked(self) -> tuple[Period, StatsCut, forms.Form]:
        """The words of the address; what is wrong falls back to this year by station."""
        form = IndexForm(self.request.GET.dict())
        form.is_valid()
        last = form.cleaned_data.get("last") or timezone.localdate()
        first = form.cleaned_data.get("first") or date(last.year, 1, 1)
        cut = StatsCut(form.cleaned_data.get("by") or StatsCut.STATION)
        return Period(min(first, last), last), cut, form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period, cut, form = self.asked()
        may_set = self._sets_weights()
        shown = {"first": period.first, "last": period.last, "by": cut}
        return super().get_context_data(
            **{
                "form": IndexForm(shown),
                "faults": form.errors,
                "period": period,
                "cut": cut,
                "found": service_index(self.access, period, cut),
                "may_export": self.access.holds(Capability.REGISTER_EXPORT),
                "formulas": ServiceFormula.objects.order_by("-edition") if may_set else [],
                "weights": FormulaForm() if may_set else None,
                **kwargs,
            }
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sets the next edition."""
        if not self._sets_weights():
            raise Http404
        form = FormulaForm(request.POST)
        do = partial(set_formula, access=self.access, at=timezone.now())
        if form.is_valid() and attempt(form, do) is not REFUSED:
            messages.success(request, "新版公式已制定，原有版次保留")
            return redirect("service-index")
        return self.render_to_response(self.get_context_data(weights=form))

    def _sets_weights(self) -> bool:
        edits = Capability.REFERENCE_EDIT
        return self.access.holds(edits) and self.access.reach(edits).everywhere


class EvidencePage(IndexPage):
    """The rows behind one number: closings, call-backs, or enterprises in care."""

    title = "服务指数的依据"
    http_method_names = ["get", "head", "options"]
    template_name = "services/service_index_rows.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period, cut, _ = self.asked()
        part, key = self.kwargs["part"], self.request.GET.get("key", "")
        if part not in PARTS:
            raise Http404
        rows = self._rows(part, period, cut, key)
        words = {"heading": PARTS[part], "rows": rows[:MOST], "total": len(rows), "most": MOST}
        return ScopedPage.get_context_data(self, **words, period=period, cut=cut, **kwargs)

    def _rows(self, part: str, period: Period, cut: StatsCut, key: str) -> list[Any]:
        path = f"{PATHS[cut].removesuffix('_id')}__code"
        if part == "service":
            found = closed_rows(self.access, period).filter(**{path: key})
            return list(found.select_related("jurisdiction"))
        if part == "satisfaction":
            calls = call_rows(self.access, period).filter(**{f"ticket__{path}": key})
            return list(calls.select_related("ticket"))
        return care_rows(self.access, period, cut, key)
