"""What is owed in figures: lines by state, and how long they have been owed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, Max, Sum, Value
from django.db.models.functions import Greatest

from measures.choices import EntitlementState
from measures.models import Entitlement
from measures.querysets import EntitlementQuerySet
from wuhan_smes.access import Reach

S = EntitlementState
# Owed and not in anybody's account yet.
OWED: Final = (
    S.PROPOSED,
    S.DISTRICT_REVIEWED,
    S.CITY_CHECKED,
    S.ARRANGED,
    S.NOTICED,
    S.ORDERED,
    S.CONFIRMED,
    S.RELEASED,
    S.RETURNED,
    S.SUSPENDED,
)


@dataclass(frozen=True, slots=True)
class Owed:
    """Days are counted from the fact, or from the check a line had to wait for."""

    lines: int
    payable: Decimal
    mean_days: int | None
    most_days: int | None


@dataclass(frozen=True, slots=True)
class InState:
    """Lines in one state; `unknown` of them say no amount."""

    state: EntitlementState
    lines: int
    unknown: int
    payable: Decimal


def owed(rows: EntitlementQuerySet, *, on: date) -> Owed:
    """Entitled and unpaid: how many lines, how much, and for how many days."""
    since = Greatest("event_on", "check_on")
    days = ExpressionWrapper(Value(on) - since, output_field=DurationField())
    found = rows.filter(state__in=OWED, payable__gt=0).aggregate(
        lines=Count("pk"), payable=Sum("payable"), mean=Avg(days), most=Max(days)
    )
    mean, most = found["mean"], found["most"]
    return Owed(
        found["lines"],
        found["payable"] or Decimal(0),
        None if mean is None else mean.days,
        None if most is None else most.days,
    )


def by_state(*, reach: Reach, programme_id: int | None = None) -> list[InState]:
    """Every state that has lines, in the order of the flow."""
    rows = Entitlement.objects.within(reach)
    if programme_id is not None:
        rows = rows.filter(programme_id=programme_id)
    counted = {
        row["state"]: row
        for row in rows.order_by()
        .values("state")
        .annotate(
            lines=Count("pk"),
            known=Count("payable"),
            sum=Sum("payable"),
        )
    }
    return [
        InState(
            state,
            counted[state]["lines"],
            counted[state]["lines"] - counted[state]["known"],
            counted[state]["sum"] or Decimal(0),
        )
        for state in EntitlementState
        if state in counted
    ]
