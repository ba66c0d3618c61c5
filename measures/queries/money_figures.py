"""What was promised, is owed, approved, paid and returned: the overview of money, cut one way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, Max, Q, Sum, Value
from django.db.models.functions import Greatest

from measures.choices import DocumentLevel, EntitlementState, PaymentState
from measures.models import Clawback, Entitlement, Payment, Programme
from measures.queries.owed import OWED
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction

S, P = EntitlementState, PaymentState
GIVEN_UP: Final = (S.LAPSED, S.REJECTED)
OUT: Final = (P.RELEASED, P.SETTLED)
WAITING: Final = Q(state__in=OWED, payable__gt=0)


class MoneyCut(StrEnum):
    """A line is of the level of its programme, a payment of the level whose money it is."""

    PROGRAMME = "programme"
    UNIT = "unit"
    LEVEL = "level"

    @property
    def label(self) -> str:
        return {"programme": "兑现项目", "unit": "管理单位", "level": "层级"}[self.value]


# How a line, a payment and a clawback name what they are cut by.
KEYS: Final[Mapping[MoneyCut, tuple[str, str, str]]] = {
    MoneyCut.PROGRAMME: (
        "programme_id",
        "entitlement__programme_id",
        "entitlement__programme_id",
    ),
    MoneyCut.UNIT: ("jurisdiction_id", "jurisdiction_id", "jurisdiction_id"),
    MoneyCut.LEVEL: ("programme__level", "level", "entitlement__programme__level"),
}


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One row in 元. `unknown` lines say no amount and are in no sum; days since it was owed."""

    key: Any
    label: str
    lines: int
    unknown: int
    promised: Decimal
    owed: Decimal
    approved: Decimal
    paid: Decimal
    returned: Decimal
    recovered: Decimal
    mean_days: int | None
    most_days: int | None


def money_rows(by: MoneyCut, *, reach: Reach, on: date) -> list[MoneyRow]:
    """Every programme, unit or level with a line in reach, the most owed first."""
    of_line, of_payment, of_clawback = KEYS[by]
    lines = _lines(of_line, reach, on)
    payments = _payments(of_payment, reach)
    back = dict(
        Clawback.objects.within(reach)
        .values_list(of_clawback)
        .annotate(total=Sum("received"))
        .order_by()
    )
    labels = _labels(by, {*lines, *payments})
    rows = [
        _row(key, labels[key], lines.get(key, {}), payments.get(key, {}), back.get(key))
        for key in labels
    ]
    return sorted(rows, key=lambda row: (-row.owed, -row.promised, row.label))


def money_total(rows: list[MoneyRow], *, reach: Reach, on: date) -> MoneyRow:
    """The sum of the rows; the days are those of all lines, not a mean of means."""
    days = _lines("matter__once_per", reach, on, alone=True).get("all", {})

    nothing = Decimal(0)
    return MoneyRow(
        "all",
        "合计",
        sum(row.lines for row in rows),
        sum(row.unknown for row in rows),
        sum((row.promised for row in rows), nothing),
        sum((row.owed for row in rows), nothing),
        sum((row.approved for row in rows), nothing),
        sum((row.paid for row in rows), nothing),
        sum((row.returned for row in rows), nothing),
        sum((row.recovered for row in rows), nothing),
        _days(days.get("mean")),
        _days(days.get("most")),
    )


def _lines(key: str, reach: Reach, on: date, *, alone: bool = False) -> dict[Any, dict[str, Any]]:
    since = Greatest("event_on", "check_on")
    days = ExpressionWrapper(Value(on) - since, output_field=DurationField())
    sums = {
        "lines": Count("pk"),
        "unknown": Count("pk", filter=Q(payable__isnull=True) & ~Q(state__in=GIVEN_UP)),
        "promised": Sum("payable", filter=~Q(state__in=GIVEN_UP)),
        "owed": Sum("payable", filter=WAITING),
        "mean": Avg(days, filter=WAITING),
        "most": Max(days, filter=WAITING),
    }
    rows = Entitlement.objects.within(reach).order_by()
    if alone:
        return {"all": rows.aggregate(**sums)}
    return {row[key]: row for row in rows.values(key).annotate(**sums)}


def _payments(key: str, reach: Reach) -> dict[Any, dict[str, Any]]:
    rows = Payment.objects.within(reach).order_by().values(key)
    found = rows.annotate(
        approved=Sum("amount", filter=Q(state=P.APPROVED)),
        paid=Sum("amount", filter=Q(state__in=OUT)),
        returned=Sum("amount", filter=Q(state=P.RETURNED)),
    )
    return {row[key]: row for row in found}


def _labels(by: MoneyCut, keys: set[Any]) -> dict[Any, str]:
    if by is MoneyCut.LEVEL:
        return {key: str(DocumentLevel(key).label) for key in keys}
    if by is MoneyCut.UNIT:
        return dict(Jurisdiction.objects.filter(pk__in=keys).values_list("pk", "name"))
    rows = Programme.objects.filter(pk__in=keys).values_list("pk", "title", "edition")
    return {
        pk: title if edition == 1 else f"{title}（第 {edition} 版）" for pk, title, edition in rows
    }


def _row(
    key: Any,
    label: str,
    line: Mapping[str, Any],
    payment: Mapping[str, Any],
    recovered: Decimal | None,
) -> MoneyRow:
    nothing = Decimal(0)
    return MoneyRow(
        key,
        label,
        line.get("lines", 0),
        line.get("unknown", 0),
        line.get("promised") or nothing,
        line.get("owed") or nothing,
        payment.get("approved") or nothing,
        payment.get("paid") or nothing,
        payment.get("returned") or nothing,
        recovered or nothing,
        _days(line.get("mean")),
        _days(line.get("most")),
    )


def _days(span: Any) -> int | None:
    return None if span is None else span.days
