"""One unit in a round: its self-report with files, and the check by somebody else."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from measures.actions import assessing, assessing_checks
from measures.choices import ReturnState
from measures.models import AssessmentRound, DistrictReturn, IndexIndicator
from measures.pages.duties.one import FilesField
from measures.queries.assessing import UnitLine, ranking
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.files.attachments import TOLD
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage


class SelfReportForm(forms.Form):
    """The figures no query counts, each with its files."""

    use_required_attribute = False

    def __init__(self, *args: Any, lines: list[IndexIndicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [it for it in lines if not it.computed_by]
        for it in self.lines:
            self.fields[it.code] = forms.DecimalField(
                label=f"{it.label}（{it.unit}）",
                required=False,
                min_value=0,
                max_digits=16,
                decimal_places=2,
                help_text=f"{it.definition}；不明的留空",
            )
            self.fields[f"files-{it.code}"] = FilesField(
                label=f"{it.label}：佐证", required=False, help_text=TOLD
            )
        self.fields["note"] = forms.CharField(
            label="自评说明",
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )


class ReturnPage(ScopedPage):
    """What one unit reported, what the city holds, and what it earns."""

    capability = Capability.MEASURE_VIEW
    title = "自评与核定"
    template_name = "assessing/return.html"
    model = AssessmentRound

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.code = request.GET.get("unit", "")

    def line(self) -> tuple[AssessmentRound, UnitLine]:
        """The round and its line of the unit asked for; one's own where none is named."""
        reach = self.access.reach(Capability.MEASURE_VIEW)
        row = AssessmentRound.objects.within(reach).for_list().get(pk=self.kwargs["pk"])
        for it in ranking(row, reach=reach):
            if self.code in ("", it.unit.code):
                return row, it
        raise Http404

    def crumbs(self) -> list[Crumb]:
        return [Crumb("各区评估", reverse("district-rounds")), Crumb(self.title)]

    def form(self, line: UnitLine, data: Any = None, files: Any = None) -> SelfReportForm | None:
        """None for who may not speak for the unit, or while its word waits or stands."""
        if not self.access.holds(Capability.PROGRESS_REPORT):
            return None
        reach = self.access.reach(Capability.PROGRESS_REPORT)
        open_for = line.row is None or line.row.state == ReturnState.RETURNED
        if not reach.covers(line.unit.pk) or not open_for:
            return None
        lines = [it.indicator for it in line.earned]
        return SelfReportForm(data, files, lines=lines)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, line = self.line()
        waits = line.row is not None and line.row.state == ReturnState.SUBMITTED
        form = kwargs.pop("form", None) or self.form(line)
        context = super().get_context_data(
            row=row,
            line=line,
            form=form,
            may_check=waits and self.access.holds(Capability.PROGRESS_CHECK),
            **kwargs,
        )
        return context | {"title": f"{row.name} · {line.unit.name}"}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Signs the unit's own figures."""
        _, line = self.line()
        form = self.form(line, request.POST, request.FILES)
        if form is None:
            raise Http404

        def do(**words: Any) -> DistrictReturn:
            return self._report(pk, line.unit, form, words)

        if form.is_valid() and attempt(form, do) is not REFUSED:
            messages.success(request, "已自评，待市级核定")
            return redirect(f"{reverse('district-return', args=[pk])}?unit={line.unit.code}")
        return self.render_to_response(self.get_context_data(form=form))

    def _report(
        self, pk: int, unit: Jurisdiction, form: SelfReportForm, words: dict[str, Any]
    ) -> DistrictReturn:
        at = timezone.now()
        row = assessing.report_self(
            pk,
            access=self.access,
            at=at,
            jurisdiction_id=unit.pk,
            figures={it.code: words[it.code] for it in form.lines},
            note=words["note"],
        )
        for it in form.lines:
            for file in words[f"files-{it.code}"]:
                assessing.attach(
                    row.pk,
                    access=self.access,
                    at=at,
                    indicator=it.code,
                    name=file.name,
                    data=file.read(),
                )
        return row


class JudgeReturnPage(ScopedPage):
    """The city settles a unit's figures, or gives them back."""

    capability = Capability.PROGRESS_CHECK
    title = "核定自评"
    http_method_names = ["post"]
    model = DistrictReturn

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reach = self.access.reach(Capability.PROGRESS_CHECK)
        row = DistrictReturn.objects.within(reach).for_list().get(pk=pk)
        at = timezone.now()
        if "check" in request.POST:
            given = _corrections(row, request.POST)
            assessing_checks.check(pk, access=self.access, at=at, corrections=given)
            messages.success(request, "已核定")
        elif not request.POST.get("reason", "").strip():
            messages.error(request, "请写明退回理由")
        else:
            reason = request.POST["reason"]
            assessing_checks.give_back(pk, access=self.access, at=at, reason=reason)
            messages.success(request, "已退回")
        address = reverse("district-return", args=[row.round_id])
        return redirect(f"{address}?unit={row.jurisdiction.code}")


def _corrections(row: DistrictReturn, words: Any) -> dict[str, tuple[Decimal | None, str]]:
    """What was written beside the reported figures; a field left as it is corrects nothing."""
    found: dict[str, tuple[Decimal | None, str]] = {}
    for it in row.figures.all():
        code = it.indicator.code
        said = words.get(f"value-{code}", "").strip()
        if not said:
            continue
        try:
            value = Decimal(said)
        except InvalidOperation:
            raise InputRefused(Fault(code, "not_a_number", f"“{said}”不是数")) from None
        if value != it.reported:
            found[code] = (value, words.get(f"why-{code}", ""))
    return found


class ReturnEvidencePage(ScopedPage):
    """One file that shows a figure, to be saved."""

    capability = Capability.MEASURE_VIEW
    title = "佐证文件"
    http_method_names = ["get", "head", "options"]
    model = DistrictReturn

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:  # type: ignore[override] # a file, not a page
        rows = DistrictReturn.objects.within(self.access.reach(Capability.MEASURE_VIEW))
        row = rows.get(pk=self.kwargs["pk"])
        for figure in row.figures.prefetch_related("evidence__file"):
            for it in figure.evidence.all():
                if it.pk == self.kwargs["return_evidence"]:
                    return file_response(it.file, self.access)
        raise Http404
