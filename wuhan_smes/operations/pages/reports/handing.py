"""报送: what units are asked for, what each hands in, and what the city does with it."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.operations.forms import ReportForm
from wuhan_smes.operations.pages.reports.run import shown
from wuhan_smes.reporting.actions import handing, packets, reports
from wuhan_smes.reporting.catalogue import Report, catalogue
from wuhan_smes.reporting.choices import HandInState, ReportLayout
from wuhan_smes.reporting.models import HandIn, ReportPeriod, ReportRun
from wuhan_smes.reporting.packets import LAYOUTS
from wuhan_smes.reporting.reading import readable
from wuhan_smes.reporting.reconciling import reconciled
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage

LATEST_PERIODS: Final = 24


class HandInsPage(ScopedPage):
    """The latest periods: for a unit its own table of each, for the city how many have come."""

    capability = Capability.REGISTER_EXPORT
    title = "报送"
    template_name = "operations/reports/hand_ins.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("报表", reverse("reports")), Crumb("报送")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.REGISTER_EXPORT)
        states = {
            state.value: Count("hand_ins", filter=Q(hand_ins__state=state)) for state in HandInState
        }
        periods = ReportPeriod.objects.within(reach).annotate(**states).order_by("-id")
        mine = HandIn.objects.within(reach).for_list().order_by("-period_id", "jurisdiction_id")
        return super().get_context_data(
            is_city=reach.everywhere,
            periods=periods[:LATEST_PERIODS] if reach.everywhere else (),
            mine=() if reach.everywhere else mine[:LATEST_PERIODS],
            today=timezone.localdate(),
            may_open=reach.everywhere and self.access.holds(Capability.REPORT_CHECK),
            reports=catalogue.open_to(self.access),
            **kwargs,
        )


class PeriodForm(forms.Form):
    """How the period is called and until when tables are handed in."""

    name = forms.CharField(label="报送期", max_length=60, help_text="如 2026年10月")
    due_on = forms.DateField(
        label="报送截止日", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class OpenPeriodPage(ScopedPage):
    """Ask every unit for one report."""

    capability = Capability.REPORT_CHECK
    title = "开设报送期"
    template_name = "operations/reports/open_period.html"
    http_method_names = ["get", "post", "head", "options"]
    report: Report

    def crumbs(self) -> list[Crumb]:
        return [Crumb("报送", reverse("hand-ins")), Crumb(self.report.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.report = catalogue.get(self.kwargs["name"])
        kwargs.setdefault("form", PeriodForm())
        kwargs.setdefault("choices", ReportForm(self.report, self.request.GET))
        return super().get_context_data(report=self.report, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.report = catalogue.get(self.kwargs["name"])
        form, faults = PeriodForm(request.POST), []
        if form.is_valid():
            try:
                period = handing.open_period(
                    self.report.name,
                    access=self.access,
                    at=timezone.now(),
                    words={c.name: request.POST.get(c.name, "") for c in self.report.choices},
                    **form.cleaned_data,
                )
            except InputRefused as refusal:
                faults = list(refusal.faults)
                for fault in faults:
                    field = fault.field if fault.field in form.fields else None
                    form.add_error(field, fault.detail)
            else:
                messages.success(request, f"{period} 已开设，各单位首页可见")
                return redirect("report-period", period.pk)
        again = self.get_context_data(
            form=form, choices=ReportForm(self.report, request.POST, faults)
        )
        return self.render_to_response(again, status=400)


class PeriodPage(ScopedPage):
    """One period: every unit, who is missing, and the city's table."""

    capability = Capability.REGISTER_EXPORT
    title = "报送期"
    template_name = "operations/reports/period.html"
    http_method_names = ["get", "post", "head", "options"]

    def crumbs(self) -> list[Crumb]:
        return [Crumb("报送", reverse("hand-ins")), Crumb(str(self.period))]

    @property
    def period(self) -> ReportPeriod:
        reach = self.access.reach(Capability.REGISTER_EXPORT)
        return ReportPeriod.objects.within(reach).get(pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.REGISTER_EXPORT)
        period = self.period
        rows = HandIn.objects.within(reach).for_list().filter(period=period)
        words = {"report": "collected", "params__period": str(period.pk)}
        return super().get_context_data(
            period=period,
            rows=rows.order_by("jurisdiction__display_order", "jurisdiction_id"),
            sums=ReportRun.objects.within(reach).for_list().filter(**words).order_by("-id")[:10],
            today=timezone.localdate(),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the city's table made of what was accepted so far."""
        run = reports.order(
            "collected",
            access=self.access,
            at=timezone.now(),
            words={"period": str(self.period.pk)},
            layout=ReportLayout.XLSX,
        )
        messages.success(request, f"{run.number} 已提交")
        return redirect("report-run", run.pk)


class SendBackForm(forms.Form):
    """What is wrong with a table."""

    reason = forms.CharField(
        label="退回原因", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )


class HandInPage(ScopedPage):
    """What one unit hands in: made, compared with the count of today, handed in, looked at."""

    capability = Capability.REGISTER_EXPORT
    title = "报送"
    template_name = "operations/reports/hand_in.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("报送", reverse("hand-ins")), Crumb(str(self.row))]

    @property
    def row(self) -> HandIn:
        reach = self.access.reach(Capability.REGISTER_EXPORT)
        return HandIn.objects.within(reach).for_list().get(pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, reach = self.row, self.access.reach(Capability.REGISTER_EXPORT)
        self.title = str(row.period)
        fitting = (
            ReportRun.objects.within(reach)
            .for_list()
            .filter(
                report=row.period.report,
                params=row.period.params,
                jurisdiction_id=row.jurisdiction_id,
                units=[row.jurisdiction_id],
            )
        )
        newest = fitting.filter(finished_at__isnull=False).order_by("-id").first()
        looked_at = row.run if row.state == HandInState.HANDED else newest
        kwargs.setdefault("form", SendBackForm())
        return super().get_context_data(
            row=row,
            runs=fitting.order_by("-id")[:10],
            newest=newest,
            looked_at=looked_at,
            changed=self._compared(looked_at),
            steps=row.steps.select_related("run").defer("run__body").order_by("-at", "-pk"),
            is_own=not reach.everywhere,
            may_hand_in=self.access.holds(Capability.REPORT_SEAL) and not reach.everywhere,
            may_check=self.access.holds(Capability.REPORT_CHECK),
            today=timezone.localdate(),
            packet_layouts=LAYOUTS if row.run_id else (),
            **kwargs,
        )

    def _compared(self, run: ReportRun | None) -> Any:
        if run is None:
            return ()
        told = readable(run.pk, access=self.access)
        return shown(reconciled(told, access=self.access, at=timezone.now()))


class MakeForPeriod(ScopedPage):
    """The button 生成本期报表: by the choices of the period, as known now."""

    capability = Capability.REPORT_SEAL
    title = "生成本期报表"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reach = self.access.reach(Capability.REPORT_SEAL)
        row = HandIn.objects.within(reach).for_list().get(pk=pk)
        again = row.state == HandInState.ACCEPTED
        run = reports.order(
            row.period.report,
            access=self.access,
            at=timezone.now(),
            words=row.period.params,
            layout=ReportLayout.XLSX,
            replaces=row.accepted_run_id if again else None,
            reason=request.POST.get("reason", "") if again else "",
        )
        messages.success(request, f"{run.number} 正在生成，数据截取到此刻")
        return redirect("hand-in", pk)


class PacketFile(ScopedPage):
    """The letter, the table and its changes as one file to print and stamp."""

    capability = Capability.REGISTER_EXPORT
    title = "报送件"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        layout = request.GET.get("layout", ReportLayout.PDF.value)
        made = packets.take_packet(
            self.kwargs["pk"], access=self.access, at=timezone.now(), layout=layout
        )
        return made.response()


class HandInAct(ScopedPage):
    """The buttons 报送, 退回 and 接收."""

    capability = Capability.REGISTER_EXPORT
    title = "报送"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        if move == "hand-in":
            handing.hand_in(pk, run_id=_number(request.POST.get("run", "")), **who)
        elif move == "accept":
            handing.accept(pk, **who)
        else:
            form = SendBackForm(request.POST)
            done = form.is_valid() and attempt(
                form, lambda reason: handing.send_back(pk, reason=reason, **who)
            )
            if not done or done is REFUSED:
                messages.error(request, "请写明退回原因")
                return redirect("hand-in", pk)
        done_words = {"hand-in": "已封存并报送", "accept": "已接收"}.get(move, "已退回")
        messages.success(request, done_words)
        return redirect("hand-in", pk)


def _number(text: str) -> int:
    """Raises InputRefused where a program sent something else than a report's number."""
    if not text.isdecimal():
        raise InputRefused(Fault("run", "invalid", "请选择要报送的报表"))
    return int(text)
