"""Working on a coming version: its lines, what stands against it, and what becomes of it."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from wuhan_smes.access import Capability
from wuhan_smes.rulekit import reading
from wuhan_smes.rulekit.actions import drafts
from wuhan_smes.rulekit.choices import DraftState
from wuhan_smes.rulekit.differences import Fate, differences, heading_changes
from wuhan_smes.rulekit.drafted import faults_of
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.rulekit.models import RuleDraft
from wuhan_smes.rulekit.pages.act_forms import EnactForm, RetireForm, TurnBackForm
from wuhan_smes.rulekit.pages.forms import (
    HeadingForm,
    LineForm,
    RowSet,
    line_initial,
    line_of,
    row_initial,
)
from wuhan_smes.rulekit.pages.versions import may, worded
from wuhan_smes.rulekit.queries import rules_of
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage

SCORED: Final = (
    "part",
    "max",
    "rest_points",
    "alternative_group",
    "judgement_field",
    "points_field",
    "subclass",
    "manual_check",
)


class OfDraft(ScopedPage):
    """Pages of one draft; everybody who may look at rules may read it."""

    capability = Capability.REFERENCE_VIEW
    title = "新版本"

    @cached_property
    def draft(self) -> RuleDraft:
        return RuleDraft.objects.for_list().get(pk=self.kwargs["pk"])

    @property
    def address(self) -> str:
        return reverse("rule-draft", args=[self.kwargs["pk"]])

    def crumbs(self) -> list[Crumb]:
        steps = [Crumb("认定规则", reverse("rules"))]
        return [*steps, Crumb(str(self.draft), self.address)]

    def seen(self) -> int | None:
        word = self.request.POST.get("seen", "")
        return int(word) if word.isdecimal() and len(word) < 10 else None


class DraftPage(OfDraft):
    """The draft beside the version it is made of, and the acts that are open to this person."""

    template_name = "rules/draft.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft, access = self.draft, self.access
        rules, before = reading.rules(draft.written), rules_of(draft.base)
        found = differences(before, rules, declared())
        edits = may(access, Capability.RULE_EDIT)
        proposed = draft.state == DraftState.PROPOSED
        first = {
            "document_no": draft.written["document_no"],
            "effective_from": timezone.localdate(),
        }
        return super().get_context_data(
            draft=draft,
            lines=worded(rules),
            heading=heading_changes(before, rules),
            changed=[one for one in found if one.fate is not Fate.SAME],
            faults=faults_of(draft.written),
            form=kwargs.pop("form", None) or HeadingForm.of(draft.written),
            may_edit=edits and draft.state == DraftState.DRAFT,
            may_turn_back=edits and draft.state in (DraftState.DRAFT, DraftState.PROPOSED),
            may_enact=proposed and may(access, Capability.RULE_ENACT),
            own=draft.proposed_by_id == access.actor_id,
            enact_form=kwargs.pop("enact_form", None) or EnactForm(initial=first),
            back_form=kwargs.pop("back_form", None) or TurnBackForm(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The heading."""
        form = HeadingForm(request.POST)
        if not form.is_valid() or attempt(form, lambda **_: self._save(form)) is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, "已保存")
        return redirect(self.address)

    def _save(self, form: HeadingForm) -> object:
        return drafts.amend(
            self.draft.pk,
            access=self.access,
            at=timezone.now(),
            heading=form.said(self.draft.written),
            expected_version=self.seen(),
        )


class LinePage(OfDraft):
    """One line of a draft as a form; without a code a new one."""

    template_name = "rules/line.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = self._line()
        kwargs.setdefault("form", LineForm(initial=line_initial(line)))
        kwargs.setdefault("rows", RowSet(initial=row_initial(line), prefix="row"))
        layer = bool(self.draft.written.get("overrides"))
        kwargs |= {"draft": self.draft, "line": line, "is_layer": layer, "scored": SCORED}
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, rows = LineForm(request.POST), RowSet(request.POST, prefix="row")
        sound = form.is_valid() and rows.is_valid()
        if not sound or attempt(form, lambda **_: self._save(form, rows)) is REFUSED:
            return self.render_to_response(self.get_context_data(form=form, rows=rows))
        messages.success(request, f"条款 {form.cleaned_data['code']} 已保存")
        return redirect(self.address)

    def _line(self) -> dict[str, Any]:
        code = self.kwargs.get("line", "")
        lines = self.draft.written["criteria"]
        found = next((one for one in lines if one["code"] == code), None)
        if code and found is None:
            raise RuleDraft.DoesNotExist(f"no line {code}")
        return dict(found or {})

    def _save(self, form: LineForm, rows: Any) -> object:
        said = line_of(form.cleaned_data, [row.cleaned_data for row in rows])
        before = self.kwargs.get("line", "")
        return drafts.amend(
            self.draft.pk,
            access=self.access,
            at=timezone.now(),
            line=said,
            without=before if before != said["code"] else "",
            expected_version=self.seen(),
        )


class StartDraft(ScopedPage):
    """A copy of a version, to be edited; or, with a last day, its end to be put into force."""

    capability = Capability.RULE_EDIT
    title = "起草新版本"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        given: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        if "last_day" in request.POST:
            draft = drafts.retire(pk, **given, **RetireForm(request.POST).sound())
        else:
            draft = drafts.start(pk, **given)
        return redirect("rule-draft", draft.pk)


class ActOnDraft(OfDraft):
    """提交, 退回, 作废, 施行, and taking a line out: a button each."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        given: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        given["expected_version"] = self.seen()
        if act == "propose":
            drafts.propose(pk, **given)
            messages.success(request, "已提交，请另一位负责人施行")
        elif act == "without":
            code = request.POST.get("code", "")
            drafts.amend(pk, **given, without=code)
            messages.success(request, f"条款 {code} 已删去")
        elif act == "enact":
            made = drafts.enact(pk, **given, **EnactForm(request.POST).sound())
            messages.success(request, f"{made} 已施行")
            return redirect("rule", made.pk)
        elif act in {"back", "drop"}:
            words = TurnBackForm(request.POST).sound()
            drafts.turn_back(pk, **given, **words, for_good=act == "drop")
            messages.success(request, "已作废" if act == "drop" else "已退回修改")
        else:
            raise Http404
        return redirect(self.address)
