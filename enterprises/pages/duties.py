"""动态管理: what holders owe, who is late, and what it has cost."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import duties
from enterprises.choices import Tier
from enterprises.choices.holding import ChangeCause, DutyKind, DutyState
from enterprises.models import TitleDuty
from enterprises.pages.batch_forms import NamesForm, PlainForm
from enterprises.pages.batches import keeps_batches
from enterprises.pages.cultivation_acts import sound, ticked
from enterprises.pages.cultivation_forms import ANY, CultivationSieve, day
from enterprises.queries.duties import standing
from enterprises.reports.holding_lists import DUTIES
from enterprises.rules.duties import SHOWN_TONES, state
from wuhan_smes.access import Capability, Reach
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

EDIT: Final = Capability.CULTIVATION_EDIT


class DutySieve(CultivationSieve):
    """Filters of the list; without a state, what waits."""

    tier = forms.ChoiceField(label="梯度", required=False, choices=[ANY, *Tier.choices])
    kind = forms.ChoiceField(label="类型", required=False, choices=[ANY, *DutyKind.choices])
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "待办与逾期"), *DutyState.choices]
    )

    def __init__(self, words: Any, *, reach: Reach) -> None:
        super().__init__(words, reach=reach)
        del self.fields["stage"], self.fields["late"], self.fields["mine"]  # of cultivation alone


class DoneForm(PlainForm):
    done_on = day("办结日期")
    note = forms.CharField(label="说明", max_length=200, required=False)


class BecauseForm(PlainForm):
    reason = forms.CharField(label="理由", max_length=200)


class ChangeForm(NamesForm):
    cause = forms.ChoiceField(label="变更事项", choices=ChangeCause.choices)
    on = day("变更日期", "三个月内报告")
    note = forms.CharField(label="说明", max_length=200, required=False)


class DutiesPage(ExportedPage):
    """What is owed in reach, the earliest day first; tick rows to enter them as done."""

    capability = Capability.REGISTER_VIEW
    title = "动态管理"
    template_name = "duties/list.html"
    url_name = "duties"
    exports = DUTIES
    orderings = {"due_on": ("due_on", "id")}

    def sieve(self) -> DutySieve:
        return DutySieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: DutySieve) -> Any:
        rows = TitleDuty.objects.within(self.reach).for_list()
        if sieve.errors:
            return rows.none()
        state = sieve.chosen("state")
        rows = rows.standing(state, on=timezone.localdate()) if state else rows.waiting()
        asked = {
            "enterprise__name__contains": sieve.chosen("q"),
            "jurisdiction__code": sieve.chosen("jurisdiction"),
            "tier": sieve.chosen("tier"),
            "kind": sieve.chosen("kind"),
        }
        return rows.filter(**{name: word for name, word in asked.items() if word})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve, today = self.sieve(), timezone.localdate()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        counts = standing(reach=self.reach, on=today)
        tones = SHOWN_TONES
        return super().get_context_data(
            form=sieve,
            page=page,
            lines=[(row, state(row, on=today), tones[state(row, on=today)]) for row in page.rows],
            counts=[(it.value, it.label, n) for it, n in counts.items()],
            may_edit=self.access.holds(EDIT),
            city=keeps_batches(self.access),
            may_complaints=self.access.holds(Capability.COMPLAINT_VIEW),
            today=today,
            **kwargs,
        )


class FulfilPage(ScopedPage):
    """Those that were ticked were done on one day, all of them or none."""

    capability = EDIT
    title = "办结"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        def do() -> str:
            words = sound(DoneForm(request.POST))
            days = dict.fromkeys(ticked(request), words["done_on"])
            done = duties.fulfil(days, access=self.access, at=timezone.now(), note=words["note"])
            return f"已办结 {len(done)} 项"

        return told(request, do)


class DutyActPage(ScopedPage):
    """One duty: entered wrongly as done, or its right given back."""

    capability = EDIT
    title = "办理"
    http_method_names = ["post"]
    model = TitleDuty

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = TitleDuty.objects.within(self.access.reach(EDIT))
        rows.get(pk=pk)
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}

        def do() -> str:
            words = sound(BecauseForm(request.POST))
            if "excuse" in request.POST:
                duties.excuse(pk, **who, **words)
                return "复核资格已恢复"
            duties.take_back([pk], **who, **words)
            return "办结已撤回"

        return told(request, do)


class NoteChangePage(ScopedPage):
    """A merger, split or reorganisation the register cannot see by itself."""

    capability = EDIT
    title = "登记变更"
    template_name = "duties/change.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("动态管理", reverse("duties")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ChangeForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ChangeForm(request.POST)
        done: Any = REFUSED
        if form.is_valid():
            ids = form.found(self.access.reach(EDIT))
            if form.is_valid():
                done = attempt(form, lambda **words: self._note(ids, **words))
        if done is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, f"已生成 {done} 项变更报告")
        return redirect("duties")

    def _note(self, ids: list[int], *, enterprises: str, **words: Any) -> int:
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        return sum(len(duties.note_change(pk, **who, **words)) for pk in ids)


def told(request: HttpRequest, do: Any) -> HttpResponse:
    """Do it, say what came of it, and back to the list."""
    try:
        messages.success(request, do())
    except NotPermitted:
        raise
    except ActionRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("duties")
