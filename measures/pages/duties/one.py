"""One commitment: what was said of it, the form for the quarter, and the bureau's judgement."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from measures.actions.duties import judging, reporting, starting
from measures.choices import AgencyRole, ProgressState
from measures.models import Commitment, ProgressEntry
from measures.pages.duties.lists import quarters
from measures.pages.programme_forms import day
from measures.queries.duties import seen, units_of
from measures.rules import duties as rules
from wuhan_smes.access import Capability
from wuhan_smes.files.attachments import ACCEPTED, TOLD
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage


class FilesInput(forms.FileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = FilesInput(attrs={"multiple": True, "accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class ReportForm(forms.Form):
    """One quarter's word; `agency` only where one may speak for several."""

    use_required_attribute = False

    agency_id = forms.TypedChoiceField(label="责任单位", coerce=int)
    quarter_on = forms.TypedChoiceField(label="季度", coerce=date.fromisoformat)
    figure = forms.DecimalField(
        label="完成数", required=False, max_digits=16, decimal_places=2, help_text="没有数字的留空"
    )
    text = forms.CharField(label="进展", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    evidence = FilesField(label="佐证文件", required=False, help_text=TOLD)

    def __init__(
        self, *args: Any, agencies: list[tuple[int, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = agencies  # type: ignore[attr-defined] # a ChoiceField
        self.fields["quarter_on"].choices = quarters(today)  # type: ignore[attr-defined] # a ChoiceField


class StartForm(forms.Form):
    on = day("启动日期", required=True)


class OfCommitment(ScopedPage):
    """A page about the commitment its address names."""

    capability = Capability.MEASURE_VIEW
    title = "任务"

    def commitment(self) -> Commitment:
        reach = self.access.reach(Capability.MEASURE_VIEW)
        return Commitment.objects.within(reach).for_list().get(pk=self.kwargs["pk"])

    def crumbs(self) -> list[Crumb]:
        return [Crumb("任务分解", reverse("commitments")), Crumb(self.title)]


class CommitmentPage(OfCommitment):
    template_name = "commitments/one.html"

    def form(self, row: Commitment, data: Any = None, files: Any = None) -> ReportForm | None:
        """None for who may speak for none of its units."""
        if not self.access.holds(Capability.PROGRESS_REPORT):
            return None
        reach = self.access.reach(Capability.PROGRESS_REPORT)
        mine = [(it.agency_id, it.agency.name) for it in row.units.all() if seen(it.agency, reach)]
        if not mine:
            return None
        first = self.request.GET.get("quarter", "")
        initial = {"quarter_on": first} if first else {}
        return ReportForm(data, files, agencies=mine, today=timezone.localdate(), initial=initial)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.commitment()
        kwargs.setdefault("form", self.form(row))
        entries = ProgressEntry.objects.within(self.access.reach(Capability.MEASURE_VIEW))
        told = entries.for_list().filter(commitment=row).order_by("-quarter_on", "agency_id")
        may_check = self.access.holds(Capability.PROGRESS_CHECK)
        starts = self.access.holds(Capability.MEASURE_EDIT) and row.starts_on is None
        return super().get_context_data(
            row=row,
            leads=units_of(row, AgencyRole.LEAD),
            helpers=units_of(row, AgencyRole.CO),
            entries=[
                (it, rules.named(it.quarter_on), may_check and it.state == ProgressState.SUBMITTED)
                for it in told
            ],
            start=StartForm() if starts else None,
            **kwargs,
        ) | {"title": str(row)}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Signs the quarter's word."""
        form = self.form(self.commitment(), request.POST, request.FILES)
        if form is None:
            raise Http404
        if form.is_valid():
            form.cleaned_data["evidence"] = [
                (file.name, file.read()) for file in form.cleaned_data["evidence"]
            ]
            do = partial(reporting.report, pk, access=self.access, at=timezone.now())
            if attempt(form, do) is not REFUSED:
                messages.success(request, "已报送，待市级审核")
                return redirect("commitment", pk)
        return self.render_to_response(self.get_context_data(form=form))


class StartPage(OfCommitment):
    """Words are owed from a day on."""

    capability = Capability.MEASURE_EDIT
    http_method_names = ["post"]
    model = Commitment

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = StartForm(request.POST)
        if not form.is_valid():
            messages.error(request, "请填写启动日期")
            return redirect("commitment", pk)
        on = form.cleaned_data["on"]
        starting.start([pk], access=self.access, at=timezone.now(), on=on)
        messages.success(request, "已启动，按季报送")
        return redirect("commitment", pk)


class JudgePage(ScopedPage):
    """The bureau takes an entry or returns it with a reason."""

    capability = Capability.PROGRESS_CHECK
    title = "审核进展"
    http_method_names = ["post"]
    model = ProgressEntry

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        at, reason = timezone.now(), request.POST.get("reason", "")[:300]
        if "accept" in request.POST:
            entry = judging.accept(pk, access=self.access, at=at)
            messages.success(request, "已审核通过")
        elif not reason.strip():
            entry = ProgressEntry.objects.within(self.access.reach(Capability.PROGRESS_CHECK)).get(
                pk=pk
            )
            messages.error(request, "请写明退回理由")
        else:
            entry = judging.give_back(pk, access=self.access, at=at, reason=reason)
            messages.success(request, "已退回责任单位")
        return redirect("commitment", entry.commitment_id)


class EvidencePage(ScopedPage):
    """One file that shows what an entry says, to be saved."""

    capability = Capability.MEASURE_VIEW
    title = "佐证文件"
    http_method_names = ["get", "head", "options"]
    model = ProgressEntry

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:  # type: ignore[override] # a file, not a page
        rows = ProgressEntry.objects.within(self.access.reach(Capability.MEASURE_VIEW))
        entry = rows.get(pk=self.kwargs["pk"])
        found = entry.evidence.select_related("file").filter(pk=self.kwargs["evidence"]).first()
        if found is None:
            raise Http404
        return file_response(found.file, self.access)
