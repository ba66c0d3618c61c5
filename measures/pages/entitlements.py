"""What is owed, as people work through it: all lines, what is to be chased, who was left out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from measures.actions import evidence
from measures.choices import EntitlementReason, EntitlementState, ProgrammeState
from measures.models import Entitlement, Programme, ProgrammeEvidence
from measures.pages.asking import AskedAgain
from measures.pages.programme_forms import day
from measures.queries.left_out import LeftOut, listed
from measures.queries.owed import owed
from measures.reports import CHASED, ENTITLEMENTS, LEFT_OUT
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import InputRefused
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

FIND = "measures.find_entitlements"
ANY = ("", "全部")


class EntitlementSieve(forms.Form):
    """Filters of the list. Lines of 0 are shown with their reason unless only payable ones are."""

    q = forms.CharField(label="对象名称", required=False, max_length=60)
    jurisdiction = forms.ChoiceField(label="管理单位", required=False)
    programme = forms.ChoiceField(label="项目", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[ANY, *EntitlementState.choices]
    )
    reason = forms.ChoiceField(
        label="理由", required=False, choices=[ANY, *EntitlementReason.choices]
    )
    to_pay = forms.BooleanField(label="只看拟兑现清单", required=False)

    def __init__(self, words: Any, *, reach: Reach) -> None:
        super().__init__({name: word for name, word in words.items() if word})
        units = Jurisdiction.objects.managing().order_by("display_order", "id")
        mine = [(unit.code, unit.name) for unit in units if reach.covers(unit.pk)]
        programmes = Programme.objects.exclude(state=ProgrammeState.DRAFT).order_by("-pk")
        named = [(str(row.pk), f"{row.title}（第 {row.edition} 版）") for row in programmes]
        self.fields["jurisdiction"].choices = [ANY, *mine]  # type: ignore[attr-defined] # a ChoiceField
        self.fields["programme"].choices = [ANY, *named]  # type: ignore[attr-defined] # a ChoiceField
        self.is_valid()

    def cut(self, rows: Any) -> Any:
        if self.errors:
            return rows.none()
        chosen = self.cleaned_data
        columns = {
            "q": "payee__name__contains",
            "jurisdiction": "jurisdiction__code",
            "programme": "programme_id",
            "state": "state",
            "reason": "reason",
        }
        rows = rows.filter(**{columns[name]: chosen[name] for name in columns if chosen[name]})
        return rows.to_pay() if chosen["to_pay"] else rows


class EntitlementsPage(ExportedPage):
    """Every line in reach, the newest first, with how long what is owed has been owed."""

    capability = Capability.PAYMENT_VIEW
    title = "兑现事项"
    template_name = "promises/entitlements.html"
    url_name = "entitlements"
    exports = ENTITLEMENTS
    orderings = {"-id": ("-id",)}

    def sieve(self) -> EntitlementSieve:
        return EntitlementSieve(self.request.GET, reach=self.reach)

    def rows(self, sieve: EntitlementSieve) -> Any:
        return sieve.cut(Entitlement.objects.within(self.reach).for_list())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        rows = self.rows(sieve)
        return super().get_context_data(
            form=sieve,
            page=listing(self.request, rows, orderings=self.orderings),
            owed=owed(rows, on=timezone.localdate()),
            **kwargs,
        )


class ChasePage(ExportedPage):
    """What stations and districts have to ask for; who looks after an enterprise sees no money."""

    capability = Capability.ENTITLEMENT_CHASE
    title = "待补证清单"
    template_name = "promises/chase.html"
    url_name = "chase"
    exports = CHASED
    orderings = {"-id": ("-id",)}

    def crumbs(self) -> list[Crumb]:
        return [Crumb("兑现事项", reverse("entitlements")), Crumb(self.title)]

    def sieve(self) -> EntitlementSieve:
        form = EntitlementSieve(self.request.GET, reach=self.reach)
        for name in ("state", "reason", "to_pay"):
            form.fields.pop(name)
        return form

    def rows(self, sieve: EntitlementSieve) -> Any:
        rows = Entitlement.objects.within(self.reach).to_chase().for_list()
        return sieve.cut(rows.prefetch_related("receipts"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        titles = _titles({row.programme_id for row in page.rows})
        return super().get_context_data(
            form=sieve,
            page=page,
            lines=[(row, _asked(row, titles)) for row in page.rows],
            may_receive=self.access.holds(Capability.EVIDENCE_EDIT),
            today=timezone.localdate(),
            **kwargs,
        )


class ReceiveForm(forms.Form):
    evidence = forms.SlugField(max_length=20, widget=forms.HiddenInput)
    received_on = day("收到日期", required=True)
    note = forms.CharField(label="说明", max_length=200, required=False)


class Receive(AskedAgain):
    """A paper came in."""

    capability = Capability.EVIDENCE_EDIT
    title = "登记材料"
    model = Entitlement

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ReceiveForm(request.POST)
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        done: object = REFUSED
        if form.is_valid():
            done = attempt(form, lambda **words: evidence.receive(pk, **who, **words))
        if done is REFUSED:
            return self.again(form, label=self.title, back=reverse("chase"))
        messages.success(request, "已登记，下次查找后列入拟兑现")
        return redirect("chase")


class LeftOutSieve(forms.Form):
    reason = forms.ChoiceField(
        label="未列入原因",
        choices=[(reason.value, reason.label) for reason in LeftOut],
        initial=LeftOut.NO_EVENT,
    )


class LeftOutPage(ExportedPage):
    """The enterprises a programme leaves out for one reason."""

    capability = Capability.REGISTER_VIEW
    title = "未列入企业"
    template_name = "promises/left_out.html"
    url_name = "left-out"
    exports = LEFT_OUT
    orderings = {"id": ("id",)}

    def crumbs(self) -> list[Crumb]:
        row = self.programme()
        return [
            Crumb("兑现项目", reverse("programmes")),
            Crumb(row.title, reverse("programme", args=[row.pk])),
            Crumb(self.title),
        ]

    def programme(self) -> Programme:
        rows = Programme.objects.within(self.access.reach(Capability.MEASURE_VIEW))
        asked = self.request.GET.get("programme", "")
        found = rows.exclude(eligibility=None).select_related("matter")
        return found.get(pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0)

    def sieve(self) -> LeftOutSieve:
        asked = self.request.GET.get("reason") or LeftOut.NO_EVENT.value
        form = LeftOutSieve({"reason": asked})
        form.is_valid()
        return form

    def rows(self, sieve: LeftOutSieve) -> Any:
        if not sieve.is_valid():
            raise InputRefused
        reason, on = LeftOut(sieve.cleaned_data["reason"]), timezone.localdate()
        rows = listed(self.programme(), reason, on=on, reach=self.reach)
        return rows.select_related("jurisdiction")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        return super().get_context_data(
            form=sieve,
            programme=self.programme(),
            page=listing(self.request, self.rows(sieve), orderings=self.orderings),
            **kwargs,
        )


class FindNow(ScopedPage):
    """Orders a look at the whole register; its progress stands among the jobs."""

    capability = Capability.ENTITLEMENT_FIND
    title = "查找应兑付企业"
    http_method_names = ["post"]
    model = Programme

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Programme.objects.within(self.access.reach(Capability.ENTITLEMENT_FIND))
        order_find(rows.get(pk=pk), self.access)
        messages.success(request, "已开始查找，进度见“我的任务”")
        return redirect("programme", pk)


def order_find(programme: Programme, access: Access) -> None:
    on = timezone.localdate().isoformat()
    enqueue(
        FIND,
        {"programme_id": programme.pk, "on": on},
        access=access,
        capability=Capability.ENTITLEMENT_FIND,
        title=f"查找应兑付企业：{programme.title}"[:200],
    )


def _titles(programme_ids: set[int]) -> dict[tuple[int, str], tuple[str, bool]]:
    rows = ProgrammeEvidence.objects.filter(programme_id__in=programme_ids)
    return {(row.programme_id, row.code): (row.title, row.kind == "paper") for row in rows}


def _asked(
    row: Entitlement, titles: dict[tuple[int, str], tuple[str, bool]]
) -> list[tuple[str, str, bool, bool]]:
    """(code, title, is a paper, has come in) of each thing that is missing."""
    there = {receipt.evidence for receipt in row.receipts.all()}
    return [
        (code, *titles.get((row.programme_id, code), (code, False)), code in there)
        for code in row.missing
    ]
