"""Budgets, and lines as far along their way as a test needs them, moved by real people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from enterprises.models import Enterprise
from measures.actions import budgets
from measures.actions.flow import (
    arranging,
    confirming,
    noticing,
    ordering,
    paying,
    reviewing,
)
from measures.choices import ConfirmedVia, PaymentState
from measures.models import Budget, DisbursementBatch, Entitlement, Payment, Programme
from tests.factories.accounts import make_access, make_city, make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.promises import make_entitlement, make_programme
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.scope import bootstrap_scope, scoped

# A Monday; the notice of five working days begins on it.
AT: Final = datetime(2026, 3, 9, 2, tzinfo=UTC)
DAY: Final = timedelta(days=1)
NUMBER: Final = "6222 0212 3456 7890"


@dataclass
class Office:
    """A unit, everybody who has to do with its money, and a programme with a budget."""

    unit: Jurisdiction = field(default_factory=make_unit)
    total: Decimal = Decimal(10_000_000)
    programme: Programme | None = None

    @cached_property
    def of(self) -> Programme:
        if self.programme is None:
            with bootstrap_scope():
                self.programme = make_programme()
        return self.programme

    @cached_property
    def district(self) -> Access:
        return make_access("district_staff", unit=self.unit)

    @cached_property
    def bureau(self) -> Access:
        return make_access("bureau_staff")

    @cached_property
    def finance(self) -> Access:
        return make_access("finance")

    @cached_property
    def finance_lead(self) -> Access:
        return make_access("finance_lead")

    @cached_property
    def budget(self) -> Budget:
        return self.grant(self.total)

    def grant(self, amount: Decimal, **given: Any) -> Budget:
        values = {
            "programme_id": self.of.pk,
            "year": 2026,
            "level": "municipal",
            "jurisdiction_id": make_city().pk,
            "amount": amount,
            "document_no": "武财〔2026〕1号",
        }
        with scoped(self.finance):
            return budgets.allot(access=self.finance, at=AT, **values | given)

    def line(self, enterprise: Enterprise | None = None, **given: Any) -> Entitlement:
        with bootstrap_scope():
            return make_entitlement(
                enterprise or make_enterprise(unit=self.unit), programme=self.of, **given
            )

    def checked(self, lines: Iterable[Entitlement]) -> list[int]:
        ids = [line.pk for line in lines]
        with scoped(self.district):
            reviewing.review(ids, access=self.district, at=AT)
        with scoped(self.bureau):
            reviewing.check(ids, access=self.bureau, at=AT)
        return ids

    def arranged(self, lines: Iterable[Entitlement], at: datetime = AT) -> DisbursementBatch:
        self.budget  # noqa: B018 - made on first use
        ids = self.checked(lines)
        with scoped(self.bureau):
            return arranging.arrange(ids, access=self.bureau, at=at, title="第一批", year=2026)

    def noticed(self, lines: Iterable[Entitlement], at: datetime = AT) -> DisbursementBatch:
        batch = self.arranged(lines, at)
        self.publish(batch, at)
        return batch

    def publish(self, batch: DisbursementBatch, at: datetime = AT) -> None:
        with scoped(self.bureau):
            noticing.publish(
                batch.pk,
                access=self.bureau,
                at=at,
                shown_from=at.date(),
                discipline_phone="027-1",
                business_phone="027-2",
            )

    def order(self, batch: DisbursementBatch, at: datetime = AT) -> None:
        with scoped(self.bureau):
            ordering.order(
                batch.pk,
                access=self.bureau,
                at=at + 7 * DAY,
                document_no="武财产〔2026〕9号",
                on=(at + 7 * DAY).date(),
            )

    def confirm(self, line_id: int, **given: Any) -> None:
        with scoped(self.district):
            line = Entitlement.objects.select_related("payee").get(pk=line_id)
            values = {
                "holder": line.payee.name,
                "bank": "汉口银行光谷支行",
                "number": NUMBER,
                "signed_name": "张三",
                "via": ConfirmedVia.UNIT,
                "scan_name": "确认书.pdf",
                "scan_type": "application/pdf",
                "scan": [b"%PDF-1.4 signed"],
            }
            confirming.confirm(line_id, access=self.district, at=AT, **values | given)

    def confirmed(self, lines: Iterable[Entitlement], at: datetime = AT) -> DisbursementBatch:
        lines = list(lines)
        batch = self.noticed(lines, at)
        self.order(batch, at)
        for line in lines:
            self.confirm(line.pk)
        return batch

    def approve(self, batch: DisbursementBatch) -> list[int]:
        ids = self.payments(batch, PaymentState.SUBMITTED)
        with scoped(self.finance_lead):
            paying.approve(ids, access=self.finance_lead, at=AT)
        return ids

    def release(self, batch: DisbursementBatch, at: datetime = AT) -> list[int]:
        ids = self.payments(batch, PaymentState.APPROVED)
        with scoped(self.finance):
            paying.release(ids, access=self.finance, at=at)
        return ids

    def paid(self, lines: Iterable[Entitlement], at: datetime = AT) -> DisbursementBatch:
        batch = self.confirmed(lines, at)
        self.approve(batch)
        ids = self.release(batch, at)
        with scoped(self.finance):
            paying.settle(ids, access=self.finance, at=at, on=(at + DAY).date())
        return batch

    def payments(self, batch: DisbursementBatch, state: PaymentState) -> list[int]:
        with bootstrap_scope():
            mine = Payment.objects.filter(batch=batch, state=state).order_by("pk")
            return list(mine.values_list("pk", flat=True))


def state_of(line: Entitlement) -> str:
    with bootstrap_scope():
        return Entitlement.objects.values_list("state", flat=True).get(pk=line.pk)


def left_of(budget: Budget) -> Decimal:
    with bootstrap_scope():
        fresh = Budget.objects.get(pk=budget.pk)
        return fresh.total - fresh.committed


def on(day: str) -> date:
    return date.fromisoformat(day)
