"""What is done with a batch from its page; a refusal is told above it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from enterprises.actions import (
    announcing,
    batch_lists,
    batch_results,
    batches,
    candidates,
    objections,
    recommending,
)
from enterprises.actions.batch_results import Result
from enterprises.choices import BatchStage
from enterprises.models import BatchUnit, RecognitionBatch
from enterprises.pages import batch_forms as forms
from enterprises.pages.cultivation_acts import sound
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.web.pages import ScopedPage

Do = Callable[..., object]


@dataclass(frozen=True, slots=True)
class BatchAct:
    """One button: its form, the action, what is said afterwards; `needs` who may press it."""

    form: type[django_forms.Form]
    do: Do
    done: str
    needs: Capability = Capability.TITLE_EDIT


def _ids(form: forms.NamesForm, access: Access) -> list[int]:
    found = form.found(access.reach(Capability.TITLE_EDIT))
    sound(form)
    return found


def _add(pk: int, *, form: forms.NamesForm, access: Access, enterprises: str, **who: Any) -> object:
    return candidates.add(pk, access=access, enterprise_ids=_ids(form, access), **who)


def _results(
    pk: int,
    *,
    form: forms.ResultsForm,
    access: Access,
    enterprises: str,
    outcome: str,
    note: str,
    **who: Any,
) -> object:
    said = dict.fromkeys(_ids(form, access), Result(outcome, note))
    return batch_results.take(pk, access=access, results=said, **who)


def _without_form(do: Do) -> Do:
    return lambda pk, *, form, **words: do(pk, **words)


def _to(stage: BatchStage) -> Do:
    return lambda pk, *, form, **words: batches.advance(pk, to=stage, **words)


def _object(pk: int, *, form: Any, candidate_id: int, **words: Any) -> object:
    return objections.object_to(candidate_id, **words)


def _settle(pk: int, *, form: Any, objection_id: int, **words: Any) -> object:
    return objections.settle(objection_id, **words)


ACTS: Final[dict[str, BatchAct]] = {
    "add": BatchAct(forms.NamesForm, _add, "已列入名单"),
    "add-listed": BatchAct(forms.ListedForm, _without_form(batch_lists.add_listed), "已列入名单"),
    "add-due": BatchAct(forms.DueForm, _without_form(candidates.add_due), "已列入应复核企业"),
    "freeze": BatchAct(
        forms.FreezeForm, _without_form(batch_lists.freeze), "名单已冻结，请各单位推荐"
    ),
    "thaw": BatchAct(forms.ReasonForm, _without_form(batch_lists.thaw), "名单已解冻"),
    "hand-back": BatchAct(
        forms.HandBackForm, _without_form(recommending.hand_back), "已退回该单位"
    ),
    "review": BatchAct(forms.EmptyForm, _to(BatchStage.REVIEWING), "已进入评审"),
    "results": BatchAct(forms.ResultsForm, _results, "评审结果已登记"),
    "publicise": BatchAct(forms.NoticeForm, _to(BatchStage.PUBLICISED), "已进入公示"),
    "object": BatchAct(forms.ObjectForm, _object, "异议已登记", Capability.CULTIVATION_EDIT),
    "settle": BatchAct(forms.SettleForm, _settle, "异议已处理"),
    "announce": BatchAct(forms.AnnounceForm, _without_form(batches.announce), "已公布，称号已登记"),
    "retract": BatchAct(
        forms.ReasonForm, _without_form(announcing.retract), "公布已撤回，称号恢复原状"
    ),
}


class ActOnBatch(ScopedPage):
    """The act of the address on the batch of the address."""

    capability = Capability.REGISTER_VIEW
    title = "办理"
    http_method_names = ["post"]
    model = RecognitionBatch

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        if act not in ACTS:
            raise Http404
        what = ACTS[act]
        self.access.reach(what.needs)
        RecognitionBatch.objects.within(self.access.reach(self.capability)).get(pk=pk)
        form = what.form(request.POST)
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        try:
            what.do(pk, form=form, **sound(form), **who)
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, what.done)
        return redirect("batch", pk)


class AllotPage(ScopedPage):
    """Quotas of all units at once: a field for each, empty for no limit."""

    capability = Capability.TITLE_EDIT
    title = "分配名额"
    http_method_names = ["post"]
    model = RecognitionBatch

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        parts = BatchUnit.objects.within(self.access.reach(self.capability)).filter(
            batch_id=pk, submitted_at=None
        )
        quotas: dict[int, int | None] = {}
        for part in parts:
            word = request.POST.get(f"quota-{part.jurisdiction_id}")
            if word is not None and (not word or word.isdecimal()):
                wanted = int(word[:4]) if word else None
                if wanted != part.quota:
                    quotas[part.jurisdiction_id] = wanted
        try:
            recommending.allot(pk, access=self.access, at=timezone.now(), quotas=quotas)
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            messages.error(request, refusal.message if quotas else "没有需要修改的名额")
        else:
            messages.success(request, "名额已分配")
        return redirect("batch", pk)
