"""后台任务: what I ordered, how far it is, and the buttons to stop it or start it again."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.jobs.actions import control
from wuhan_smes.jobs.models import Job
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import ScopedPage

NEWEST_FIRST: Final = {"-id": ("-id",)}


class JobsPage(ScopedPage):
    """One's own jobs, or with ?all=1 those of everybody within reach. Refreshes while any runs."""

    capability = None
    title = "后台任务"
    template_name = "jobs/jobs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_see_all = self.access.holds(Capability.JOB_VIEW)
        shows_all = may_see_all and self.request.GET.get("all") == "1"
        jobs = Job.objects.visible_to(self.access)
        if not shows_all:
            jobs = jobs.filter(actor_id=self.access.actor_id)
        page = listing(self.request, jobs.select_related("actor"), orderings=NEWEST_FIRST)
        mine = {job.pk for job in page.rows if job.actor_id == self.access.actor_id}
        manages = self.access.holds(Capability.JOB_MANAGE)
        return super().get_context_data(
            page=page,
            may_see_all=may_see_all,
            shows_all=shows_all,
            changeable={job.pk for job in page.rows} if manages else mine,
            unfinished=any(job.is_unfinished for job in page.rows),
            **kwargs,
        )


class JobMove(ScopedPage):
    """A button of the list."""

    capability = None
    http_method_names = ["post"]
    title = "后台任务"

    def post(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        act, done = {
            "cancel": (control.cancel, "已请求取消"),
            "retry": (control.retry, "已重新排队"),
        }[move]
        job = act(pk, access=self.access, at=timezone.now())
        messages.success(request, f"{job.title}：{done}")
        return redirect("jobs")
