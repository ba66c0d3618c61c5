"""What is done with cultivation from a page: one row, or all that were ticked."""

from abc import abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import cultivation, cultivation_tasks
from enterprises.choices import CultivationStage, TaskOutcome
from enterprises.models import Cultivation, CultivationTask
from enterprises.pages.cultivation import EDIT
from enterprises.pages.cultivation_forms import (
    EndTaskForm,
    MoveForm,
    PlanForm,
    PutInForm,
    TaskForm,
)
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage


def ticked(request: HttpRequest) -> list[int]:
    """The ids of the rows that were ticked. Refuses none."""
    ids = [int(word) for word in request.POST.getlist("row") if word.isdecimal() and len(word) < 19]
    if not ids:
        raise InputRefused(Fault("row", "required", "请先勾选企业"))
    return ids


def sound(form: forms.Form) -> dict[str, Any]:
    """What was sent, cleaned. Raises InputRefused, each fault with the name of its field."""
    if not form.is_valid():
        wrong = [(form.fields[name].label, texts[0]) for name, texts in form.errors.items()]
        raise InputRefused(*(Fault("", "invalid", f"{label}：{text}") for label, text in wrong))
    return form.cleaned_data


class PutInPage(ScopedPage):
    """成批入库. A list elsewhere posts `row` ids; by hand one writes codes or names."""

    capability = EDIT
    title = "成批入库"
    template_name = "cultivation/put_in.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("梯度培育", reverse("cultivations")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = {"tier": self.request.GET.get("tier", "")}
        kwargs.setdefault("form", self._form(initial=first))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        done = REFUSED
        if form.is_valid() and (ids := self._meant(request, form)):
            done = attempt(form, lambda **_: self._put(form, ids))
        if done is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        return self._after(done, form.cleaned_data["tier"])

    def _form(self, *words: Any, **options: Any) -> PutInForm:
        return PutInForm(*words, reach=self.access.reach(EDIT), **options)

    def _meant(self, request: HttpRequest, form: PutInForm) -> list[int]:
        """The enterprises ticked elsewhere or written here; none while a line is not understood."""
        if "row" in request.POST:
            return ticked(request)
        ids = form.found(self.access.reach(EDIT))
        if not ids and form.is_valid():
            form.add_error("enterprises", "请写明企业")
        return ids if form.is_valid() else []

    def _put(self, form: PutInForm, ids: list[int]) -> cultivation.PutIn:
        words = form.cleaned_data
        return cultivation.put_in(
            ids,
            access=self.access,
            at=timezone.now(),
            tier=words["tier"],
            stage=words["stage"] or CultivationStage.SEEDLING,
            owner_name=words["owner_name"],
            owner_id=words["owner_id"],
            note=words["note"],
        )

    def _after(self, done: Any, tier: str) -> HttpResponse:
        said = [f"已入库 {len(done.made)} 家"]
        said += [f"{done.already} 家已在库"] if done.already else []
        said += [f"{done.holding} 家已持有该称号"] if done.holding else []
        messages.success(self.request, "，".join(said))
        return redirect(f"{reverse('cultivations')}?tier={tier}")


class MoveSeveral(ScopedPage):
    """The same step for all that were ticked, each by itself; says which could not be."""

    capability = EDIT
    title = "办理所选"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        words = sound(MoveForm(request.POST))
        rows = Cultivation.objects.within(self.access.reach(EDIT)).select_related("enterprise")
        names = dict(rows.filter(pk__in=ticked(request)).values_list("pk", "enterprise__name"))
        done = 0
        for pk, name in names.items():
            try:
                cultivation.move(pk, access=self.access, at=timezone.now(), **words)
            except NotPermitted:
                raise
            except ActionRefused as refusal:
                messages.warning(request, f"{name}：{refusal.message}")
            else:
                done += 1
        messages.success(request, f"已办理 {done} 家")
        return redirect("cultivations")


class TaskSeveral(ScopedPage):
    """One task for all that were ticked, all of them or none."""

    capability = EDIT
    title = "下达任务"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        words = sound(TaskForm(request.POST))
        ids = ticked(request)
        cultivation_tasks.set_tasks(ids, access=self.access, at=timezone.now(), **words)
        messages.success(request, f"已向 {len(set(ids))} 家下达任务")
        return redirect("cultivations")


class OfOne(ScopedPage):
    """An act on the row of the address; a refusal is told above its page."""

    capability = EDIT
    title = "办理"
    http_method_names = ["post"]
    model = Cultivation
    done: ClassVar[str]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request)
        try:
            self.act(pk, sound(form))
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, self.done)
        return redirect(self.back(pk))

    @property
    def row(self) -> Cultivation:
        reach = self.access.reach(EDIT)
        return Cultivation.objects.within(reach).get(pk=self.kwargs["pk"])

    def back(self, pk: int) -> str:
        return reverse("cultivation", args=[pk])

    @abstractmethod
    def form(self, request: HttpRequest) -> forms.Form:
        """The form, with what was sent."""

    @abstractmethod
    def act(self, pk: int, words: dict[str, Any]) -> Any:
        """The action, called with the cleaned words."""


class MoveOne(OfOne):
    done = "已办理"

    def form(self, request: HttpRequest) -> forms.Form:
        return MoveForm(request.POST, stage=self.row.stage)

    def act(self, pk: int, words: dict[str, Any]) -> Any:
        return cultivation.move(pk, access=self.access, at=timezone.now(), **words)


class PlanOne(OfOne):
    done = "已保存"

    def form(self, request: HttpRequest) -> forms.Form:
        return PlanForm(request.POST, row=self.row)

    def act(self, pk: int, words: dict[str, Any]) -> Any:
        return cultivation.plan(pk, access=self.access, at=timezone.now(), **words)


class TaskOne(OfOne):
    done = "任务已下达"

    def form(self, request: HttpRequest) -> forms.Form:
        self.row  # noqa: B018 - out of reach is not there
        return TaskForm(request.POST)

    def act(self, pk: int, words: dict[str, Any]) -> Any:
        return cultivation_tasks.set_tasks([pk], access=self.access, at=timezone.now(), **words)


class DoTask(ScopedPage):
    """The specialist who was given a task says, on his telephone, that it is done."""

    capability = Capability.CULTIVATION_DO
    title = "培育任务"
    http_method_names = ["post"]
    model = CultivationTask

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        note = request.POST.get("note", "")
        words: dict[str, Any] = {"outcome": TaskOutcome.DONE, "note": note}
        try:
            cultivation_tasks.end_task(pk, access=self.access, at=timezone.now(), **words)
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, "培育任务已办结，管理单位可以看到")
        return redirect("home")


class EndTask(OfOne):
    model = CultivationTask  # type: ignore[assignment] # the row of the address is a task
    done = "任务已办结"

    def form(self, request: HttpRequest) -> forms.Form:
        return EndTaskForm(request.POST)

    def act(self, pk: int, words: dict[str, Any]) -> Any:
        return cultivation_tasks.end_task(pk, access=self.access, at=timezone.now(), **words)

    def back(self, pk: int) -> str:
        reach = self.access.reach(Capability.REGISTER_VIEW)
        task = CultivationTask.objects.within(reach).get(pk=pk)
        return reverse("cultivation", args=[task.cultivation_id])
