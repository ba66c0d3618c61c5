"""Who could close a gap: enterprises by name, those who lack least first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from enterprises.choices import Tier, TierSubclass
from enterprises.models import Enterprise, EnterpriseChain, Prospect, Recognition
from enterprises.queries.prospects import LEADS_TO
from measures.choices import ShareOf
from wuhan_smes.access import Reach

# Whose candidates could raise a tier; the base tier is a union, reached by its broader title.
JUDGED: Final[Mapping[Tier, Tier]] = {
    **{tier: tier for tier in LEADS_TO},
    Tier.TECH_INNOVATIVE: Tier.INNOVATIVE_SME,
}
# Nobody applies to be a unicorn: whoever makes its list names those below the rung on it as well,
# the nearer ones first.
BELOW: Final = (TierSubclass.POTENTIAL_UNICORN, TierSubclass.SEED_UNICORN)


@dataclass(frozen=True, slots=True)
class Closer:
    """One candidate: what an assessment or a list says of it, and how many steps it still has."""

    enterprise: Enterprise
    verdict: str
    steps: int


@dataclass(frozen=True, slots=True)
class Closers:
    """As many as were asked for, of all that are known."""

    named: Sequence[Closer]
    known: int


def closers(tier: Tier, of: ShareOf, key: str, *, on: date, reach: Reach, most: int) -> Closers:
    """The candidates of one unit or one chain (an empty key: of no chain)."""
    rows = _candidates(tier, on=on, reach=reach)
    rows = rows.filter(_in(of, key)).order_by("steps", "enterprise_id")
    shown = rows.select_related("enterprise__jurisdiction")[:most]
    return Closers([Closer(it.enterprise, _said(it), it.steps) for it in shown], rows.count())


def candidates_by(tier: Tier, of: ShareOf, *, on: date, reach: Reach) -> dict[str, int]:
    """How many candidates there are by unit or by chain."""
    rows = _candidates(tier, on=on, reach=reach)
    if of is ShareOf.UNIT:
        counted = rows.order_by().values_list("enterprise__jurisdiction__code")
        return dict(counted.annotate(n=Count("pk")))
    chains = _primary().filter(enterprise__in=rows.values("enterprise"))
    return dict(chains.order_by().values_list("chain__code").annotate(n=Count("pk")))


def _candidates(tier: Tier, *, on: date, reach: Reach) -> QuerySet[Any]:
    """Rows of whoever could hold the tier next, with `steps`."""
    if tier in JUDGED:
        judged = JUDGED[tier]
        return Prospect.objects.within(reach).of(judged, LEADS_TO[judged])
    titles = Recognition.objects.within(reach).in_force(on=on).filter(tier=tier)
    there = titles.exclude(subclass__in=BELOW).filter(enterprise=OuterRef("enterprise"))
    steps = Case(
        *(When(subclass=name, then=Value(n)) for n, name in enumerate(BELOW, start=1)),
        default=Value(0),
    )
    rows = titles.filter(subclass__in=BELOW).exclude(Exists(there))
    return rows.annotate(steps=steps)


def _in(of: ShareOf, key: str) -> Q:
    if of is ShareOf.UNIT:
        return Q(enterprise__jurisdiction__code=key)
    mine = _primary().filter(enterprise=OuterRef("enterprise"))
    return Q(Exists(mine.filter(chain__code=key))) if key else ~Q(Exists(mine))


def _primary() -> QuerySet[EnterpriseChain]:
    return EnterpriseChain.objects.current().filter(is_primary=True, during__upper_inf=True)


def _said(row: Prospect | Recognition) -> str:
    if isinstance(row, Prospect):
        return str(row.get_verdict_display())
    return str(TierSubclass(row.subclass).label)
