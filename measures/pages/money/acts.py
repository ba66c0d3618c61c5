"""What is done about money from a page: one row by its own form, or all that were ticked at once.

An address names the act; the table says which form it has, who may, and what is said afterwards.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from measures.actions import budgets, documents
from measures.actions.flow import (
    arranging,
    confirming,
    doubting,
    evaluating,
    noticing,
    ordering,
    paying,
    recovering,
    reviewing,
)
from measures.models import DisbursementBatch
from measures.pages.asking import AskedAgain
from measures.pages.money import forms
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import NotPermitted
from wuhan_smes.web.acts import REFUSED, attempt

C = Capability
Do = Callable[..., object]
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class MoneyAct:
    """One button: its words, its form, the action, what is said afterwards, and who may."""

    label: str
    form: type[django_forms.Form]
    do: Do
    done: str
    needs: frozenset[Capability]

    def open_to(self, access: Access) -> bool:
        return any(access.holds(capability) for capability in self.needs)


def _act(
    label: str, form: type[django_forms.Form], do: Do, done: str, *needs: Capability
) -> MoneyAct:
    return MoneyAct(label, form, do, done, frozenset(needs))


def _on_paper(pk: int, *, scan: Any, **words: Any) -> object:
    return confirming.confirm(
        pk,
        scan_name=scan.name,
        scan_type=scan.content_type or "application/octet-stream",
        scan=scan.chunks(),
        **words,
    )


def _allot(_: int, **words: Any) -> object:
    return budgets.allot(**words)


# On ticked rows: all of them or none.
MANY: Final[dict[str, MoneyAct]] = {
    "review": _act(
        "审核通过", forms.NoteForm, reviewing.review, "已审核通过", C.ENTITLEMENT_REVIEW
    ),
    "reject": _act(
        "不予兑付",
        forms.ReasonForm,
        reviewing.reject,
        "已列为不予兑付",
        C.ENTITLEMENT_REVIEW,
        C.ENTITLEMENT_CHECK,
    ),
    "reopen": _act(
        "重新审核", forms.ReasonForm, reviewing.reopen, "已重新审核", C.ENTITLEMENT_CHECK
    ),
    "check": _act("复核通过", forms.NoteForm, reviewing.check, "已复核通过", C.ENTITLEMENT_CHECK),
    "send-back": _act(
        "退回区重审", forms.ReasonForm, reviewing.send_back, "已退回", C.ENTITLEMENT_CHECK
    ),
    "arrange": _act(
        "列入批次",
        forms.ArrangeForm,
        arranging.arrange,
        "已列入批次，预算已占用",
        C.PAYMENT_ARRANGE,
    ),
    "take-out": _act(
        "移出批次", forms.ReasonForm, arranging.take_out, "已移出批次", C.PAYMENT_ARRANGE
    ),
    "decline": _act(
        "登记企业放弃", forms.ReasonForm, confirming.decline, "已登记放弃", C.PAYMENT_ARRANGE
    ),
    "correct": _act(
        "更正绩效结论", forms.ReasonForm, evaluating.correct, "已更正", C.ENTITLEMENT_CHECK
    ),
    "approve": _act("审批付款", forms.NothingForm, paying.approve, "已审批", C.PAYMENT_APPROVE),
    "release": _act("拨付", forms.NothingForm, paying.release, "已拨付", C.PAYMENT_RELEASE),
    "settle": _act("登记到账", forms.DayForm, paying.settle, "已登记到账", C.PAYMENT_RELEASE),
}
ONE: Final[dict[str, MoneyAct]] = {
    "publish": _act("公示", forms.PublishForm, noticing.publish, "已进入公示", C.PAYMENT_ARRANGE),
    "order": _act("下达", forms.OrderForm, ordering.order, "已下达", C.PAYMENT_ARRANGE),
    "object": _act(
        "登记异议",
        forms.ObjectForm,
        noticing.object_to,
        "异议已登记，只停这一项",
        C.PAYMENT_ARRANGE,
    ),
    "dismiss": _act(
        "异议不成立",
        forms.FindingForm,
        noticing.dismiss,
        "异议不成立，恢复公示",
        C.ENTITLEMENT_CHECK,
    ),
    "uphold": _act(
        "异议成立", forms.FindingForm, noticing.uphold, "异议成立，不予兑付", C.ENTITLEMENT_CHECK
    ),
    "confirm": _act(
        "登记收款账户", forms.AccountForm, _on_paper, "收款账户已登记", C.PAYMENT_CONFIRM
    ),
    "bounce": _act(
        "登记退票",
        forms.BounceForm,
        paying.bounce,
        "已登记退票，另编付款号，待企业重新确认账户",
        C.PAYMENT_RELEASE,
    ),
    "evaluate": _act(
        "登记绩效评价",
        forms.EvaluateForm,
        evaluating.evaluate,
        "评价结论已登记",
        C.ENTITLEMENT_CHECK,
    ),
    "claw-back": _act(
        "决定追回", forms.ClawBackForm, recovering.claw_back, "追回已登记", C.PAYMENT_APPROVE
    ),
    "receive": _act(
        "登记收到款项", forms.ReceiveForm, recovering.receive, "已登记", C.PAYMENT_RELEASE
    ),
    "waive": _act("撤销追回", forms.ReasonForm, recovering.waive, "追回已撤销", C.PAYMENT_APPROVE),
    "dismiss-doubt": _act(
        "不追回", forms.ReasonForm, doubting.dismiss, "已登记不追回", C.PAYMENT_APPROVE
    ),
    "allot": _act("下达预算", forms.AllotForm, _allot, "预算已下达", C.BUDGET_EDIT),
    "cut": _act("调减", forms.CutForm, budgets.cut, "预算已调减", C.BUDGET_EDIT),
    "close": _act("结账", forms.DayForm, budgets.close, "已结账，结余交回", C.BUDGET_EDIT),
    "propose-document": _act(
        "提请施行",
        forms.DocumentForm,
        documents.propose,
        "已提请施行，请另一人批准",
        C.PROGRAMME_EDIT,
    ),
    "approve-document": _act(
        "批准施行",
        forms.NothingForm,
        documents.put_into_force,
        "文件已施行，项目一并切换",
        C.PROGRAMME_APPROVE,
    ),
}


class MoneyActPage(AskedAgain):
    """Does one act, says what came of it, and goes back to where it was asked; a refusal is told
    beside what was typed.
    """

    capability = None
    title = "办理"

    def attempt(
        self,
        act: MoneyAct,
        do: Callable[[dict[str, Any]], object],
        rows: Sequence[Mapping[str, Any]] = (),
    ) -> HttpResponse:
        form = self.asked(act)
        who = {"access": self.access, "at": timezone.now()}
        made = attempt(form, lambda **words: do({**words, **who})) if form.is_valid() else REFUSED
        if made is REFUSED:
            return self.again(form, label=act.label, back=self.back(), rows=rows)
        messages.success(self.request, act.done)
        if isinstance(made, DisbursementBatch):
            return redirect("disbursement", made.pk)
        return redirect(self.back())

    def asked(self, act: MoneyAct) -> django_forms.Form:
        """The form of an act with what was sent. Refuses who may not make it."""
        if not act.open_to(self.access):
            raise NotPermitted(f"您没有“{act.label}”的权限")
        return act.form(self.words(), self.request.FILES)

    def words(self) -> QueryDict:
        """What was sent; one field of a list serves as opinion and as reason."""
        sent = self.request.POST.copy()
        sent.setdefault("reason", sent.get("note", ""))
        return sent

    def back(self) -> str:
        asked = self.request.POST.get("back", "")
        here = {self.request.get_host()}
        safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, here)
        return asked if safe else reverse("money-desk")


class ActOnOne(MoneyActPage):
    """The act of the address on the row of the address."""

    def post(self, request: HttpRequest, act: str, pk: int) -> HttpResponse:
        if act not in ONE:
            raise Http404
        what = ONE[act]
        return self.attempt(what, lambda words: what.do(pk, **words))


class ActOnMany(MoneyActPage):
    """The act of the address on every row that was ticked."""

    def post(self, request: HttpRequest, act: str) -> HttpResponse:
        if act not in MANY:
            raise Http404
        what = MANY[act]
        ids = [int(it) for it in request.POST.getlist("row") if it.isdecimal() and len(it) < 19]
        if not ids or len(ids) > MOST:
            form = self.asked(what)
            wrong = f"一次最多办理 {MOST} 项" if ids else "请先勾选要办理的事项"
            form.add_error(None, f"{wrong}，请返回重新勾选")
            return self.again(form, label=what.label, back=self.back(), may_send=False)
        seen = {pk: request.POST.get(f"seen-{pk}", "") for pk in ids} if act == "approve" else None
        more = {} if seen is None else {"seen": seen}
        rows = [{"pk": pk, "seen": (seen or {}).get(pk, "")} for pk in ids]
        return self.attempt(what, lambda words: what.do(ids, **words, **more), rows)
