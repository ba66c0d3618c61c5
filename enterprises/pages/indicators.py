"""年度指标填报: the figures of one enterprise for one year, last year's beside them."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from enterprises.actions import annual_indicators
from enterprises.models import ANNUAL, AnnualIndicators, Enterprise, IndicatorEvidence
from enterprises.pages.evidence import EvidenceForm
from enterprises.pages.indicator_forms import EntryForm
from enterprises.pages.leading_on import LeadsOn
from enterprises.reports.completeness import usual_year
from enterprises.rules.indicator_sections import KEY
from enterprises.rules.plausibility import doubts
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb

YEARS_BACK: Final = 6
NOTHING_SAID: Final = "没有改动，无需保存"


class IndicatorsPage(LeadsOn):
    """Saves what was typed; what looks odd is asked about once, never refused."""

    capability = Capability.INDICATOR_VIEW
    title = "年度指标"
    template_name = "indicators/entry.html"

    @cached_property
    def enterprise(self) -> Enterprise:
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        return Enterprise.objects.within(reach).for_list().get(pk=self.kwargs["pk"])

    @cached_property
    def year(self) -> int:
        """The year the address asks for; last year when it names none. Refuses others."""
        asked = self.request.GET.get("year") or str(usual_year())
        if asked not in map(str, self._years()):
            raise InputRefused(Fault("?year", "out_of_range", "只能填报近几年的指标"))
        return int(asked)

    def crumbs(self) -> list[Crumb]:
        whose = reverse("enterprise", args=[self.enterprise.pk])
        steps = [Crumb("企业", reverse("enterprises")), Crumb(self.enterprise.name, whose)]
        return [*steps, Crumb(f"{self.year} 年度指标")]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.access.reach(Capability.INDICATOR_EDIT)
        form = EntryForm(request.POST, row=self._row(self.year))
        if not form.is_valid() or not self._said(form):
            return self._again(form)
        if self._asked_about(form) and not form.cleaned_data["looked_again"]:
            return self._again(form)
        if attempt(form, lambda **_: self._save(form)) is REFUSED:
            return self._again(form)
        messages.success(request, f"{self.year} 年度指标已保存")
        return redirect(f"{request.path}?year={self.year}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, before = self._row(self.year), self._row(self.year - 1)
        form = kwargs.pop("form", None) or EntryForm(row=row)
        known = sum(getattr(row, name, None) is not None for name in ANNUAL)
        return super().get_context_data(
            enterprise=self.enterprise,
            year=self.year,
            years=self._years(),
            form=form,
            row=row,
            sections=list(form.sections(before)),
            asked=self._asked_about(form) if form.is_bound and form.is_valid() else [],
            known=known,
            every=len(ANNUAL),
            lacks=[ANNUAL[name].label for name in KEY if getattr(row, name, None) is None],
            may_edit=self._may_edit(),
            papers=self._papers(),
            evidence_form=EvidenceForm(initial={"year": self.year}),
            **kwargs,
        )

    def _again(self, form: EntryForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def _said(self, form: EntryForm) -> bool:
        """Whether something is to be saved, and why if it was known otherwise."""
        if not form.changed():
            form.add_error(None, NOTHING_SAID)
        elif form.takes_back() and not form.cleaned_data["reason"].strip():
            form.add_error("reason", "改动或清空了已登记的值，请说明原因")
        return form.is_valid()

    def _save(self, form: EntryForm) -> object:
        words = form.cleaned_data
        given: dict[str, Any] = {
            "access": self.access,
            "at": timezone.now(),
            "year": self.year,
            "values": form.changed(),
            "evidence": words["evidence"],
            "as_of": words["as_of"],
            "expected_row": words["seen"] or 0,
        }
        if form.takes_back():
            reason = words["reason"].strip()
            return annual_indicators.correct(self.enterprise.pk, reason=reason, **given)
        return annual_indicators.record(self.enterprise.pk, source="页面填报", **given)

    def _asked_about(self, form: EntryForm) -> list[Any]:
        """What looks odd beside last year, each with the label of its indicator."""
        before = self._row(self.year - 1)
        last = {name: getattr(before, name, None) for name in ANNUAL}
        found = doubts(form.values(), last)
        return [(ANNUAL[it.field].label, it.text) for it in found if it.field in ANNUAL]

    def _row(self, year: int) -> AnnualIndicators | None:
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        rows = AnnualIndicators.objects.within(reach).current()
        return rows.filter(enterprise=self.enterprise, year=year).first()

    def _papers(self) -> list[tuple[IndicatorEvidence, str]]:
        """The files of the year, each with the label of what it is evidence of."""
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        rows = IndicatorEvidence.objects.within(reach).standing().order_by("indicator", "id")
        mine = rows.filter(enterprise=self.enterprise, year=self.year)
        return [
            (one, ANNUAL[one.indicator].label if one.indicator in ANNUAL else "全年")
            for one in mine
        ]

    def _may_edit(self) -> bool:
        if not self.access.holds(Capability.INDICATOR_EDIT):
            return False
        return self.access.reach(Capability.INDICATOR_EDIT).covers(self.enterprise.jurisdiction_id)

    def _years(self) -> list[int]:
        this = timezone.localdate().year
        return [this - back for back in range(YEARS_BACK)]
