"""数据核验: what the last round through everything found, and a button to look again."""

from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wuhan_smes.access import Access, Capability
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.jobs.rules import UNFINISHED
from wuhan_smes.operations.queries.soundness import TASK, last_round
from wuhan_smes.web.identity import access_of
from wuhan_smes.web.pages import Crumb, ScopedPage

UNDER_WAY: Final = "正在核验，完成后可在此查看结果"


class SoundnessPage(ScopedPage):
    """For those who look after everybody's work."""

    capability = Capability.JOB_VIEW
    title = "数据核验"
    template_name = "operations/soundness.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("后台任务", reverse("jobs")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **told(self.access),
            under_way=_under_way(self.access),
            may_order=self.access.holds(Capability.JOB_MANAGE),
            **kwargs,
        )


class LookAgain(ScopedPage):
    """Orders a round now; one at a time."""

    capability = Capability.JOB_MANAGE
    http_method_names = ["post"]
    title = "数据核验"

    @transaction.atomic
    def post(self, request: HttpRequest) -> HttpResponse:
        if not _under_way(self.access):
            enqueue(TASK, {}, access=self.access, capability=Capability.JOB_MANAGE)
        messages.success(request, UNDER_WAY)
        return redirect("soundness")


def told(access: Access) -> dict[str, Any]:
    """The last round: when it ended, and each look with what it found."""
    job = last_round(access)
    rounds = [
        {**each, "found": len(each["findings"]) + each["more"]}
        for each in (job.result["rounds"] if job and job.result else ())
    ]
    return {
        "looked_at": job and job.finished_at,
        "rounds": rounds,
        "found": sum(each["found"] for each in rounds),
    }


def for_admin_home(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page of the admin says above its lists (UNFOLD's DASHBOARD_CALLBACK)."""
    access = access_of(request)
    if access.holds(Capability.JOB_VIEW):
        context["soundness"] = told(access)
    return context


def _under_way(access: Access) -> bool:
    return Job.objects.visible_to(access).filter(task=TASK, state__in=UNFINISHED).exists()
