"""政策文件: which are in force, which are drafts, and how a draft comes into force."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from enterprises.rules.spans import last_day
from measures.choices import DocumentStatus, ProgrammeState
from measures.models import PolicyDocument, Programme
from measures.pages.money.forms import DocumentForm
from measures.queries.wording import amount_told
from measures.reports import DOCUMENTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

VIEW = Capability.MEASURE_VIEW


class DocumentSieve(forms.Form):
    """Filters of the list of documents."""

    q = forms.CharField(label="标题或文号", required=False, max_length=60)
    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *DocumentStatus.choices]
    )


class DocumentsPage(ExportedPage):
    """Documents that promise, regulate or report."""

    capability = VIEW
    title = "政策文件"
    template_name = "promises/documents.html"
    url_name = "documents"
    exports = DOCUMENTS
    orderings = {"id": ("id",)}

    def crumbs(self) -> list[Crumb]:
        return [Crumb("兑现项目", reverse("programmes")), Crumb(self.title)]

    def sieve(self) -> DocumentSieve:
        sieve = DocumentSieve({name: word for name, word in self.request.GET.items() if word})
        sieve.is_valid()
        return sieve

    def rows(self, sieve: DocumentSieve) -> Any:
        rows = PolicyDocument.objects.within(self.reach).for_list()
        if sieve.errors:
            return rows.none()
        chosen = sieve.cleaned_data
        if chosen["status"]:
            rows = rows.filter(status=chosen["status"])
        if chosen["q"]:
            rows = rows.filter(title__contains=chosen["q"]) | rows.filter(
                number__contains=chosen["q"]
            )
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        return super().get_context_data(form=sieve, page=page, **kwargs)


class DocumentPage(ScopedPage):
    """One document: its dates, its programmes, and the two people who put it into force."""

    capability = VIEW
    title = "政策文件"
    template_name = "promises/document.html"
    model = PolicyDocument

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = PolicyDocument.objects.within(self.access.reach(VIEW)).for_list()
        row = rows.get(pk=self.kwargs["pk"])
        mine = Programme.objects.filter(document=row).for_list().order_by("-pk")
        draft = row.status == DocumentStatus.DRAFT
        waits = draft and row.proposed_by_id is not None
        edits = draft and self.access.holds(Capability.PROGRAMME_EDIT)
        approves = waits and self.access.holds(Capability.PROGRAMME_APPROVE)
        today = timezone.localdate()
        given = {"number": row.number, "issued_on": row.issued_on or today}
        context = super().get_context_data(
            row=row,
            ends=last_day(row.effective_until),
            programmes=[(one, amount_told(one)) for one in mine],
            opens=sum(1 for one in mine if one.state == ProgrammeState.DRAFT) if draft else 0,
            ended=self._ended(row) if draft else [],
            waits=waits,
            propose=DocumentForm(initial={**given, "effective_from": row.effective_from or today})
            if edits
            else None,
            may_approve=approves and row.proposed_by_id != self.access.actor_id,
            back=self.request.path,
            **kwargs,
        )
        crumbs = [
            Crumb("兑现项目", reverse("programmes")),
            Crumb("政策文件", reverse("documents")),
            Crumb(str(row)),
        ]
        return {**context, "title": str(row), "crumbs": crumbs}

    def _ended(self, row: PolicyDocument) -> Any:
        """What would end with the document it repeals."""
        if row.repeals_id is None:
            return []
        lives = Programme.objects.filter(document_id=row.repeals_id, state=ProgrammeState.IN_FORCE)
        return lives.order_by("-pk")
