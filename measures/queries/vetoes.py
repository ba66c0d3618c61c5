"""Why a line may not be paid today, asked once when it is arranged and again when it is paid."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from enterprises.choices import EnterpriseStatus
from enterprises.models import AnnualIndicators
from measures.choices import PaymentState
from measures.models import Clawback, Entitlement, LedgerEntry, Matter, Payment
from measures.queries.paid import paid_for
from measures.rules import vetoes as rules
from wuhan_smes.many_rows import among

GONE = frozenset(EnterpriseStatus) - {EnterpriseStatus.ACTIVE}


def vetoes(lines: Sequence[Entitlement], *, on: date) -> dict[int, list[str]]:
    """By line, every reason against paying it on the day; lines without one are left out."""
    found: dict[int, list[str]] = defaultdict(list)
    listed = _listed(line.payee.enterprise_id for line in lines)
    barred = _barred((line.payee_id for line in lines), on)
    above = _above_the_best(lines)
    for line in lines:
        enterprise = line.payee.enterprise
        if enterprise is not None:
            if enterprise.status in GONE:
                found[line.pk].append(f"企业{enterprise.get_status_display()}")
            found[line.pk] += listed.get(enterprise.pk, ())
        if line.payee_id in barred:
            found[line.pk].append(rules.barred(barred[line.payee_id]))
        if line.pk in above:
            found[line.pk].append(above[line.pk])
    return {pk: reasons for pk, reasons in found.items() if reasons}


def _listed(enterprises: Iterable[int | None]) -> dict[int, list[str]]:
    """异常 and 失信 by the last year that says anything about each."""
    said: dict[int, list[str]] = {}
    wanted = [pk for pk in enterprises if pk is not None]
    rows = (
        AnnualIndicators.objects.filter(among("enterprise_id", wanted), superseded_at__isnull=True)
        .order_by("enterprise_id", "year")
        .values_list("enterprise_id", "on_abnormal_list", "on_dishonest_list")
    )
    last: dict[int, tuple[bool | None, bool | None]] = {}
    for pk, abnormal, dishonest in rows:
        before = last.get(pk, (None, None))
        last[pk] = (
            before[0] if abnormal is None else abnormal,
            before[1] if dishonest is None else dishonest,
        )
    for pk, (abnormal, dishonest) in last.items():
        said[pk] = [
            *(["列入经营异常名录"] if abnormal else []),
            *(["列入严重失信主体名单"] if dishonest else []),
        ]
    return said


def _barred(payees: Iterable[int], on: date) -> dict[int, date]:
    rows = Clawback.objects.barring(payees, on=on).order_by("barred_until")
    told = rows.values_list("entitlement__payee_id", "barred_until")
    return {payee: until for payee, until in told if until is not None}


def _above_the_best(lines: Sequence[Entitlement]) -> dict[int, str]:
    """Lines that would bring what was paid for their matter above the best standard of it."""
    payees = [line.payee_id for line in lines]
    matter = ("entitlement__payee_id", "entitlement__matter_id", "entitlement__period")
    paid = {
        tuple(key): total
        for *key, total in Payment.objects.filter(among("entitlement__payee_id", payees))
        .exclude(state__in=[PaymentState.VOID, PaymentState.RETURNED])
        .values_list(*matter)
        .annotate(total=Sum("amount"))
        .order_by()
    }
    of_payment = tuple(f"payment__{name}" for name in matter)
    back = {
        tuple(key): total
        for *key, total in LedgerEntry.objects.filter(
            among("payment__entitlement__payee_id", payees), move="recover"
        )
        .values_list(*of_payment)
        .annotate(total=Sum("amount"))
        .order_by()
    }
    rows = Entitlement.objects.filter(among("payee_id", payees)).values_list(
        "payee_id", "matter_id", "period", "gross"
    )
    best: dict[tuple[int, ...], list[Decimal | None]] = defaultdict(list)
    for payee, of_matter, period, gross in rows:
        best[payee, of_matter, period].append(gross)
    before = _paid_before(lines)
    found = {}
    for line in lines:
        key = (line.payee_id, line.matter_id, line.period)
        net = paid.get(key, Decimal(0)) - back.get(key, Decimal(0))
        said = rules.above(net, before[key], best[key])
        if said:
            found[line.pk] = said
    return found


def _paid_before(lines: Iterable[Entitlement]) -> dict[tuple[int, ...], Decimal | None]:
    """By payee, matter and period what lists of the past tell, whichever came in since the line was
    found; None where somebody was paid and nobody said how much.
    """
    asked: dict[tuple[int, int], set[int]] = defaultdict(set)
    for line in lines:
        asked[line.matter_id, line.period].add(line.payee_id)
    matters = Matter.objects.in_bulk({matter for matter, _ in asked})
    return {
        (payee, matter, period): told.paid
        for (matter, period), payees in asked.items()
        for payee, told in paid_for(payees, matters[matter], period=period).items()
    }
