"""One visit: everything that was written down, and what may still be done about it."""

from typing import Any
from uuid import uuid4

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from measures.models import Measure
from services.actions import visit_calls, visit_changes, visit_photos
from services.actions.visit_limits import limits_at
from services.linked import VISIT_CONFIRMATION, papers_of
from services.models import Visit, VisitPhoto
from services.pages.visits import forms
from services.queries.visit_history import visit_history
from services.queries.visits import tickets_shown
from services.rules.visits import within_amending
from wuhan_smes.access import Capability
from wuhan_smes.web.pages import Crumb, ScopedPage


class VisitPage(ScopedPage):
    """Read by whoever sees the visit; written by whoever may write it."""

    capability = Capability.VISIT_VIEW
    title = "走访"
    template_name = "visits/visit.html"
    model = Visit

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.VISIT_VIEW)
        visit = Visit.objects.within(reach).for_list().get(pk=self.kwargs["pk"])
        at = timezone.now()
        may_write = self._may_write(visit)
        limits = limits_at(at)
        context = super().get_context_data(
            visit=visit,
            members=visit.members.order_by("ordinal"),
            photos=visit.photos.standing().order_by("pk"),
            tickets=tickets_shown(self.access).filter(visit=visit),
            measures=Measure.objects.filter(pk__in=visit.explained).order_by("no"),
            may_write=may_write and visit.voided_at is None,
            may_amend=may_write
            and visit.voided_at is None
            and within_amending(recorded_at=visit.recorded_at, at=at, limits=limits),
            limits=limits,
            history=visit_history(visit),
            confirm_form=forms.ConfirmForm(),
            papers=papers_of(VISIT_CONFIRMATION, visit.pk),
            revealed=kwargs.pop("revealed", ""),
            **kwargs,
        )
        crumbs = [Crumb("走访", reverse("visits")), Crumb(str(visit))]
        return {**context, "title": visit.enterprise_name, "crumbs": crumbs}

    def _may_write(self, visit: Visit) -> bool:
        if not self.access.holds(Capability.VISIT_EDIT):
            return False
        mine = Visit.objects.within(self.access.reach(Capability.VISIT_EDIT))
        return mine.filter(pk=visit.pk).exists()


class VisitAct(ScopedPage):
    """One button of the page of a visit: checked words, one action, back to the page."""

    capability = Capability.VISIT_EDIT
    title = "走访"
    http_method_names = ["post"]
    model = Visit
    form_class: type[django_forms.Form] = django_forms.Form
    done = ""

    def act(self, pk: int, words: dict[str, Any]) -> None:
        raise TypeError(f"{type(self).__name__} says nothing to do")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            for name, faults in form.errors.items():
                messages.error(request, f"{form.fields[name].label or '内容'}：{faults[0]}")
            return redirect("visit", pk)
        self.act(pk, dict(form.cleaned_data))
        messages.success(request, self.done)
        return redirect("visit", pk)


class VoidVisit(VisitAct):
    form_class = forms.ReasonForm
    done = "已作废，不再计数"

    def act(self, pk: int, words: dict[str, Any]) -> None:
        visit_changes.void(pk, access=self.access, at=timezone.now(), **words)


class ConfirmVisit(VisitAct):
    form_class = forms.ConfirmForm
    done = "已记录企业确认"

    def act(self, pk: int, words: dict[str, Any]) -> None:
        visit_changes.confirm(pk, access=self.access, at=timezone.now(), **words)


class AddPhotos(VisitAct):
    """More photos, from a telephone or a desk."""

    done = "照片已保存，拍摄时间与位置信息已从照片中去除"

    def act(self, pk: int, words: dict[str, Any]) -> None:
        for file in self.request.FILES.getlist("photos"):
            visit_photos.add(
                pk, access=self.access, at=timezone.now(), client_uuid=uuid4(), data=file.read()
            )


class RemovePhoto(ScopedPage):
    """照片撤下: with the reason, back to the visit."""

    capability = Capability.VISIT_EDIT
    title = "走访"
    http_method_names = ["post"]
    model = VisitPhoto

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")
        photo = visit_photos.remove(pk, access=self.access, at=timezone.now(), reason=reason)
        messages.success(request, "照片已撤下")
        return redirect("visit", photo.visit_id)


class RevealPhone(VisitPage):
    """The page with the whole number of who received the visit; the look is in the trail."""

    capability = Capability.VISIT_EDIT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")
        visit = visit_calls.reveal_received(
            pk, access=self.access, at=timezone.now(), reason=reason
        )
        return self.render_to_response(self.get_context_data(revealed=visit.received_phone))
