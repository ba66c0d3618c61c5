"""What one enterprise is promised and was paid, for its own page and for whoever calls on it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, Sum

from measures.choices import EntitlementState, PaymentState
from measures.models import Entitlement, ProgrammeEvidence
from wuhan_smes.access import Access, Capability
from wuhan_smes.many_rows import among

S: Final = EntitlementState
# Found to be owed, and not on the enterprise's account yet.
UNPAID: Final = (
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
class Support:
    """Its lines, the newest first, with what each was paid and got back; sums in 元."""

    lines: Collection[Any]
    payable: Decimal
    paid: Decimal
    unknown: int


def support_of(enterprise_id: int, *, access: Access) -> Support | None:
    """None for who may not see money. Lines stay with the unit that found them."""
    if not access.holds(Capability.PAYMENT_VIEW):
        return None
    rows = Entitlement.objects.within(access.reach(Capability.PAYMENT_VIEW)).for_list()
    out = Q(payments__state__in=[PaymentState.RELEASED, PaymentState.SETTLED])
    found = list(
        rows.filter(payee__enterprise_id=enterprise_id)
        .annotate(paid=Sum("payments__amount", filter=out))
        .order_by("-event_on", "-pk")
    )
    nothing = Decimal(0)
    return Support(
        found,
        sum((line.payable or nothing for line in found), nothing),
        sum((getattr(line, "paid", None) or nothing for line in found), nothing),
        sum(1 for line in found if line.payable is None),
    )


def papers_wanted(enterprise_ids: Collection[int], *, access: Access) -> Mapping[int, list[str]]:
    """Enterprise → what would be paid if only a paper were there, in words and without amounts."""
    found: dict[int, list[str]] = defaultdict(list)
    if not access.holds(Capability.ENTITLEMENT_CHASE):
        return found
    rows = Entitlement.objects.within(access.reach(Capability.ENTITLEMENT_CHASE)).to_chase()
    lines = rows.filter(among("payee__enterprise_id", enterprise_ids)).values_list(
        "payee__enterprise_id", "programme_id", "programme__title", "missing"
    )
    every = list(lines.order_by("pk"))
    titles = {
        (row.programme_id, row.code): row.title
        for row in ProgrammeEvidence.objects.filter(programme_id__in={line[1] for line in every})
    }
    for enterprise, programme, title, missing in every:
        lacking = "、".join(titles.get((programme, code), code) for code in missing)
        found[enterprise].append(f"{title}：缺{lacking}")
    return found


def support_unpaid(enterprise_ids: Collection[int], *, access: Access) -> Mapping[int, list[str]]:
    """Enterprise → what was found to be owed to it and is not paid yet, in words and without
    amounts.
    """
    found: dict[int, list[str]] = defaultdict(list)
    if not access.holds(Capability.ENTITLEMENT_CHASE):
        return found
    rows = Entitlement.objects.within(access.reach(Capability.ENTITLEMENT_CHASE))
    lines = rows.filter(
        among("payee__enterprise_id", enterprise_ids), state__in=UNPAID, payable__gt=0
    )
    columns = ("payee__enterprise_id", "programme__title", "state")
    for enterprise, title, state in lines.order_by("pk").values_list(*columns):
        found[enterprise].append(f"{title}（{S(state).label}）")
    return found
