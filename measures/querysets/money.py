"""Budgets, the book, batches and payments, within the units in reach."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from wuhan_smes.access import Reach
from wuhan_smes.many_rows import among
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from measures.models import (
        Budget,
        Clawback,
        DisbursementBatch,
        DisbursementPaper,
        EntitlementStep,
        LedgerEntry,
        Objection,
        PaidDoubt,
        PayeeAccount,
        Payment,
        PublicNotice,
    )


class BudgetQuerySet(ScopedQuerySet["Budget"]):
    """A budget is the unit's that pays it."""

    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("programme", "jurisdiction")

    def locked(self, pk: int) -> "Budget":
        """One budget, its row held until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class LedgerEntryQuerySet(ScopedQuerySet["LedgerEntry"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        return self.select_related("budget__programme", "jurisdiction", "payment")


class DisbursementBatchQuerySet(ScopedQuerySet["DisbursementBatch"]):
    """A batch is read by whoever has a line in it, and changed by who arranged it."""

    jurisdiction_path = "jurisdiction_id"

    def readable(self, reach: Reach) -> Self:
        if reach.everywhere:
            return self
        units = reach.jurisdiction_ids
        return self.filter(
            Q(jurisdiction_id__in=units) | Q(payments__jurisdiction_id__in=units)
        ).distinct()

    def for_list(self) -> Self:
        return self.select_related("jurisdiction", "notice")

    def locked(self, pk: int) -> "DisbursementBatch":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class PublicNoticeQuerySet(ScopedQuerySet["PublicNotice"]):
    """A notice is read by whoever reads its batch."""

    jurisdiction_path = "jurisdiction_id"

    def within(self, reach: Reach) -> Self:
        if reach.everywhere:
            return self
        units = reach.jurisdiction_ids
        return self.filter(
            Q(jurisdiction_id__in=units) | Q(batch__payments__jurisdiction_id__in=units)
        ).distinct()

    def for_list(self) -> Self:
        return self.select_related("batch", "jurisdiction")


class DisbursementPaperQuerySet(ScopedQuerySet["DisbursementPaper"]):
    """A paper is read by whoever reads its batch: it went out to everybody."""

    jurisdiction_path = "jurisdiction_id"

    def within(self, reach: Reach) -> Self:
        if reach.everywhere:
            return self
        units = reach.jurisdiction_ids
        return self.filter(
            Q(jurisdiction_id__in=units) | Q(batch__payments__jurisdiction_id__in=units)
        ).distinct()

    def for_list(self) -> Self:
        return self.select_related("batch", "jurisdiction")


class LineObjectionQuerySet(ScopedQuerySet["Objection"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        return self.select_related("entitlement__payee", "notice", "jurisdiction")

    def locked(self, pk: int) -> "Objection":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class PayeeAccountQuerySet(ScopedQuerySet["PayeeAccount"]):
    jurisdiction_path = "jurisdiction_id"


class PaymentQuerySet(ScopedQuerySet["Payment"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related(
            "entitlement__payee", "entitlement__programme", "account", "batch", "jurisdiction"
        )

    def held(self, ids: Iterable[int]) -> Self:
        """Payments in the order in which everybody locks them."""
        return (
            self.filter(among("pk", ids))
            .select_for_update(of=("self",), no_key=True)
            .order_by("pk")
        )


class EntitlementStepQuerySet(ScopedQuerySet["EntitlementStep"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        return self.select_related("entitlement__payee", "jurisdiction")


class ClawbackQuerySet(ScopedQuerySet["Clawback"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        return self.select_related("entitlement__payee", "jurisdiction")

    def barring(self, payees: Iterable[int], *, on: date) -> Self:
        """Decisions by which payees get nothing on the day."""
        return self.filter(
            among("entitlement__payee_id", payees), decided_on__lte=on, barred_until__gt=on
        ).exclude(state="waived")

    def locked(self, pk: int) -> "Clawback":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class PaidDoubtQuerySet(ScopedQuerySet["PaidDoubt"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        return self.select_related("entitlement__payee", "entitlement__programme", "jurisdiction")

    def undecided(self) -> Self:
        return self.filter(state="open")

    def locked(self, pk: int) -> "PaidDoubt":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
