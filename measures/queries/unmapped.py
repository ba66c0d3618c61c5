"""Payments of the past that no matter counts: nobody registered how their list calls it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Case, Count, F, Max, Min, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from measures.models import Matter, MatterSpelling, PastPayment, Programme
from measures.querysets import PastPaymentQuerySet
from wuhan_smes.access import Reach

# As its list calls it: the matter, or where that is empty the programme.
WRITTEN: Final = Case(When(matter="", then=F("programme")), default=F("matter"))


@dataclass(frozen=True, slots=True)
class Unmapped:
    """One spelling: how many payments bear it, of which years, and what they come to in 元."""

    written: str
    payments: int
    unknown: int
    amount: Decimal
    first_year: int | None
    last_year: int | None


def unmapped_rows(*, reach: Reach) -> PastPaymentQuerySet:
    """Current payments within reach whose spelling belongs to no matter."""
    rows = PastPayment.objects.within(reach).current()
    known = list(_known())
    return rows.exclude(Q(matter__in=known) | Q(matter="", programme__in=known))


def unmapped(*, reach: Reach) -> Iterator[Unmapped]:
    """Spelling by spelling, the most payments first."""
    amount = Coalesce("amount", F("amount_city") + F("amount_district"))
    year = Coalesce("year", "paid_on__year")
    found = (
        unmapped_rows(reach=reach)
        .order_by()
        .annotate(written=WRITTEN)
        .values("written")
        .annotate(
            payments=Count("pk"),
            known=Count(amount),
            sum=Coalesce(Sum(amount), Value(Decimal(0))),
            first_year=Min(year),
            last_year=Max(year),
        )
        .order_by("-payments", "written")
    )
    for row in found:
        yield Unmapped(
            row["written"],
            row["payments"],
            row["payments"] - row["known"],
            row["sum"],
            row["first_year"],
            row["last_year"],
        )


def _known() -> set[str]:
    """Every spelling that counts: titles of matters and programmes, and registered ones."""
    return {
        *Matter.objects.values_list("title", flat=True),
        *MatterSpelling.objects.values_list("written", flat=True),
        *Programme.objects.values_list("title", flat=True),
    }
