"""Visits written at a desk: 更正, and 补录 of what lies back beyond the limits."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from services.actions import visit_changes, visits
from services.actions.visit_limits import limits_at
from services.models import Visit
from services.pages.stations.forms import pick_stations
from services.pages.visits import desk_forms, forms
from services.pages.visits.new import AGAIN
from services.pages.visits.writing import measures_of, show
from services.queries.visits import with_code
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.web.pages import Crumb, ScopedPage


class AmendVisit(ScopedPage):
    """更正: the words as they stand, with the reason; refused beside the field it is about."""

    capability = Capability.VISIT_EDIT
    title = "更正走访"
    template_name = "visits/desk.html"
    model = Visit
    sent: tuple[desk_forms.AmendForm, list[forms.MemberForm]] | None = None

    def crumbs(self) -> list[Crumb]:
        visit = self.visit
        page = reverse("visit", args=[visit.pk])
        return [Crumb("走访", reverse("visits")), Crumb(str(visit), page), Crumb(self.title)]

    @property
    def visit(self) -> Visit:
        mine = Visit.objects.within(self.access.reach(Capability.VISIT_EDIT))
        return mine.select_related("campaign").get(pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit, limits = self.visit, limits_at(timezone.now())
        form, members = self.sent or (
            desk_forms.AmendForm(visit=visit, measures=measures_of(self.access)),
            desk_forms.member_forms_of(visit),
        )
        return super().get_context_data(
            form=form,
            members=members,
            note=f"{visit}。登记后 {limits.amend_days} 天内可以更正；走访时间和企业不能改，"
            "有误请作废后重新登记。企业已确认的，更正后须重新确认。",
            submit="保存更正",
            back=reverse("visit", args=[visit.pk]),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        visit = self.visit
        form = desk_forms.AmendForm(request.POST, visit=visit, measures=measures_of(self.access))
        self.sent = form, desk_forms.member_forms_of(visit, request.POST)
        if form.is_valid():
            try:
                self._amend(visit, form, self.sent[1])
            except ActionRefused as refusal:
                show(refusal, form)
        if form.errors:
            return self.render_to_response(self.get_context_data(), status=400)
        return redirect("visit", pk)

    def _amend(
        self, visit: Visit, form: desk_forms.AmendForm, members: list[forms.MemberForm]
    ) -> None:
        with transaction.atomic():
            done = visit_changes.amend(
                visit.pk,
                access=self.access,
                at=timezone.now(),
                values=form.values(),
                reason=form.cleaned_data["reason"],
                members=desk_forms.team_of(visit, members),
                expected_version=form.cleaned_data["expected_version"],
            )
        changed = done.version > form.cleaned_data["expected_version"]
        messages.success(self.request, "已更正" if changed else "内容没有变化")


class PastVisit(ScopedPage):
    """补录: one visit of the past, by who checks visits, with the reason it comes so late."""

    capability = Capability.VISIT_CHECK
    title = "补录历史走访"
    template_name = "visits/desk.html"
    sent: tuple[desk_forms.PastForm, list[forms.MemberForm]] | None = None

    def crumbs(self) -> list[Crumb]:
        return [Crumb("走访", reverse("visits")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = limits_at(timezone.now()).backdating_days
        form, members = self.sent or (self._form(), forms.member_forms())
        return super().get_context_data(
            form=form,
            members=members,
            note=f"{days} 天内的走访由服务站自行补登；更早的在这里补录，标为历史补录，须写明理由。"
            "成批的台账请用“导入”。",
            submit="补录",
            back=reverse("visits"),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form, members = self._form(request.POST), forms.member_forms(request.POST)
        self.sent = form, members
        if form.is_valid():
            try:
                logged = self._log(form, members)
            except ActionRefused as refusal:
                show(refusal, form)
        if form.errors:
            return self.render_to_response(self.get_context_data(), status=400)
        messages.success(request, AGAIN if logged.again else "已补录")
        return redirect("visit", logged.visit.pk)

    def _form(self, data: Any = None) -> desk_forms.PastForm:
        reach = self.access.reach(Capability.VISIT_CHECK)
        code = self.request.GET.get("uscc", "")[:30]
        return desk_forms.PastForm(
            data,
            stations=pick_stations(reach),
            measures=measures_of(self.access),
            initial={"uscc": code, "client_uuid": uuid4(), "visited_at": None},
        )

    def _log(self, form: desk_forms.PastForm, members: list[forms.MemberForm]) -> visits.Logged:
        with transaction.atomic():
            return visits.log(
                with_code(form.cleaned_data["uscc"], self.access),
                access=self.access,
                at=timezone.now(),
                client_uuid=form.cleaned_data["client_uuid"],
                said=form.said(),
                station_id=form.cleaned_data["station"],
                members=list(forms.members_of(members)),
                historical=True,
            )
