"""The lines of a batch as its annex shows them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from measures.choices import PaymentState
from measures.models import Payment


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """One line with what all levels pay of it together, in 元."""

    payee: str
    identifier: str
    unit: str
    programme: str
    document: str
    instalment: int
    amount: Decimal


def lines_of(batch_id: int) -> list[AnnexLine]:
    """By unit and name; what was taken out, or came back under another number, is left out."""
    rows = (
        Payment.objects.filter(batch_id=batch_id)
        .exclude(state__in=[PaymentState.VOID, PaymentState.RETURNED])
        .values_list(
            "entitlement__payee__name",
            "entitlement__payee__identifier",
            "jurisdiction__name",
            "entitlement__programme__title",
            "entitlement__programme__document__title",
            "instalment",
            "entitlement_id",
            "jurisdiction__display_order",
        )
        .annotate(total=Sum("amount"))
        .order_by("jurisdiction__display_order", "jurisdiction__name", "entitlement__payee__name")
    )
    return [
        AnnexLine(payee, identifier, unit, programme, document, instalment, total)
        for payee, identifier, unit, programme, document, instalment, _, _, total in rows
    ]
