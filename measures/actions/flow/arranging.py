"""拟安排: lines become a batch of payments, and the money for them is set aside."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.utils import timezone

from measures.actions.booking import book, of_payments
from measures.actions.flow.moving import held, said, take
from measures.choices import (
    BatchState,
    DocumentLevel,
    EntitlementState,
    FlowMove,
    LedgerMove,
    PaymentState,
)
from measures.models import Budget, DisbursementBatch, Entitlement, Payment
from measures.queries.vetoes import vetoes
from measures.rules.payable import by_level, instalment_of
from measures.rules.vetoes import require_none
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.accounts.models.unit import JurisdictionKind
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused
from wuhan_smes.many_rows import among

ROWS_AT_ONCE: Final = 2_000
LIVE: Final = (PaymentState.RESERVED, PaymentState.SUBMITTED, PaymentState.APPROVED)
NEXT: Final = (
    "SELECT nextval(pg_get_serial_sequence('measures_payment', 'id')) FROM generate_series(1, %s)"
)
# Those who number for one year stand in line until the one before has committed.
IN_LINE: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@transaction.atomic
def arrange(
    ids: Collection[int],
    *,
    access: Access,
    at: datetime,
    title: str,
    year: int,
    expected_total: Decimal | None = None,
) -> DisbursementBatch:
    """Put lines into a new batch and reserve each level's part from the budget of `year`.

    All or none: refused if a budget is missing or has too little, if something stands against one
    of them, or if they do not add up to `expected_total`, which the paper says.
    """
    lines = held(ids, FlowMove.ARRANGE, access)
    title = said("title", title, "请填写批次名称")[:120]
    unit = _unit(access, lines)
    terms = _Terms(lines, year)
    amounts = {line.pk: terms.amounts(line) for line in lines}
    total = sum((part for parts in amounts.values() for part in parts.values()), Decimal(0))
    if expected_total is not None and expected_total != total:
        detail = f"合计应为 {total:,.2f} 元，与填报的 {expected_total:,.2f} 元不符"
        raise InputRefused(Fault("expected_total", "differs", detail))
    batch = DisbursementBatch(
        number=_number(unit, at),
        title=title,
        jurisdiction=unit,
        year=year,
        total=total,
        lines=len(lines),
        arranged_by_id=access.actor_id,
        arranged_by_name=access.actor_name,
        arranged_at=at,
    )
    batch.save(force_insert=True)
    payments = [
        _payment(line, batch, terms.budget(line, level), level, amount)
        for line in lines
        for level, amount in amounts[line.pk].items()
    ]
    numbered(payments, year)
    Payment.objects.bulk_create(payments, batch_size=ROWS_AT_ONCE)
    book(of_payments(payments, LedgerMove.RESERVE), access, at)
    refuse_vetoed(lines, at)  # what is arranged here counts as well
    take(lines, FlowMove.ARRANGE, access, at, facts=lambda line: {"batch": batch.number})
    changes = {"lines": len(lines), "total": total}
    trail.record("disbursement.arrange", batch, access=access, at=at, changes=changes)
    return batch


@transaction.atomic
def take_out(
    ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[Entitlement]:
    """Take lines out of their batches; what was reserved for them is free again.

    Refused once a level has sent its part of the instalment: the others still owe theirs.
    """
    why = said("reason", reason, "请写明移出的理由")
    lines = held(ids, FlowMove.TAKE_OUT, access)
    require_none_sent(lines, (PaymentState.RELEASED, PaymentState.SETTLED), "移出批次")
    free(lines, access, at)
    take(lines, FlowMove.TAKE_OUT, access, at, why)
    return lines


def require_none_sent(
    lines: Iterable[Entitlement], states: Collection[PaymentState], verb: str
) -> None:
    """Refuses to break off an instalment of which some level's money is out."""
    out = Payment.objects.filter(
        among("entitlement_id", [line.pk for line in lines]),
        instalment=F("entitlement__instalment"),
        state__in=states,
    )
    first = out.select_related("entitlement__payee").order_by("pk").first()
    if first is not None:
        raise ActionRefused(f"“{first.entitlement.payee.name}”本笔已有资金拨出，不能{verb}")


def refuse_vetoed(lines: Sequence[Entitlement], at: datetime) -> None:
    """Refuses if anything stands against paying one of the lines on the day of `at`."""
    found = vetoes(lines, on=timezone.localdate(at))
    names = {line.pk: line.payee.name for line in lines}
    require_none((names[pk], reasons) for pk, reasons in found.items())


