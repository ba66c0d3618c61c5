"""The buttons of an import: decide about rows, apply, take back, stop."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.exchange.actions import rows, running
from wuhan_smes.exchange.choices import ImportState, Mode, Verdict
from wuhan_smes.exchange.models import Provenance
from wuhan_smes.exchange.pages.reached import OfImport, doubts_of
from wuhan_smes.exchange.shown.imports import VIEW, counts_of
from wuhan_smes.exchange.steps.reverting import touched_rows
from wuhan_smes.web.pages import Crumb
from wuhan_smes.web.putting_off import put_off, take_up

POSTS: Final = ["post"]


class ChooseAct(OfImport):
    """Whom a doubtful row means; an empty subject says: none of them."""

    http_method_names = POSTS

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject = self.whole("subject") if request.POST.get("subject") else None
        self.do(
            lambda: rows.choose(
                self.import_.pk,
                self.whole("row"),
                access=self.access,
                at=timezone.now(),
                subject_id=subject,
            )
        )
        return self.back()


class LaterAct(OfImport):
    """稍后: a doubtful row leaves one's own screen, or with `back` returns to it."""

    http_method_names = POSTS

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.rows.get(pk=self.whole("row"), verdict=Verdict.DOUBTFUL)
        queue = doubts_of(self.import_)
        if "back" in request.POST:
            take_up(queue, row.place, access=self.access)
        else:
            put_off(queue, row.place, access=self.access, at=timezone.now())
        return self.back()


class SettleAct(OfImport):
    """Which side conflicting rows follow: those named, or with `all` every one."""

    http_method_names = POSTS

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        every = "all" in request.POST
        self.do(
            lambda: rows.settle(
                self.import_.pk,
                access=self.access,
                at=timezone.now(),
                row_ids=None if every else [self.whole("row")],
                chosen=request.POST.get("chosen", ""),
            ),
            "全部冲突已处理" if every else "",
        )
        return self.back()


class MoveAct(OfImport):
    """Check again, or stop: the job at work, or without one the import."""

    http_method_names = POSTS
    acts: Final = {
        "check": (running.check, "正在重新检查"),
        "cancel": (running.cancel, "已请求取消"),
    }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act, done = self.acts[self.kwargs["move"]]
        self.do(lambda: act(self.import_.pk, access=self.access, at=timezone.now()), done)
        return self.back()


class Confirmed(OfImport):
    """A page that says what is about to happen, with the button that does it."""

    http_method_names = ["get", "post", "head", "options"]
    needs: ImportState
    step = ""

    def crumbs(self) -> list[Crumb]:
        own = Crumb(self.import_.number, self.address)
        return [Crumb("导入", reverse("imports")), own, Crumb(self.step)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.import_.state != self.needs or self.import_.step:
            return self.back()
        return super().get(request, *args, **kwargs)


class ApplyPage(Confirmed):
    """The numbers once more before rows are written."""

    template_name = "exchange/apply.html"
    needs, step = ImportState.CHECKED, "确认导入"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.do(
            lambda: running.apply(
                self.import_.pk,
                access=self.access,
                at=timezone.now(),
                mode=request.POST.get("mode", ""),
                expected_version=self.version_seen(),
            )
        )
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("mode", "")
        conflicts = self.rows.filter(verdict=Verdict.CONFLICT)
        return super().get_context_data(
            mode=asked if asked in Mode.values else Mode.GOOD.value,
            counts=counts_of(self.import_),
            writes=self.rows.to_write().count(),
            left=self.rows.left_over().count(),
            by_file=conflicts.filter(chosen="file").count(),
            by_register=conflicts.filter(chosen="register").count(),
            unsettled=conflicts.filter(chosen="").count(),
            **kwargs,
        )


class RevertPage(Confirmed):
    """Which rows nobody touched since, which somebody did, and why it is taken back."""

    template_name = "exchange/revert.html"
    needs, step = ImportState.APPLIED, "撤回"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.do(
            lambda: running.revert(
                self.import_.pk,
                access=self.access,
                at=timezone.now(),
                reason=request.POST.get("reason", ""),
                expected_version=self.version_seen(),
            )
        )
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        traces = Provenance.objects.within(self.access.reach(VIEW)).filter(of=self.import_)
        return super().get_context_data(
            touched=list(touched_rows(self.import_).items()),
            applied=traces.values("row_id").distinct().count(),
            **kwargs,
        )
