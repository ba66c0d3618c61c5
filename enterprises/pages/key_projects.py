"""重点“小巨人”项目: what was promised, how far it is, what shows it, and what may be paid."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import key_projects, milestone_papers
from enterprises.choices.holding import ProjectState
from enterprises.models import KeyMilestone, KeyProject, MilestonePaper
from enterprises.pages.batches import keeps_batches
from enterprises.pages.cultivation import EDIT, may_edit
from enterprises.pages.cultivation_acts import OfOne
from enterprises.pages.duties import BecauseForm
from enterprises.pages.key_project_forms import (
    BeginForm,
    EvaluateForm,
    PaperForm,
    ProjectSieve,
    ReachForm,
)
from enterprises.queries.key_projects import gates
from enterprises.reports.holding_lists import KEY_PROJECTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

VIEW: Final = Capability.REGISTER_VIEW
TITLE: Final = "重点“小巨人”项目"


class ProjectsPage(ExportedPage):
    """Every project in reach, the latest first, with how many milestones it reached."""

    capability = VIEW
    title = TITLE
    template_name = "key_projects/list.html"
    url_name = "key-projects"
    exports = KEY_PROJECTS
    orderings = {"-id": ("-id",)}

    def sieve(self) -> ProjectSieve:
        return ProjectSieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: ProjectSieve) -> Any:
        rows = KeyProject.objects.within(self.reach).for_list()
        if sieve.errors:
            return rows.none()
        if sieve.chosen("late"):
            rows = rows.late(on=timezone.localdate())
        asked = {
            "enterprise__name__contains": sieve.chosen("q"),
            "jurisdiction__code": sieve.chosen("jurisdiction"),
            "state": sieve.chosen("state"),
        }
        return rows.filter(**{name: word for name, word in asked.items() if word})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        shown = KeyProject.objects.filter(pk__in=[row.pk for row in page.rows]).with_progress()
        progress = {row.pk: row for row in shown}
        return super().get_context_data(
            form=sieve,
            page=page,
            lines=[(row, progress[row.pk]) for row in page.rows],
            today=timezone.localdate(),
            may_begin=keeps_batches(self.access),
            **kwargs,
        )


class BeginProject(ScopedPage):
    """The city registers who was chosen, with the plan."""

    capability = Capability.TITLE_EDIT
    title = "登记项目"
    template_name = "key_projects/new.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(TITLE, reverse("key-projects")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", BeginForm(initial={"year": timezone.localdate().year}))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BeginForm(request.POST)
        made: Any = REFUSED
        reach = self.access.reach(Capability.TITLE_EDIT)
        if form.is_valid() and (enterprise_id := form.found(reach)):
            made = attempt(form, lambda **words: self._begin(enterprise_id, **words))
        if made is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, "项目已登记")
        return redirect("key-project", made.pk)

    def _begin(self, enterprise_id: int, *, enterprise: str, **words: Any) -> KeyProject:
        return key_projects.begin(enterprise_id, access=self.access, at=timezone.now(), **words)


class ProjectPage(ScopedPage):
    """One project: its plan, its milestones with their files, and what opens for payment."""

    capability = VIEW
    title = TITLE
    template_name = "key_projects/one.html"
    model = KeyProject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(VIEW)
        row = KeyProject.objects.within(reach).for_list().get(pk=self.kwargs["pk"])
        running = row.state == ProjectState.RUNNING
        papers = MilestonePaper.objects.within(reach).standing().order_by("pk")
        milestones = row.milestones.order_by("ordinal").prefetch_related(
            Prefetch("papers", papers, to_attr="shown")
        )
        today = timezone.localdate()
        city = running and keeps_batches(self.access)
        context = super().get_context_data(
            row=row,
            milestones=milestones,
            gates=gates([row.enterprise_id], reach=reach)[row.enterprise_id],
            may_follow=running and may_edit(self.access, row.jurisdiction_id),
            reach_form=ReachForm(initial={"on": today}),
            paper_form=PaperForm(),
            evaluate_form=EvaluateForm(initial={"expected_version": row.version, "on": today})
            if city
            else None,
            today=today,
            **kwargs,
        )
        crumbs = [Crumb(TITLE, reverse("key-projects")), Crumb(row.enterprise.name)]
        return {**context, "title": row.title, "crumbs": crumbs}


class EvaluateProject(OfOne):
    """The city's word at the end of the plan."""

    capability = Capability.TITLE_EDIT
    model = KeyProject  # type: ignore[assignment] # the row of the address is a project
    done = "评价已登记"

    def form(self, request: HttpRequest) -> forms.Form:
        return EvaluateForm(request.POST)

    def act(self, pk: int, words: dict[str, Any]) -> Any:
        return key_projects.evaluate(pk, access=self.access, at=timezone.now(), **words)

    def back(self, pk: int) -> str:
        return reverse("key-project", args=[pk])


class OfMilestone(OfOne):
    """An act on a milestone; its project's page shows what came of it."""

    capability = EDIT
    model = KeyMilestone  # type: ignore[assignment] # the row of the address is a milestone

    def back(self, pk: int) -> str:
        rows = KeyMilestone.objects.within(self.access.reach(EDIT))
        return reverse("key-project", args=[rows.get(pk=pk).project_id])

    def keep(self, pk: int, file: Any) -> MilestonePaper:
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        return milestone_papers.attach(pk, **who, name=file.name or "", data=file.read())


class ReachMilestone(OfMilestone):
    """Reached, with its file where one was sent: both or neither."""

    done = "节点已登记完成"

    def form(self, request: HttpRequest) -> forms.Form:
        return ReachForm(request.POST, request.FILES)

    @transaction.atomic
    def act(self, pk: int, words: dict[str, Any]) -> Any:
        kept = self.keep(pk, words["file"]) if words["file"] else None
        said = words["evidence"] or (kept.name if kept else "")
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        return key_projects.reach_milestone(pk, **who, on=words["on"], evidence=said)


class AddMilestonePaper(OfMilestone):
    done = "佐证文件已保存"

    def form(self, request: HttpRequest) -> forms.Form:
        return PaperForm(request.POST, request.FILES)

    def act(self, pk: int, words: dict[str, Any]) -> Any:
        return self.keep(pk, words["file"])


class MilestonePaperFile(ScopedPage):
    """One file, to be saved."""

    capability = VIEW
    title = "佐证文件"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:  # type: ignore[override] # a file, not a page
        rows = MilestonePaper.objects.within(self.access.reach(VIEW)).select_related("file")
        return file_response(rows.get(pk=self.kwargs["pk"]).file, self.access)


class RemoveMilestonePaper(OfOne):
    """Takes a file back, with a reason."""

    capability = EDIT
    model = MilestonePaper  # type: ignore[assignment] # the row of the address is a file
    done = "佐证文件已撤下"

    def form(self, request: HttpRequest) -> forms.Form:
        return BecauseForm(request.POST)

    def act(self, pk: int, words: dict[str, Any]) -> Any:
        return milestone_papers.remove(pk, access=self.access, at=timezone.now(), **words)

    def back(self, pk: int) -> str:
        rows = MilestonePaper.objects.within(self.access.reach(EDIT)).select_related("milestone")
        return reverse("key-project", args=[rows.get(pk=pk).milestone.project_id])
