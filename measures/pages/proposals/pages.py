"""建议提案: the list with its deadlines, one proposal with its reply, the reply on paper."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from measures.actions import proposals
from measures.choices import ProposalState
from measures.models import Proposal
from measures.pages.proposals.forms import (
    AnswerForm,
    ProposalSieve,
    RateForm,
    ReceiveForm,
    ReplyForm,
)
from measures.queries.quoting import now, quotable
from measures.reports.proposals import PROPOSALS, reply_paper
from measures.rules.references import filled
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Agency
from wuhan_smes.reporting.official import MEDIA, to_docx
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

VIEW: Final = Capability.MEASURE_VIEW
S = ProposalState
UNANSWERED: Final = (S.RECEIVED, S.SUBMITTED, S.RETURNED, S.APPROVED)


class ProposalsPage(ExportedPage):
    """What came in, the nearest deadline first."""

    capability = VIEW
    title = "建议提案"
    template_name = "proposals/list.html"
    url_name = "proposals"
    exports = PROPOSALS
    orderings = {"due_on": ("due_on", "id")}

    def crumbs(self) -> list[Crumb]:
        return [Crumb("政策措施", reverse("measures")), Crumb(self.title)]

    def sieve(self) -> ProposalSieve:
        sieve = ProposalSieve({name: word for name, word in self.request.GET.items() if word})
        sieve.is_valid()
        return sieve

    def rows(self, sieve: ProposalSieve) -> Any:
        rows = Proposal.objects.within(self.reach).for_list()
        if sieve.errors:
            return rows.none()
        chosen = sieve.cleaned_data
        for name in ("kind", "state"):
            if chosen[name]:
                rows = rows.filter(**{name: chosen[name]})
        if chosen["late"]:
            rows = rows.filter(state__in=UNANSWERED, due_on__lt=timezone.localdate())
        if chosen["q"]:
            said = chosen["q"]
            rows = rows.filter(
                Q(number__contains=said) | Q(title__contains=said) | Q(proposer__contains=said)
            )
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve, today = self.sieve(), timezone.localdate()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        return super().get_context_data(
            form=sieve,
            page=page,
            today=today,
            unanswered=UNANSWERED,
            may_edit=self.access.holds(Capability.PROPOSAL_EDIT),
            **kwargs,
        )


class NewProposalPage(ScopedPage):
    """Somebody writes down what came in."""

    capability = Capability.PROPOSAL_EDIT
    title = "登记建议提案"
    template_name = "proposals/new.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("建议提案", reverse("proposals")), Crumb(self.title)]

    def form(self, data: Any = None) -> ReceiveForm:
        return ReceiveForm(data, reach=self.access.reach(Capability.PROPOSAL_EDIT))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        do = partial(proposals.receive, access=self.access, at=timezone.now())
        if form.is_valid():
            made = attempt(form, do)
            if isinstance(made, Proposal):
                messages.success(request, "已登记")
                return redirect("proposal", made.pk)
        return self.render_to_response(self.get_context_data(form=form))


class ProposalPage(ScopedPage):
    """One proposal: who answers it, the reply with its figures, and what may be done now."""

    capability = VIEW
    title = "建议提案"
    template_name = "proposals/one.html"
    model = Proposal

    def row(self) -> Proposal:
        rows = Proposal.objects.within(self.access.reach(VIEW)).for_list()
        return rows.get(pk=self.kwargs["pk"])

    def crumbs(self) -> list[Crumb]:
        return [Crumb("建议提案", reverse("proposals")), Crumb(self.title)]

    def forms(self, row: Proposal) -> dict[str, forms.Form]:
        """The acts open to this person in this state."""
        found: dict[str, forms.Form] = {}
        if self.access.holds(Capability.PROPOSAL_EDIT):
            if row.state in proposals.OPEN:
                given = {"reply": row.reply, "expected_version": row.version}
                found["write"] = ReplyForm(initial=given)
            if row.state == S.APPROVED:
                found["answer"] = AnswerForm(initial={"on": timezone.localdate()})
            if row.state == S.ANSWERED:
                found["rate"] = RateForm()
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = kwargs.pop("row", None) or self.row()
        given = kwargs.pop("forms", {})
        figures = now(row, reach=self.access.reach(VIEW))
        agencies = Agency.objects.in_bulk(row.agency_ids)
        waits = row.state == S.SUBMITTED and row.drafted_by_id != self.access.actor_id
        context = super().get_context_data(
            row=row,
            helpers=[agencies[pk] for pk in row.agency_ids if pk in agencies and pk != row.lead_id],
            text=filled(row.reply, figures),
            figures=list(figures.values()),
            acts={**self.forms(row), **given},
            quotable=quotable() if row.state in proposals.OPEN else [],
            may_approve=waits and self.access.holds(Capability.PROPOSAL_APPROVE),
            late=row.state in UNANSWERED and row.due_on < timezone.localdate(),
            **kwargs,
        )
        return context | {"title": str(row)}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row()
        act = next((it for it in (*ACTS, "approve", "return") if it in request.POST), "")
        if act in ACTS:
            form_class, do, done = ACTS[act]
            form = form_class(request.POST)
            bound = partial(do, pk, access=self.access, at=timezone.now())
            if not form.is_valid() or attempt(form, bound) is REFUSED:
                return self.render_to_response(self.get_context_data(row=row, forms={act: form}))
            messages.success(request, done)
            return redirect("proposal", pk)
        if not act:
            raise Http404
        return self._judge(request, pk, act)

    def _judge(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        seen = request.POST.get("expected_version", "")
        words: dict[str, Any] = {
            "access": self.access,
            "at": timezone.now(),
            "expected_version": int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
        }
        if act == "approve":
            proposals.approve(pk, **words)
            messages.success(request, "答复已审定，引用的数已固定")
        elif not request.POST.get("reason", "").strip():
            messages.error(request, "请写明退回理由")
        else:
            proposals.send_back(pk, reason=request.POST["reason"], **words)
            messages.success(request, "已退回修改")
        return redirect("proposal", pk)


class ReplyPaper(ScopedPage):
    """The reply as an official paper; a draft says so."""

    capability = VIEW
    title = "答复稿"
    http_method_names = ["get", "head", "options"]
    model = Proposal

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reach = self.access.reach(VIEW)
        row = Proposal.objects.within(reach).for_list().get(pk=self.kwargs["pk"])
        body = to_docx(reply_paper(row, reach=reach))
        name = f"{row.number}答复.docx"
        head = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
        return HttpResponse(body, content_type=MEDIA, headers=head)


Step = tuple[type[forms.Form], Callable[..., Proposal], str]
ACTS: Final[dict[str, Step]] = {
    "write": (ReplyForm, proposals.write, "答复稿已提交，待审定"),
    "answer": (AnswerForm, proposals.answer, "已登记答复"),
    "rate": (RateForm, proposals.rate, "已登记满意度"),
}
