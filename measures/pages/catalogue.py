"""The measures as people read them: by theme, with who answers and what is still open."""

from typing import Any, Final, cast

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from enterprises.queries.flags import doubts
from enterprises.rules.spans import last_day
from measures.choices import Theme
from measures.models import Clause, Measure, Programme
from measures.queries.duties import own_agency
from measures.queries.wording import amount_told
from measures.reports import MEASURES
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Agency
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.pages import Crumb, ScopedPage

IN_ORDER: Final = {"no": ("document_id", "no", "id")}


class MeasureSieve(forms.Form):
    """Which measures to show; nothing chosen shows all 25."""

    q = forms.CharField(label="查找", required=False, max_length=60)
    theme = forms.ChoiceField(label="主题", required=False, choices=[("", "全部"), *Theme.choices])
    agency = forms.ModelChoiceField(
        label="责任单位",
        required=False,
        queryset=Agency.objects.none(),
        to_field_name="code",
        empty_label="全部",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Agency]", self.fields["agency"])
        named = Agency.objects.filter(duties__isnull=False).distinct()
        field.queryset = named.order_by("display_order", "name")


class MeasuresPage(ExportedPage):
    """All measures, grouped by theme; one's own unit is offered first."""

    capability = Capability.MEASURE_VIEW
    title = "政策措施"
    template_name = "measures/measures.html"
    url_name = "measures"
    exports = MEASURES
    orderings = IN_ORDER

    def sieve(self) -> MeasureSieve:
        return MeasureSieve(self.request.GET)

    def rows(self, sieve: MeasureSieve) -> QuerySet[Measure]:
        return _sifted(Measure.objects.within(self.reach).for_detail(), sieve)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.sieve()
        found = list(self.rows(form))
        themes = [
            (Theme(theme).label, [m for m in found if m.theme == theme]) for theme in Theme.values
        ]
        return super().get_context_data(
            form=form,
            found=len(found),
            may_records=self.access.holds(Capability.RECORD_VIEW),
            themes=[(label, group) for label, group in themes if group],
            own=own_agency(self.request.user),  # type: ignore[arg-type] # the page is behind sign-in
            **kwargs,
        )


class MeasurePage(ScopedPage):
    """One measure: summary, clauses with their amounts or 未明确, units, doubts."""

    capability = Capability.MEASURE_VIEW
    title = "政策措施"
    template_name = "measures/measure.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("政策措施", reverse("measures")), Crumb(str(self.measure))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Measure.objects.within(self.access.reach(Capability.MEASURE_VIEW)).for_detail()
        self.measure = measure = get_object_or_404(rows, pk=self.kwargs["pk"])
        codes = {*measure.flags, *(flag for c in measure.ordered_clauses for flag in c.flags)}
        context = super().get_context_data(
            measure=measure,
            doubts=doubts(codes),
            clauses=promised(measure),
            ends=last_day(measure.document.effective_until),
            **kwargs,
        )
        return context | {"title": str(measure)}


def promised(measure: Measure) -> list[tuple[Clause, list[tuple[Programme, str]]]]:
    """Each clause with the newest edition of its programmes and what they pay, or 未明确."""
    rows = Programme.objects.filter(clause__measure=measure).order_by("code", "-edition")
    found: dict[int, list[tuple[Programme, str]]] = {}
    for row in rows.distinct("code"):
        found.setdefault(row.clause_id or 0, []).append((row, amount_told(row)))
    return [(clause, found.get(clause.pk, [])) for clause in measure.ordered_clauses]


def _sifted(rows: QuerySet[Measure], form: MeasureSieve) -> QuerySet[Measure]:
    if not form.is_valid():
        return rows
    chosen = form.cleaned_data
    if chosen["theme"]:
        rows = rows.filter(theme=chosen["theme"])
    if chosen["agency"]:
        rows = rows.filter(
            pk__in=Measure.objects.filter(duties__agency=chosen["agency"]).values("pk")
        )
    if chosen["q"]:
        rows = rows.filter(title__contains=chosen["q"]) | rows.filter(summary__contains=chosen["q"])
    return rows