def free(lines: Iterable[Entitlement], access: Access, at: datetime) -> None:
    """Void what is still to be paid for lines that leave; batches and budgets follow."""
    batches = open_batches(lines)
    rows = list(
        Payment.objects.filter(among("entitlement_id", [line.pk for line in lines]), state__in=LIVE)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    Payment.objects.filter(among("pk", [row.pk for row in rows])).update(
        state=PaymentState.VOID, version=F("version") + 1
    )
    book(of_payments(rows, LedgerMove.VOID), access, at)
    add_up(batches)


def open_batches(lines: Iterable[Entitlement]) -> list[DisbursementBatch]:
    """The batches of what is still to be paid for some lines, locked before their payments."""
    mine = Payment.objects.filter(
        among("entitlement_id", [line.pk for line in lines]),
        state__in=(*LIVE, PaymentState.RELEASED),
    )
    return list(
        DisbursementBatch.objects.filter(pk__in=mine.values("batch_id"))
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )


def add_up(batches: Iterable[DisbursementBatch]) -> None:
    """Tell batches their totals anew; one without lines is void, unless it was ordered."""
    for batch in batches:
        sums = batch.payments.exclude(
            state__in=[PaymentState.VOID, PaymentState.RETURNED]
        ).aggregate(total=Sum("amount"), lines=Count("entitlement", distinct=True))
        batch.total, batch.lines = sums["total"] or Decimal(0), sums["lines"]
        if not batch.lines and batch.state != BatchState.ORDERED:
            batch.state = BatchState.VOID
        batch.version += 1
        batch.save(update_fields=["total", "lines", "state", "version"])


def held_with_lines(
    batch_id: int, move: FlowMove, state: EntitlementState, access: Access
) -> tuple[DisbursementBatch, list[Entitlement]]:
    """A batch and those of its lines that stand at `state`, the lines locked first as everywhere.

    A batch gets no new lines, and one that has left meanwhile stands elsewhere and is refused.
    """
    mine = DisbursementBatch.objects.within(access.reach(Capability.PAYMENT_ARRANGE))
    batch = mine.get(pk=batch_id)
    due = Entitlement.objects.filter(
        payments__batch=batch, payments__instalment=F("instalment"), state=state
    )
    ids = set(due.values_list("pk", flat=True))
    if not ids:
        raise TransitionRefused(f"批次中没有“{state.label}”的事项，不能{move.label}")
    lines = held(ids, move, access)
    return mine.locked(batch_id), lines


def numbered(payments: Sequence[Payment], year: int) -> None:
    """Give payments their ids, and numbers made of them: nobody's number comes twice."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [len(payments)])
        for payment, (pk,) in zip(payments, cursor.fetchall(), strict=True):
            payment.pk, payment.order_no = pk, f"ZF{year}{pk:09d}"


class _Terms:
    """Instalments, shares and budgets of the programmes of some lines, read once."""

    def __init__(self, lines: Iterable[Entitlement], year: int) -> None:
        programmes = {line.programme_id: line.programme for line in lines}
        self.year = year
        self.percents: dict[int, list[Decimal]] = defaultdict(list)
        self.shares: dict[int, dict[str, Decimal]] = defaultdict(dict)
        for programme in programmes.values():
            for row in programme.instalments.order_by("ordinal"):
                self.percents[programme.pk].append(row.percent)
            for share in programme.shares.order_by("pk"):
                self.shares[programme.pk][share.level] = share.percent
        self.budgets: Mapping[tuple[int, str, int | None], Budget] = {
            (row.programme_id, row.level, self._owner(row.level, row.jurisdiction_id)): row
            for row in Budget.objects.filter(programme_id__in=programmes, year=year)
        }

    def amounts(self, line: Entitlement) -> dict[str, Decimal]:
        """By level, what is due of a line now."""
        percents, shares = self.percents[line.programme_id], self.shares[line.programme_id]
        due = instalment_of(line.payable or Decimal(0), percents, line.instalment)
        if not due:
            raise ActionRefused(f"“{line.payee.name}”没有可安排的下一笔")
        return by_level(due, shares, line.programme.level)

    def budget(self, line: Entitlement, level: str) -> Budget:
        key = (line.programme_id, level, self._owner(level, line.jurisdiction_id))
        found = self.budgets.get(key)
        if found is None:
            label = DocumentLevel(level).label
            raise ActionRefused(f"“{line.programme.title}”没有 {self.year} 年{label}级预算")
        return found

    @staticmethod
    def _owner(level: str, unit: int) -> int | None:
        return unit if level == DocumentLevel.DISTRICT else None


def _payment(
    line: Entitlement, batch: DisbursementBatch, budget: Budget, level: str, amount: Decimal
) -> Payment:
    return Payment(
        entitlement=line,
        jurisdiction_id=line.jurisdiction_id,
        batch=batch,
        budget=budget,
        level=level,
        instalment=line.instalment,
        amount=amount,
        proposed_by_id=batch.arranged_by_id,
        proposed_by_name=batch.arranged_by_name,
        proposed_at=batch.arranged_at,
    )


def _unit(access: Access, lines: Iterable[Entitlement]) -> Jurisdiction:
    """Who arranges: the city where it reaches, else the one unit all lines are of."""
    if access.reach(Capability.PAYMENT_ARRANGE).everywhere:
        return Jurisdiction.objects.get(kind=JurisdictionKind.CITY)
    units = {line.jurisdiction_id for line in lines}
    if len(units) > 1:
        raise ActionRefused("一个批次只能安排同一单位的事项")
    return Jurisdiction.objects.get(pk=units.pop())


def _number(unit: Jurisdiction, at: datetime) -> str:
    """The next number of the unit and year, without gaps."""
    head = f"{unit.short}批〔{timezone.localdate(at).year}〕"
    with connection.cursor() as cursor:
        cursor.execute(IN_LINE, [head])
    return f"{head}{DisbursementBatch.objects.filter(number__startswith=head).count() + 1}号"
