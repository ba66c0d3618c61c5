"""The lines of a batch with what each level pays of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from measures.models import Payment
from measures.queries.annex import GONE
from measures.rules.papers import shown_identifier


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One line and instalment; the levels add up to the amount."""

    entitlement_id: int
    payee: str
    identifier: str
    unit: str
    programme: str
    document: str
    shares: Mapping[str, Decimal]

    @property
    def amount(self) -> Decimal:
        return sum(self.shares.values(), Decimal(0))


def split_lines(batch_id: int) -> list[SplitLine]:
    """By unit and name, as the papers of the batch show them; what left the batch is left out."""
    rows = (
        Payment.objects.filter(batch_id=batch_id)
        .exclude(state__in=GONE)
        .order_by(
            "jurisdiction__display_order",
            "jurisdiction__name",
            "entitlement__payee__name",
            "entitlement_id",
            "instalment",
        )
        .values_list(
            "entitlement_id",
            "instalment",
            "level",
            "amount",
            "entitlement__payee__kind",
            "entitlement__payee__identifier",
            "entitlement__payee__name",
            "jurisdiction__name",
            "entitlement__programme__title",
            "entitlement__programme__document__title",
        )
    )
    found: dict[tuple[int, int], SplitLine] = {}
    shares: dict[tuple[int, int], dict[str, Decimal]] = {}
    for line, instalment, level, amount, kind, code, payee, unit, programme, document in rows:
        paid = shares.setdefault((line, instalment), {})
        paid[level] = paid.get(level, Decimal(0)) + amount
        identifier = shown_identifier(kind, code)
        told = SplitLine(line, payee, identifier, unit, programme, document, paid)
        found.setdefault((line, instalment), told)
    return list(found.values())
