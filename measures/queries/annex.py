"""The lines of a batch as its papers show them, and what became of those of a paper since."""

from collections.abc import Collection, Mapping

from django.db.models import Sum
from django.utils import timezone

from measures.choices import FlowMove, PaymentState
from measures.models import DisbursementBatch, DisbursementPaper, EntitlementStep, Payment
from measures.rules.papers import PaperLine, Said, shown_identifier
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.accounts.models.unit import JurisdictionKind
from wuhan_smes.many_rows import among

GONE = (PaymentState.VOID, PaymentState.RETURNED)
# By these a line leaves its batch.
LEAVING = (FlowMove.TAKE_OUT, FlowMove.UPHOLD, FlowMove.DECLINE)


def lines_of(batch_id: int, *, only: Collection[int] | None = None) -> tuple[PaperLine, ...]:
    """By unit and name, as they are now; what was taken out, or came back under another number,
    is left out. `only`: of these lines.
    """
    rows = Payment.objects.filter(batch_id=batch_id).exclude(state__in=GONE)
    if only is not None:
        rows = rows.filter(among("entitlement_id", only))
    found = (
        rows.values_list(
            "entitlement_id",
            "entitlement__payee__kind",
            "entitlement__payee__name",
            "entitlement__payee__identifier",
            "jurisdiction__name",
            "entitlement__programme__title",
            "entitlement__programme__document__title",
            "instalment",
            "jurisdiction__display_order",
        )
        .annotate(total=Sum("amount"))
        .order_by(
            "jurisdiction__display_order",
            "jurisdiction__name",
            "entitlement__payee__name",
            "entitlement_id",
        )
    )
    return tuple(
        PaperLine(
            line, payee, shown_identifier(kind, code), unit, programme, document, instalment, total
        )
        for line, kind, payee, code, unit, programme, document, instalment, _, total in found
    )


def drafted(batch: DisbursementBatch) -> Said:
    """A batch as a paper would say it now."""
    return Said(
        number=batch.number,
        title=batch.title,
        year=batch.year,
        signer=bureau(batch.jurisdiction),
        arranged_by=batch.arranged_by_name,
        day=timezone.localdate(batch.arranged_at),
        lines=lines_of(batch.pk),
    )


def left_since(paper: DisbursementPaper, lines: Collection[PaperLine]) -> Mapping[int, str]:
    """By line of a paper that is not in its batch any more: when and by what it left. Of lines
    out of reach nothing is said.
    """
    ids = [line.line for line in lines]
    instalments = {line.line: line.instalment for line in lines}
    live = Payment.objects.filter(among("entitlement_id", ids), batch_id=paper.batch_id)
    there = set(live.exclude(state__in=GONE).values_list("entitlement_id", flat=True))
    steps = EntitlementStep.objects.filter(
        among("entitlement_id", [pk for pk in ids if pk not in there]),
        move__in=LEAVING,
        at__gte=paper.made_at,
    )
    found: dict[int, str] = {}
    for step in steps.order_by("entitlement_id", "ordinal"):
        if step.instalment == instalments[step.entitlement_id]:
            words = f"{timezone.localdate(step.at)} {step.get_move_display()}"
            found.setdefault(step.entitlement_id, words)
    return found


def bureau(unit: Jurisdiction) -> str:
    """Who signs: the bureau of the city, the unit itself elsewhere."""
    return "武汉市经济和信息化局" if unit.kind == JurisdictionKind.CITY else unit.name
