"""All commitments with lights and gaps, and the desk of one unit."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from enterprises.queries.flags import Doubt, doubts
from measures.choices import DutyLight
from measures.models import Commitment
from measures.queries.duties import Line, lines, owed_by, own_agency, seen
from measures.reports.duties import COMMITMENTS
from measures.rules import duties as rules
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Agency
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.reporting.choices import ReportLayout
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.reporting.run import make
from wuhan_smes.web.pages import Crumb, ScopedPage

ANY: Final = ("", "全部")
QUARTERS: Final = 8


def quarters(today: date) -> list[tuple[str, str]]:
    """The running quarter and those before it, the one to be told of now first of all."""
    first, found = rules.quarter_of(today), []
    for _ in range(QUARTERS):
        found.append((first.isoformat(), rules.named(first)))
        first = rules.last_ended(first)
    return [found[1], found[0], *found[2:]]


class DutySieve(forms.Form):
    """Which commitments, of which quarter."""

    quarter = forms.ChoiceField(label="季度", required=False)
    light = forms.ChoiceField(label="灯色", required=False, choices=[ANY, *DutyLight.choices])
    agency = forms.ModelChoiceField(
        label="责任单位",
        required=False,
        queryset=Agency.objects.none(),
        to_field_name="code",
        empty_label="全部",
    )
    gaps = forms.BooleanField(label="只看责任缺口", required=False)

    def __init__(self, words: Any, *, today: date) -> None:
        super().__init__({name: word for name, word in words.items() if word})
        self.fields["quarter"].choices = quarters(today)  # type: ignore[attr-defined] # a ChoiceField
        named = Agency.objects.filter(commitments__isnull=False).distinct()
        self.fields["agency"].queryset = named.order_by("display_order", "name")  # type: ignore[attr-defined] # a ModelChoiceField
        self.is_valid()

    @property
    def first_day(self) -> date:
        chosen = self.cleaned_data.get("quarter") or self.fields["quarter"].choices[0][0]  # type: ignore[attr-defined] # a ChoiceField
        return date.fromisoformat(chosen)


class CommitmentsPage(ExportedPage):
    """Every clause: who owes it, until when, what was said of the quarter, and who is missing."""

    capability = Capability.MEASURE_VIEW
    title = "任务分解"
    template_name = "commitments/list.html"
    url_name = "commitments"
    exports = COMMITMENTS
    orderings = {"clause": ("clause__measure", "clause__display_order", "id")}

    def crumbs(self) -> list[Crumb]:
        return [Crumb("政策措施", reverse("measures")), Crumb(self.title)]

    def sieve(self) -> DutySieve:
        return DutySieve(self.request.GET, today=timezone.localdate())

    def rows(self, sieve: DutySieve) -> Any:
        rows = Commitment.objects.within(self.reach).for_list()
        if sieve.errors:
            return rows.none()
        if sieve.cleaned_data["agency"]:
            rows = rows.of_agency(sieve.cleaned_data["agency"].pk)
        return rows.exclude(gaps=[], note="") if sieve.cleaned_data["gaps"] else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve, today = self.sieve(), timezone.localdate()
        quarter = sieve.first_day
        rows = self.rows(sieve).order_by(*self.orderings["clause"])
        every = lines(rows, quarter=quarter, today=today, reach=self.reach)
        chosen = sieve.cleaned_data.get("light")
        return super().get_context_data(
            form=sieve,
            lines=[line for line in every if not chosen or line.light == chosen],
            tally=[(one, Counter(line.light for line in every)[one]) for one in DutyLight],
            gaps=_by_doubt(every),
            noted=[line for line in every if line.commitment.note],
            odd=sum(bool(line.commitment.gaps or line.commitment.note) for line in every),
            quarter=rules.named(quarter),
            quarter_on=quarter,
            due=rules.due_on(quarter),
            own=own_agency(self.request.user),  # type: ignore[arg-type] # the page is behind sign-in
            **kwargs,
        )


def _by_doubt(every: Sequence[Line]) -> list[tuple[Doubt, list[Line]]]:
    """Each doubt about who owes a clause, with the clauses it is about."""
    codes = {code for line in every for code in line.commitment.gaps}
    return [
        (it, [line for line in every if it.code in line.commitment.gaps]) for it in doubts(codes)
    ]


class DeskPage(ScopedPage):
    """What one unit owes this quarter: to sign, waiting, returned, done."""

    capability = Capability.MEASURE_VIEW
    title = "责任单位工作台"
    template_name = "commitments/desk.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("任务分解", reverse("commitments")), Crumb(self.title)]

    def agency(self) -> Agency:
        """One's own, or the one asked for, if what it reports may be seen."""
        code = self.request.GET.get("agency", "")
        if not code:
            own = own_agency(self.request.user)  # type: ignore[arg-type] # the page is behind sign-in
            if own is None:
                raise Http404
            return own
        found = Agency.objects.get(code=code)
        if not seen(found, self.access.reach(Capability.MEASURE_VIEW)):
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        sieve = DutySieve(self.request.GET, today=today)
        for name in ("light", "agency", "gaps"):
            del sieve.fields[name]
        quarter, agency = sieve.first_day, self.agency()
        reach = self.access.reach(Capability.MEASURE_VIEW)
        owed = owed_by(agency, quarter=quarter, today=today, reach=reach)
        return super().get_context_data(
            form=sieve,
            agency=agency,
            owed=owed,
            tally=[(one, sum(it.light == one for it in owed)) for one in DutyLight],
            quarter=rules.named(quarter),
            quarter_on=quarter,
            due=rules.due_on(quarter),
            may_report=self.access.holds(Capability.PROGRESS_REPORT),
            **kwargs,
        )


class BreakdownPage(ScopedPage):
    """措施任务分解表 of a quarter as a file, for whoever reads the measures."""

    capability = Capability.MEASURE_VIEW
    title = "措施任务分解表"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override] # a file, not a page
        layout = request.GET.get("layout", ReportLayout.XLSX.value)
        words = {"quarter": request.GET.get("quarter", "")}
        report, at = catalogue.get("breakdown"), timezone.now()
        return make(report, words, layout, access=self.access, at=at).response()
