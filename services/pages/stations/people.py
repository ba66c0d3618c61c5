"""What is done with one filing, or with several assignments, from a page."""

from abc import abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.rules.spans import day_after
from services.actions import assignments, leaving, specialists
from services.models import Assignment, Specialist
from services.pages.stations import forms as words_of
from services.pages.stations.acts import ActPage
from services.pages.stations.lists import AssignmentsPage
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage


class OfFiling(ActPage):
    """An act on the filing of the address."""

    capability = Capability.SPECIALIST_APPROVE
    model = Specialist

    @property
    def filing(self) -> Specialist:
        assert self.capability is not None  # noqa: S101 - every act names one
        rows = Specialist.objects.within(self.access.reach(self.capability)).for_list()
        return rows.get(pk=self.kwargs["pk"])

    def crumbs(self) -> list[Crumb]:
        filing = self.filing
        station = reverse("station", args=[filing.station.code])
        return [
            Crumb("服务站", reverse("stations")),
            Crumb(filing.station.name, station),
            Crumb(f"{self.title}：{filing.name}"),
        ]

    def leads_to(self, done: Specialist) -> str:
        return reverse("station", args=[done.station.code])


class Approve(OfFiling):
    title = "核准备案"
    submit = "核准"
    done = "备案已核准，专员自起始日期起计入"

    def form(self, data: Any = None) -> forms.Form:
        return words_of.NoteForm(data)

    def act(self, words: dict[str, Any]) -> Any:
        return specialists.approve(self.filing.pk, **self.who, **words)


class Decline(OfFiling):
    title = "退回备案申请"
    submit = "退回"
    done = "备案申请已退回"

    def form(self, data: Any = None) -> forms.Form:
        return words_of.DeclineForm(data)

    def act(self, words: dict[str, Any]) -> Any:
        return specialists.decline(self.filing.pk, **self.who, **words)


class Renew(OfFiling):
    title = "备案续期"
    submit = "续期"
    done = "备案已续期"

    def form(self, data: Any = None) -> forms.Form:
        return words_of.RenewForm(data)

    def act(self, words: dict[str, Any]) -> Any:
        return specialists.renew(self.filing.pk, **self.who, until=day_after(words["until"]))


class Leave(OfFiling):
    title = "专员离任"
    submit = "办理离任"
    done = "离任已办理，手上的企业已交给接手人"
    note = "仍有包联企业等事项的，须选择接手人。"

    def form(self, data: Any = None) -> forms.Form:
        return words_of.LeaveForm(data, picks={"successor_id": self._people()})

    def act(self, words: dict[str, Any]) -> Any:
        return leaving.leave(self.filing.pk, **self.who, **words)

    def _people(self) -> list[Any]:
        filing, reach = self.filing, self.access.reach(Capability.SPECIALIST_APPROVE)
        return words_of.pick_people(reach, filing.jurisdiction_id, but=filing.pk)


class Move(Leave):
    title = "专员调任"
    submit = "办理调任"
    done = "调任已办理，备案编号不变"
    note = "调到本单位其他服务站时，包联企业随本人迁往；调往其他单位时须有接手人。"

    def form(self, data: Any = None) -> forms.Form:
        reach = self.access.reach(Capability.SPECIALIST_APPROVE)
        here = self.filing.station_id
        others = [one for one in words_of.pick_stations(reach)[1:] if one[0] != here]
        picks = {"to_station_id": others, "successor_id": self._people()}
        return words_of.MoveForm(data, picks=picks)

    def act(self, words: dict[str, Any]) -> Any:
        return leaving.move(self.filing.pk, **self.who, **words)


class RevealPerson(ScopedPage):
    """One look at a whole number; it is in the trail."""

    capability = Capability.CONTACT_REVEAL
    title = "查看手机号"
    http_method_names = ["post"]
    model = Specialist

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")
        filing = specialists.reveal(pk, access=self.access, at=timezone.now(), reason=reason)
        messages.info(request, f"{filing.name}的手机：{filing.phone}（已留痕）")
        return redirect("station", filing.station.code)


class ApproveSeveral(ScopedPage):
    """Approve the filings that were ticked, each by itself; says which could not be."""

    capability = Capability.SPECIALIST_APPROVE
    title = "核准所选"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        done = 0
        for pk in ticked(request):
            try:
                specialists.approve(pk, access=self.access, at=timezone.now())
            except NotPermitted:
                raise
            except ActionRefused as refusal:
                messages.warning(request, f"#{pk}：{refusal.message}")
            else:
                done += 1
        messages.success(request, f"已核准 {done} 人")
        return redirect("specialists")


class WithSeveral(AssignmentsPage):
    """One act on the assignments that were ticked, all of them or none. A refusal is said on the
    list it was sent from, with every tick and word kept.
    """

    capability = Capability.ASSIGNMENT_EDIT
    http_method_names = ["get", "head", "post"]
    done: ClassVar[str]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where the list's own links lead from a refused form: back to the list."""
        return redirect(f"{reverse('assignments')}?{request.GET.urlencode()}")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.words(request)
        done = attempt(form, self._done) if form.is_valid() else REFUSED
        if done is REFUSED:
            return self.render_to_response(
                self.get_context_data(act=form, ticked=request.POST.getlist("row")), status=400
            )
        messages.success(request, f"{self.done} {done} 家")
        return redirect("assignments")

    def _done(self, **words: Any) -> int:
        ids = ticked(self.request)
        self.act(ids, **words)
        return len(ids)

    @abstractmethod
    def words(self, request: HttpRequest) -> forms.Form:
        """The form, with what was sent."""

    @abstractmethod
    def act(self, ids: list[int], **words: Any) -> Any:
        """The action, called with the ids and the cleaned words."""


class HandOverSeveral(WithSeveral):
    done = "已移交"

    def words(self, request: HttpRequest) -> forms.Form:
        rows = Assignment.objects.within(self.access.reach(Capability.ASSIGNMENT_EDIT))
        units = set(rows.filter(pk__in=ticked(request)).values_list("jurisdiction_id", flat=True))
        reach = self.access.reach(Capability.ASSIGNMENT_EDIT)
        people = [one for unit in units for one in words_of.pick_people(reach, unit)[1:]]
        return words_of.HandOverForm(request.POST, picks={"to_specialist_id": people})

    def act(self, ids: list[int], **words: Any) -> Any:
        return assignments.hand_over(ids, access=self.access, at=timezone.now(), **words)


class EndSeveral(WithSeveral):
    done = "已结束包联"

    def words(self, request: HttpRequest) -> forms.Form:
        return words_of.EndForm(request.POST)

    def act(self, ids: list[int], **words: Any) -> Any:
        return assignments.end(ids, access=self.access, at=timezone.now(), **words)


def ticked(request: HttpRequest) -> list[int]:
    """The ids of the rows that were ticked. Refuses none."""
    ids = [int(word) for word in request.POST.getlist("row") if word.isdecimal() and len(word) < 19]
    if not ids:
        raise InputRefused(Fault("row", "required", "请先勾选要办理的记录"))
    return ids
