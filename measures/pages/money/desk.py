"""资金办理台: the payments that wait for a step, and which of them wait for this person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms as django_forms
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from measures.choices import BatchState, ClawbackState, PaymentState
from measures.models import Budget, Clawback, DisbursementBatch, Entitlement, PaidDoubt, Payment
from measures.pages.money.acts import MANY
from measures.pages.money.line_desk import STAGES, at_stage
from measures.querysets import PaymentQuerySet
from measures.reports.money_lists import PAYMENTS
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing

P, C = PaymentState, Capability
# Who the first stages of the desk of lines wait for.
BY: Final = (C.ENTITLEMENT_REVIEW, C.ENTITLEMENT_CHECK, C.PAYMENT_ARRANGE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One tab of the desk: what waits, which act it waits for, and who does that."""

    key: str
    label: str
    which: Q
    act: str = ""

    def of(self, rows: PaymentQuerySet) -> PaymentQuerySet:
        return rows.filter(self.which)


TABS: Final = (
    Waiting("submitted", "待审批", Q(state=P.SUBMITTED), "approve"),
    Waiting("approved", "待拨付", Q(state=P.APPROVED), "release"),
    Waiting("released", "待到账", Q(state=P.RELEASED), "settle"),
    Waiting("returned", "退票待重新确认", Q(state=P.RESERVED, replaces__isnull=False)),
    Waiting("reserved", "待企业确认", Q(state=P.RESERVED, replaces__isnull=True)),
)


class DeskSieve(django_forms.Form):
    """Which tab; the address says it."""

    tab = django_forms.ChoiceField(
        choices=[(tab.key, tab.label) for tab in TABS],
        required=False,
        widget=django_forms.HiddenInput,
    )


class MoneyDesk(ExportedPage):
    """财政办理台：审批、拨付、登记到账，一次可办多笔。"""

    capability = Capability.PAYMENT_VIEW
    title = "资金"
    template_name = "money/desk.html"
    url_name = "money-desk"
    exports = PAYMENTS
    orderings = {"id": ("id",)}

    def sieve(self) -> DeskSieve:
        sieve = DeskSieve({name: word for name, word in self.request.GET.items() if word})
        sieve.is_valid()
        return sieve

    @property
    def tab(self) -> Waiting:
        asked = self.request.GET.get("tab", "")
        return next((tab for tab in TABS if tab.key == asked), home_tab(self.access))

    def rows(self, sieve: DeskSieve) -> Any:
        return self.tab.of(Payment.objects.within(self.reach).for_list())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tab, rows = self.tab, self.rows(self.sieve())
        act = MANY.get(tab.act)
        page = listing(self.request, rows, orderings=self.orderings)
        me = self.access.actor_id
        return super().get_context_data(
            tab=tab,
            tabs=[(it, it.of(Payment.objects.within(self.reach)).count()) for it in TABS],
            page=page,
            lines=[(row, _not_by(row, tab, me)) for row in page.rows],
            total=rows.order_by().aggregate(sum=Sum("amount"))["sum"],
            act=act if act is not None and act.open_to(self.access) else None,
            act_form=act.form(initial={"on": timezone.localdate()}) if act else None,
            mine=list(waits_for(self.access)),
            budgets=self._budgets(),
            back=self.request.get_full_path(),
            **kwargs,
        )

    def _budgets(self) -> Any:
        """This year's money in reach: granted, committed, left."""
        if not self.access.holds(C.LEDGER_READ):
            return None
        rows = Budget.objects.within(self.access.reach(C.LEDGER_READ))
        year = timezone.localdate().year
        found = rows.filter(year=year).aggregate(
            total=Sum("total"), committed=Sum("committed"), count=Count("pk")
        )
        total, committed = found["total"] or 0, found["committed"] or 0
        return {**found, "year": year, "left": total - committed}


def waits_for(access: Access) -> Iterator[tuple[str, int, str]]:
    """(what, how many, where) waits for a step this person may make."""
    if not access.holds(C.PAYMENT_VIEW):
        return
    reach, today = access.reach(C.PAYMENT_VIEW), timezone.localdate()
    lines, payments = Entitlement.objects.within(reach), Payment.objects.within(reach)
    for stage, capability in zip(STAGES, BY, strict=False):
        if access.holds(capability):
            count = at_stage(lines, stage.state).count()
            yield stage.label, count, _at("line-desk", f"stage={stage.state}")
    for tab in TABS:
        if tab.act and MANY[tab.act].open_to(access):
            yield tab.label, tab.of(payments).count(), _at("money-desk", f"tab={tab.key}")
    if access.holds(C.PAYMENT_CONFIRM):
        asked = lines.filter(state__in=["ordered", "returned"])
        yield "待企业确认账户", asked.count(), _at("entitlements", "state=ordered")
    if access.holds(C.PAYMENT_ARRANGE):
        mine = DisbursementBatch.objects.within(access.reach(C.PAYMENT_ARRANGE))
        over = mine.filter(state=BatchState.NOTICED, notice__shown_to__lt=today)
        yield "公示期满待下达", over.count(), _at("disbursements", "state=noticed")
    if access.holds(C.PAYMENT_APPROVE):
        undecided = lines.filter(state="surplus", objections__state="upheld", clawbacks=None)
        yield "异议成立待决定追回", undecided.count(), _at("entitlements", "state=surplus")
    if access.holds(C.PAYMENT_APPROVE) or access.holds(C.PAYMENT_ARRANGE):
        doubted = PaidDoubt.objects.within(reach).undecided()
        yield "已付存疑待决定", doubted.count(), _at("paid-doubts", "state=open")
    if access.holds(C.PAYMENT_RELEASE):
        late = Clawback.objects.within(reach).filter(state=ClawbackState.OPEN, due_on__lt=today)
        yield "逾期未还的追回", late.count(), _at("clawbacks", "state=open")


def _at(name: str, words: str) -> str:
    return f"{reverse(name)}?{words}"


def home_tab(access: Access) -> Waiting:
    """Where a person's work begins."""
    return next((tab for tab in TABS if tab.act and MANY[tab.act].open_to(access)), TABS[0])


def _not_by(row: Payment, tab: Waiting, me: int | None) -> str:
    """Why this person may not make the step: he made the one before."""
    if tab.act == "approve" and row.proposed_by_id == me:
        return "您安排的，须由他人审批"
    if tab.act == "release" and row.approved_by_id == me:
        return "您审批的，须由他人拨付"
    return ""
