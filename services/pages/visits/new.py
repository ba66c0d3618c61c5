"""记走访: the page of a specialist's telephone. Works without script; with it, without signal."""

from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise
from services.actions import visit_photos, visits
from services.actions.visit_limits import limits_at
from services.models import VisitTemplate
from services.pages.visits import forms
from services.pages.visits.writing import measures_of, show
from services.queries.cards import cards, filing_of
from services.queries.visits import with_code
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.web.pages import Crumb, ScopedPage

AGAIN: Final = "该走访此前已保存，没有重复登记"


class NewVisit(ScopedPage):
    """One visit, from the doorbell to 保存. A link may name the enterprise."""

    capability = Capability.VISIT_EDIT
    title = "记走访"
    template_name = "visits/new.html"
    form: forms.VisitForm | None = None
    needs: list[forms.NeedForm] | None = None
    members: list[forms.MemberForm] | None = None

    def crumbs(self) -> list[Crumb]:
        return [Crumb("走访", reverse("visits")), Crumb(self.title)]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without script: everything in one request, refused whole or kept whole."""
        self.form = form = forms.VisitForm(
            request.POST, request.FILES, measures=measures_of(self.access)
        )
        form.files = {"photos": request.FILES.getlist("photos")}  # type: ignore[assignment] # several of one name
        self.needs, self.members = forms.need_forms(request.POST), forms.member_forms(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=400)
        try:
            with transaction.atomic():
                logged = self._log(form)
        except ActionRefused as refusal:
            show(refusal, form)
            return self.render_to_response(self.get_context_data(), status=400)
        messages.success(request, AGAIN if logged.again else "已保存")
        if logged.warning:
            messages.warning(request, logged.warning)
        return redirect("visit", logged.visit.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        mine = filing_of(self.access, on=timezone.localdate(now))
        reach = self.access.reach(Capability.VISIT_EDIT)
        for_station = mine is not None or bool(reach.station_ids)
        limits = limits_at(now)
        return super().get_context_data(
            form=self.form
            or forms.VisitForm(measures=measures_of(self.access), initial=self._begun()),
            needs=self.needs or forms.need_forms(),
            members=self.members or forms.member_forms(shown=1 if for_station else 2),
            for_station=for_station,
            cards=cards(self.access, at=now),
            chosen=self._chosen(),
            templates=VisitTemplate.objects.offered(on=timezone.localdate(now)),
            limits=limits,
            facts={
                "person": self.access.actor_id,
                "name": self.access.actor_name,
                "lateAfterDays": limits.late_after_days,
                "photoBytes": limits.photo_kilobytes * 1024,
                "photos": limits.photos,
                "forStation": for_station,
            },
            **kwargs,
        )

    def _log(self, form: forms.VisitForm) -> visits.Logged:
        now = timezone.now()
        logged = visits.log(
            self._enterprise(form),
            access=self.access,
            at=now,
            client_uuid=form.cleaned_data["client_uuid"],
            said=form.said(),
            members=list(forms.members_of(self.members or [])),
            needs=list(forms.needs_of(self.needs or [])),
        )
        for file in form.cleaned_data["photos"]:
            visit_photos.add(
                logged.visit.pk,
                access=self.access,
                at=now,
                client_uuid=uuid4(),
                data=file.read(),
                to_tickets=form.cleaned_data["to_tickets"],
            )
        return logged

    def _enterprise(self, form: forms.VisitForm) -> int:
        if (chosen := form.cleaned_data["enterprise"]) is not None:
            return int(chosen)
        return with_code(form.cleaned_data["uscc"], self.access)

    def _begun(self) -> dict[str, Any]:
        chosen = self._chosen()
        return {"enterprise": chosen.pk} if chosen else {}

    def _chosen(self) -> Enterprise | None:
        """The enterprise the address or the form names, if this person reaches it."""
        named = self.request.POST.get("enterprise") or self.request.GET.get("enterprise", "")
        if not named.isdecimal() or len(named) > 18:
            return None
        rows = Enterprise.objects.within(self.access.reach(Capability.REGISTER_VIEW))
        return rows.filter(pk=int(named)).first()
