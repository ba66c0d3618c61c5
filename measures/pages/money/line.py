"""One line: what it rests on, every step it went, its payments, and what may be done next."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from measures.choices import EntitlementState, FlowMove, ObjectionState
from measures.models import Clawback, Entitlement, EntitlementStep, Objection, PaidDoubt, Payment
from measures.pages.money.acts import MANY, ONE, MoneyAct
from measures.queries.vetoes import vetoes
from measures.rules.flow import FOUND, ways_from
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.links.actions.links import issue
from wuhan_smes.web.pages import Crumb, ScopedPage

# Moves made from the page of a line, by the address of their act; many: it takes several lines.
OF_LINE: Final = {
    FlowMove.REVIEW: ("review", True),
    FlowMove.REJECT: ("reject", True),
    FlowMove.REOPEN: ("reopen", True),
    FlowMove.CHECK: ("check", True),
    FlowMove.SEND_BACK: ("send-back", True),
    FlowMove.TAKE_OUT: ("take-out", True),
    FlowMove.DECLINE: ("decline", True),
    FlowMove.CORRECT: ("correct", True),
    FlowMove.OBJECT: ("object", False),
    FlowMove.CONFIRM: ("confirm", False),
    FlowMove.EVALUATE: ("evaluate", False),
    FlowMove.CLAW_BACK: ("claw-back", False),
}
ASKED: Final = (EntitlementState.ORDERED, EntitlementState.RETURNED)


class LinePage(ScopedPage):
    """兑现事项：一项的来由、步骤、付款与办理。"""

    capability = Capability.PAYMENT_VIEW
    title = "兑现事项"
    template_name = "money/line.html"
    model = Entitlement

    def crumbs(self) -> list[Crumb]:
        return [Crumb("兑现事项", reverse("entitlements"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.PAYMENT_VIEW)
        line = Entitlement.objects.within(reach).for_list().get(pk=self.kwargs["pk"])
        mine: dict[str, Any] = {"entitlement": line}
        objections = Objection.objects.within(reach).filter(**mine).order_by("-pk")
        context = super().get_context_data(
            line=line,
            steps=EntitlementStep.objects.within(reach).filter(**mine).order_by("-ordinal"),
            payments=Payment.objects.within(reach).for_list().filter(**mine).order_by("-pk"),
            objections=objections,
            open_objection=objections.filter(state=ObjectionState.OPEN).first(),
            clawbacks=Clawback.objects.within(reach).filter(**mine).order_by("-pk"),
            doubt=PaidDoubt.objects.within(reach).undecided().filter(**mine).first(),
            against=self._against(line),
            before=self._before(line),
            offered=list(offered(line, self.access)),
            decides=self.access.holds(Capability.ENTITLEMENT_CHECK),
            dismiss=ONE["dismiss"].form(),
            may_ask=line.state in ASKED and self.access.holds(Capability.PAYMENT_CONFIRM),
            back=self.request.path,
            **kwargs,
        )
        crumbs = [*self.crumbs(), Crumb(line.payee.name)]
        return {**context, "title": line.payee.name, "crumbs": crumbs}

    def _before(self, line: Entitlement) -> Any:
        """The same promise to the same payee, wholly given back before this one was found."""
        same = Entitlement.objects.within(self.access.reach(Capability.PAYMENT_VIEW)).filter(
            payee_id=line.payee_id,
            programme_id=line.programme_id,
            period=line.period,
            state=EntitlementState.RECOVERED,
        )
        return same.exclude(pk=line.pk).order_by("pk")

    def _against(self, line: Entitlement) -> list[str]:
        """What would stand against paying it today; asked by who sees the whole city."""
        whole = self.access.reach(Capability.PAYMENT_VIEW).everywhere
        if not whole or line.state in FOUND or not line.payable:
            return []
        return vetoes([line], on=timezone.localdate()).get(line.pk, [])


class AskAccount(ScopedPage):
    """A link by which the enterprise says itself to which account; shown once, on its line."""

    capability = Capability.PAYMENT_CONFIRM
    title = "请企业确认账户"
    http_method_names = ["post"]
    model = Entitlement

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            with transaction.atomic():
                link, secret = issue(
                    pk, access=self.access, at=timezone.now(), purpose="payee_account"
                )
        except ActionRefused as refusal:
            messages.error(request, refusal.message)
            return redirect("entitlement", pk)
        address = request.build_absolute_uri(reverse("link", args=[secret]))
        page = LinePage()
        page.setup(request, pk=pk)
        context = page.get_context_data(account_link=address, account_link_until=link.expires_at)
        return page.render_to_response(context)


def offered(line: Entitlement, access: Access) -> Iterator[tuple[str, bool, MoneyAct, Any]]:
    """(address, for many, act, form) of what this person may do with a line where it stands."""
    seen = set()
    for way in ways_from(line.state):
        found = OF_LINE.get(way.move)
        if found is None or found[0] in seen or not access.holds(way.capability):
            continue
        if not access.reach(way.capability).covers(line.jurisdiction_id):
            continue
        if way.move == FlowMove.CLAW_BACK and not _was_paid(line):
            continue
        name, many = found
        seen.add(name)
        act = (MANY if many else ONE)[name]
        initial = {"holder": line.payee.name, "principal": None, **_proposed(line, way.move)}
        yield name, many, act, act.form(initial=initial, auto_id=f"{name}-%s")


def _proposed(line: Entitlement, move: FlowMove) -> dict[str, Any]:
    """Cause and sum of a demand that a correction gives reason for."""
    doubt = line.doubts.undecided().first() if move == FlowMove.CLAW_BACK else None
    if doubt is None:
        return {}
    owed = "" if doubt.owed is None else f"（标准应为 {doubt.owed:,.2f} 元）"
    cause = f"按更正后的事实（{doubt.judged_on}）{doubt.get_reason_display()}{owed}"
    return {"cause": cause, "principal": doubt.principal}


def _was_paid(line: Entitlement) -> bool:
    settled = Payment.objects.filter(entitlement=line, state="settled")
    return settled.filter(instalment__lte=F("entitlement__instalment")).exists()
