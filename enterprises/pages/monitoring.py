"""运行监测: who has reported, who is chased, and filling in for an enterprise."""

from typing import Any, Final

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from enterprises.actions import monitoring
from enterprises.choices import JumpAgainst
from enterprises.linked import PERIOD_FIGURES, FiguresForm, kept
from enterprises.models import MonitoringRound, PeriodIndicators, PeriodReport
from enterprises.pages.monitoring_forms import (
    MonitoringSieve,
    RoundForm,
    initial_of,
    lines_of,
)
from enterprises.queries.monitoring import (
    ROUNDS_SHOWN,
    SILENT,
    TOLD,
    arrivals,
    closed_at,
    earlier_firsts,
    leaps,
    unexplained,
)
from enterprises.reports.monitoring import REPORTS_CHASED
from wuhan_smes.access import Capability
from wuhan_smes.links.actions import links
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

ROUNDS_OFFERED: Final = 36


class MonitoringPage(ExportedPage):
    """Counts of every unit in reach, the last rounds beside it, and below whom to chase."""

    capability = Capability.INDICATOR_VIEW
    title = "运行监测"
    template_name = "monitoring/list.html"
    url_name = "monitoring"
    exports = REPORTS_CHASED
    orderings = {"id": ("id",)}

    @cached_property
    def rounds(self) -> list[MonitoringRound]:
        return list(MonitoringRound.objects.for_list()[:ROUNDS_OFFERED])

    def sieve(self) -> MonitoringSieve:
        return MonitoringSieve(self.request.GET, reach=self.reach, rounds=self.rounds)

    def rows(self, sieve: MonitoringSieve) -> Any:
        rows = PeriodReport.objects.within(self.reach).for_list()
        asked = self._asked(sieve)
        if asked is None or sieve.errors:
            return rows.none()
        rows = rows.with_figures(asked)
        if unit := sieve.cleaned_data["jurisdiction"]:
            rows = rows.filter(jurisdiction__code=unit)
        state = sieve.cleaned_data["state"]
        if state == "missing":
            return rows.filter(SILENT)
        if state == "late":
            return rows.filter(TOLD, got_at__gte=closed_at(asked.due_on))
        if state == "leaps":
            return rows.filter(enterprise_id__in=unexplained(rows, asked))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        asked = self._asked(sieve)
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        shown = self.rounds[:ROUNDS_SHOWN]
        found = arrivals([asked, *shown] if asked else [], reach=self.reach)
        units = [one for one in found if asked and one.round_id == asked.pk]
        told = leaps([row.enterprise_id for row in page.rows], asked) if asked else {}
        kwargs.setdefault("round_form", RoundForm())
        return super().get_context_data(
            form=sieve,
            asked=asked,
            units=units,
            due=sum(one.due for one in units),
            got=sum(one.got for one in units),
            late=sum(one.late for one in units),
            missing=sum(one.missing for one in units),
            shown=shown,
            rates=_rates(found, shown),
            page=page,
            lines=[(row, told.get(row.enterprise_id)) for row in page.rows],
            may_open=self._may_open(),
            may_fill=self.access.holds(Capability.INDICATOR_FILL),
            **kwargs,
        )

    def _asked(self, sieve: MonitoringSieve) -> MonitoringRound | None:
        key = sieve.cleaned_data.get("round") or ""
        return next((one for one in self.rounds if str(one.pk) == key), None)

    def _may_open(self) -> bool:
        held = self.access.holds(Capability.INDICATOR_EDIT)
        return held and self.access.reach(Capability.INDICATOR_EDIT).everywhere

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Opens a round."""
        form = RoundForm(request.POST)
        if not form.is_valid() or attempt(form, self._open) is REFUSED:
            return self.render_to_response(self.get_context_data(round_form=form))
        messages.success(request, "监测期已开启")
        return redirect("monitoring")

    def _open(self, **words: Any) -> object:
        return monitoring.open_round(access=self.access, at=timezone.now(), **words)


class MyReportsPage(ScopedPage):
    """What this person still has to see to: a station's enterprises, or a unit's, unanswered."""

    capability = Capability.INDICATOR_FILL
    title = "待报送运行指标"
    template_name = "monitoring/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.INDICATOR_FILL)
        rows = PeriodReport.objects.within(reach).for_list().filter(got_at__isnull=True)
        told = Q(
            enterprise__period_indicators__superseded_at__isnull=True,
            enterprise__period_indicators__kind=F("round__kind"),
            enterprise__period_indicators__basis=F("round__basis"),
            enterprise__period_indicators__during__startswith=F("round__first"),
        )
        waited = rows.exclude(pk__in=rows.filter(told).values("pk")).order_by("round__due_on", "pk")
        return super().get_context_data(
            page=listing(self.request, waited, orderings={"due": ("round__due_on", "id")}),
            today=timezone.localdate(),
            **kwargs,
        )


class ReportPage(ScopedPage):
    """One enterprise's figures of a round, with the period before and the year before beside."""

    capability = Capability.INDICATOR_FILL
    title = "运行指标填报"
    template_name = "monitoring/one.html"

    @cached_property
    def report(self) -> PeriodReport:
        reach = self.access.reach(Capability.INDICATOR_FILL)
        return PeriodReport.objects.within(reach).for_list().get(pk=self.kwargs["pk"])

    def crumbs(self) -> list[Crumb]:
        return [Crumb("待报送运行指标", reverse("my-reports")), Crumb(str(self.report.enterprise))]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = FiguresForm(request.POST)
        if not form.is_valid() or attempt(form, lambda **_: self._fill(form)) is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, f"{self.report.enterprise.name}的运行指标已登记")
        return redirect("my-reports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.report.round
        firsts = earlier_firsts(asked)
        now = self._row(asked.first)
        form = kwargs.pop("form", None) or FiguresForm(initial=initial_of(now))
        last, ago = (self._row(firsts[it]) for it in (JumpAgainst.LAST, JumpAgainst.YEAR_AGO))
        return super().get_context_data(
            report=self.report,
            now=now,
            form=form,
            lines=list(lines_of(form, last, ago)),
            closed=timezone.now() >= closed_at(asked.due_on),
            **kwargs,
        )

    def _fill(self, form: FiguresForm) -> object:
        held = self.access.holds(Capability.INDICATOR_EDIT)
        return monitoring.fill(
            self.report.pk,
            access=self.access,
            at=timezone.now(),
            values=kept(form.cleaned_data),
            explanation=form.cleaned_data["explanation"],
            source="单位代填" if held else "服务站代填",
        )

    def _row(self, first: Any) -> PeriodIndicators | None:
        asked = self.report.round
        rows = PeriodIndicators.objects.current().filter(
            enterprise_id=self.report.enterprise_id, kind=asked.kind, basis=asked.basis
        )
        return rows.filter(during__startswith=first).first()


class SendLink(ScopedPage):
    """A link for the enterprise to fill in by itself; its address is shown once."""

    capability = Capability.INDICATOR_FILL
    title = "发送填报链接"
    template_name = "monitoring/link.html"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        link, secret = links.issue(
            pk, access=self.access, at=timezone.now(), purpose=PERIOD_FIGURES.code
        )
        address = request.build_absolute_uri(reverse("link", args=[secret]))
        return self.render_to_response(
            self.get_context_data(link=link, address=address, report_id=pk)
        )


def _rates(found: list[Any], shown: list[MonitoringRound]) -> list[tuple[str, list[Any]]]:
    """Unit → its arrivals in the rounds shown, in their order; None where it was not asked."""
    labels: dict[str, str] = {}
    by_key: dict[tuple[str, int], Any] = {}
    for one in found:
        labels.setdefault(one.key, one.label)
        by_key[one.key, one.round_id] = one
    return [(labels[key], [by_key.get((key, it.pk)) for it in shown]) for key in labels]
