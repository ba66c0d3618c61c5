"""Programmes as people read and keep them: the list, one with its terms, and the form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from enterprises.rules.spans import last_day
from measures.actions import programmes
from measures.choices import ProgrammeState
from measures.models import Programme
from measures.pages.programme_forms import (
    AmendForm,
    EndForm,
    ProgrammeForm,
    ProgrammeSieve,
    ProposeForm,
)
from measures.pages.programme_terms import changed, initial, terms
from measures.queries.left_out import LeftOut, left_out
from measures.queries.owed import by_state
from measures.queries.wording import amount_told, conditions_told, deferral_told
from measures.reports import PROGRAMMES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

EDIT = Capability.PROGRAMME_EDIT


class ProgrammesPage(ExportedPage):
    """Every edition, the newest first; 未明确 where nobody stated an amount."""

    capability = Capability.MEASURE_VIEW
    title = "兑现项目"
    template_name = "promises/programmes.html"
    url_name = "programmes"
    exports = PROGRAMMES
    orderings = {"-id": ("-id",)}

    def sieve(self) -> ProgrammeSieve:
        return ProgrammeSieve({name: word for name, word in self.request.GET.items() if word})

    def rows(self, sieve: ProgrammeSieve) -> Any:
        rows = Programme.objects.within(self.reach).for_list()
        if not sieve.is_valid():
            return rows.none()
        chosen = sieve.cleaned_data
        for name, column in (("state", "state"), ("level", "level"), ("kind", "payee_kind")):
            if chosen[name]:
                rows = rows.filter(**{column: chosen[name]})
        return rows.filter(title__contains=chosen["q"]) if chosen["q"] else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        return super().get_context_data(
            form=sieve,
            page=page,
            lines=[(row, amount_told(row), last_day(row.valid_until)) for row in page.rows],
            may_edit=self.access.holds(EDIT),
            **kwargs,
        )


class ProgrammePage(ScopedPage):
    """One edition: terms, who approved it, what it found, and who was left out for what."""

    capability = Capability.MEASURE_VIEW
    title = "兑现项目"
    template_name = "promises/programme.html"
    model = Programme

    def crumbs(self) -> list[Crumb]:
        return [Crumb("兑现项目", reverse("programmes"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Programme.objects.within(self.access.reach(Capability.MEASURE_VIEW)).for_detail()
        row = rows.get(pk=self.kwargs["pk"])
        draft, lives = row.state == ProgrammeState.DRAFT, row.state == ProgrammeState.IN_FORCE
        edits = self.access.holds(EDIT)
        waits = draft and row.proposed_by_id is not None
        approves = self.access.holds(Capability.PROGRAMME_APPROVE)
        context = super().get_context_data(
            row=row,
            amount=amount_told(row),
            conditions=conditions_told(row),
            deferral=deferral_told(row),
            ends=last_day(row.valid_until),
            states=self._states(row),
            may_edit=edits and draft,
            propose_form=ProposeForm() if edits and draft and not waits else None,
            may_approve=approves and waits and row.proposed_by_id != self.access.actor_id,
            amend_form=AmendForm() if edits and lives else None,
            end_form=EndForm() if edits and lives else None,
            may_find=self._finds(row),
            may_name=self._names(row),
            reasons=self._reasons(row),
            on=timezone.localdate(),
            **kwargs,
        )
        return {**context, "title": str(row), "crumbs": [*self.crumbs(), Crumb(str(row))]}

    def _states(self, row: Programme) -> Any:
        if not self.access.holds(Capability.PAYMENT_VIEW):
            return []
        return by_state(reach=self.access.reach(Capability.PAYMENT_VIEW), programme_id=row.pk)

    def _finds(self, row: Programme) -> bool:
        known = row.state != ProgrammeState.DRAFT and row.eligibility is not None
        return known and self.access.holds(Capability.ENTITLEMENT_FIND)

    def _names(self, row: Programme) -> bool:
        known = row.state == ProgrammeState.IN_FORCE and row.eligibility is None
        return known and self.access.holds(Capability.ENTITLEMENT_FIND)

    def _reasons(self, row: Programme) -> list[tuple[LeftOut, int]]:
        """Counted over the register only when somebody asks: it looks at every enterprise."""
        if "reasons" not in self.request.GET or row.eligibility is None:
            return []
        reach = self.access.reach(Capability.REGISTER_VIEW)
        return list(left_out(row, on=timezone.localdate(), reach=reach).items())


class NewProgrammePage(ScopedPage):
    """A new draft."""

    capability = EDIT
    title = "新增兑现项目"
    template_name = "promises/form.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("兑现项目", reverse("programmes")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def form(self, data: Any = None) -> ProgrammeForm:
        return ProgrammeForm(data)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        done: Any = attempt(form, lambda **_: self.kept(form)) if form.is_valid() else REFUSED
        if done is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, "草拟已保存；提请施行前只在测算中试算")
        return redirect("programme", done.pk)

    def kept(self, form: ProgrammeForm) -> Programme:
        words = form.cleaned_data
        return programmes.draft(
            access=self.access, at=timezone.now(), code=words["code"], values=terms(words)
        )


class EditProgrammePage(NewProgrammePage):
    """A draft once more."""

    title = "修改草拟"
    model = Programme

    @cached_property
    def row(self) -> Programme:
        rows = Programme.objects.within(self.access.reach(EDIT))
        return rows.get(pk=self.kwargs["pk"])

    def form(self, data: Any = None) -> ProgrammeForm:
        return ProgrammeForm(data, initial=initial(self.row), fixed_code=True)

    def kept(self, form: ProgrammeForm) -> Programme:
        return programmes.revise(
            self.kwargs["pk"],
            access=self.access,
            at=timezone.now(),
            values=changed(self.row, form.cleaned_data, form.changed_data),
        )
