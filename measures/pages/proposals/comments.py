"""征求意见: what people say of a draft, and whether it was adopted."""

from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from measures.actions import draft_comments
from measures.models import DraftComment
from measures.pages.proposals.forms import CommentForm, CommentSieve, DecideForm
from measures.reports.proposals import COMMENTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

VIEW: Final = Capability.RECORD_VIEW
EDIT: Final = Capability.PROPOSAL_EDIT


class CommentsPage(ExportedPage):
    """The ledger of comments, the newest first."""

    capability = VIEW
    title = "征求意见采纳台账"
    template_name = "proposals/comments.html"
    url_name = "draft-comments"
    exports = COMMENTS
    orderings = {"-id": ("-id",)}

    def crumbs(self) -> list[Crumb]:
        return [Crumb("政策文件", reverse("documents")), Crumb(self.title)]

    def sieve(self) -> CommentSieve:
        sieve = CommentSieve({name: word for name, word in self.request.GET.items() if word})
        sieve.is_valid()
        return sieve

    def rows(self, sieve: CommentSieve) -> Any:
        rows = DraftComment.objects.within(self.reach).for_list()
        if sieve.errors:
            return rows.none()
        chosen = sieve.cleaned_data
        if chosen["document"]:
            rows = rows.filter(document=chosen["document"])
        if chosen["verdict"]:
            rows = rows.filter(verdict=chosen["verdict"])
        if chosen["q"]:
            said = chosen["q"]
            rows = rows.filter(Q(from_whom__contains=said) | Q(text__contains=said))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        return super().get_context_data(
            form=sieve,
            page=listing(self.request, self.rows(sieve), orderings=self.orderings),
            may_edit=self.access.holds(EDIT),
            **kwargs,
        )


class NewCommentPage(ScopedPage):
    """A comment is written down."""

    capability = EDIT
    title = "登记意见"
    template_name = "proposals/new.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("征求意见采纳台账", reverse("draft-comments")), Crumb(self.title)]

    def form(self, data: Any = None) -> CommentForm:
        return CommentForm(data, reach=self.access.reach(EDIT))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        do = partial(draft_comments.note, access=self.access, at=timezone.now())
        if form.is_valid() and attempt(form, do) is not REFUSED:
            messages.success(request, "已登记")
            return redirect("draft-comments")
        return self.render_to_response(self.get_context_data(form=form))


class CommentPage(ScopedPage):
    """One comment, and what became of it."""

    capability = VIEW
    title = "意见"
    template_name = "proposals/comment.html"
    model = DraftComment

    def row(self) -> DraftComment:
        rows = DraftComment.objects.within(self.access.reach(VIEW)).for_list()
        return rows.get(pk=self.kwargs["pk"])

    def crumbs(self) -> list[Crumb]:
        return [Crumb("征求意见采纳台账", reverse("draft-comments")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row()
        given = {"expected_version": row.version, "reason": row.reason, "verdict": row.verdict}
        kwargs.setdefault("form", DecideForm(initial=given) if self.access.holds(EDIT) else None)
        return super().get_context_data(row=row, **kwargs) | {"title": str(row)}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decides what becomes of it."""
        self.row()
        form = DecideForm(request.POST)
        do = partial(draft_comments.decide, pk, access=self.access, at=timezone.now())
        if form.is_valid() and attempt(form, do) is not REFUSED:
            messages.success(request, "采纳情况已登记")
            return redirect("draft-comment", pk)
        return self.render_to_response(self.get_context_data(form=form))
