"""The lists of who stands where, worked out anew: for all of a reach, or whoever changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.db import connection, transaction
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from enterprises.choices import ApplicationKind, EnterpriseStatus, Tier
from enterprises.models import (
    AnnualIndicators,
    Enterprise,
    Prospect,
    ProspectRun,
    Recognition,
    SizeYear,
)
from enterprises.queries.assessment import Basis, basis_for, ids_of
from enterprises.queries.prospects import LEADS_TO, REVIEWED
from enterprises.querysets import EnterpriseQuerySet, RecognitionQuerySet
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused
from wuhan_smes.rulekit.queries import NoRuleSet

LATE: Final = timedelta(minutes=15)  # what was being written when the last run looked
List = tuple[Tier, ApplicationKind]
LISTS: Final[Sequence[List]] = (
    *LEADS_TO.items(),
    *((tier, ApplicationKind.REVIEW) for tier in REVIEWED),
)
ALONE: Final = "SELECT pg_try_advisory_xact_lock(5005, 1)"
NEW: Final = """
INSERT INTO enterprises_prospect (enterprise_id, jurisdiction_id, tier, application_kind,
       judged_on, rule_versions, verdict, lacking, open, steps, sole, due_on, worked_at)
SELECT e.id, e.jurisdiction_id, %s, %s, %s, %s, j.verdict, j.lacking, j.open,
       cardinality(j.lacking) + cardinality(j.open),
       CASE WHEN cardinality(j.lacking) = 1 THEN j.lacking[1] ELSE '' END, {due}, %s
  FROM ({judged}) j JOIN enterprises_enterprise e ON e.id = j.id
"""
DUE: Final = """(SELECT max(coalesce(upper(r.in_force) - 1, r.valid_until - 1))
  FROM enterprises_recognition r WHERE r.enterprise_id = e.id AND r.tier = %s
   AND r.superseded_at IS NULL AND r.in_force @> %s::date)"""


@dataclass(frozen=True, slots=True)
class Worked:
    """How many rows there are now, by tier and kind."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())


@transaction.atomic
def refresh(
    *, access: Access, at: datetime, everything: bool = True, lists: Sequence[List] = LISTS
) -> Worked:
    """Work out the lists of the reach, or some of them; without `everything` only for those about
    whom something was recorded since the last time, if that was today.
    """
    reach = access.reach(Capability.INDICATOR_EDIT)
    if not _alone():
        raise ActionRefused("正在重算培育库，请等待完成后再试")
    on = timezone.localdate(at)
    chosen = None if everything else _changed(reach, on, lists)
    worked = Worked(
        {f"{tier}/{kind}": _work_out(tier, kind, reach, on, at, chosen) for tier, kind in lists}
    )
    _note(reach, on, at, lists)
    changes = {"on": on, "only": None if chosen is None else len(chosen), **worked.rows}
    trail.record_fact("prospect.refresh", "梯度研判", access=access, at=at, changes=changes)
    return worked


def _work_out(
    tier: Tier,
    kind: ApplicationKind,
    reach: Reach,
    on: date,
    at: datetime,
    chosen: Sequence[int] | None,
) -> int:
    """One list: its rows thrown away and made again."""
    stale = Prospect.objects.within(reach).of(tier, kind)
    known = Enterprise.objects.within(reach).filter(status=EnterpriseStatus.ACTIVE)
    if chosen is not None:
        stale, known = stale.filter(enterprise__in=chosen), known.filter(pk__in=chosen)
    stale.delete()
    try:
        basis = basis_for(tier, kind, on=on)
    except NoRuleSet:
        return 0
    population = (
        _due(known, tier, on) if kind == ApplicationKind.REVIEW else _told_of(known, tier, on)
    )
    return _insert(basis, population, tier, at)


def _insert(basis: Basis, population: EnterpriseQuerySet, tier: Tier, at: datetime) -> int:
    chosen, params = ids_of(population)
    review = basis.application_kind == ApplicationKind.REVIEW
    sql = NEW.format(
        judged=basis.compiled().select(chosen, criteria=False), due=DUE if review else "NULL::date"
    )
    words = (tier.value, basis.application_kind, basis.on, basis.layers)
    due = (tier.value, basis.on) if review else ()
    with connection.cursor() as cursor:
        cursor.execute(sql, (*words, *due, at, *params))
        return int(cursor.rowcount)


def _told_of(known: EnterpriseQuerySet, tier: Tier, on: date) -> EnterpriseQuerySet:
    """Who does not hold the tier, and of whom figures of this year or the last are known: of the
    others every line would be unknown.
    """
    figures = AnnualIndicators.objects.current().filter(
        enterprise=OuterRef("pk"), year__in=(on.year, on.year - 1)
    )
    return known.filter(Exists(figures)).filter(~Exists(_titles(tier, on)))


def _due(known: EnterpriseQuerySet, tier: Tier, on: date) -> EnterpriseQuerySet:
    """Whose title ends before the year is over, or lives on because its review is pending."""
    ends = Q(in_force__endswith__lte=date(on.year + 1, 1, 1)) | Q(review_pending=True)
    return known.filter(Exists(_titles(tier, on).filter(ends)))


def _titles(tier: Tier, on: date) -> RecognitionQuerySet:
    titles = Recognition.objects.current().filter(enterprise=OuterRef("pk"), tier=tier)
    return titles.holding(on)


def _changed(reach: Reach, on: date, lists: Sequence[List]) -> list[int] | None:
    """About whom something was recorded since the last run of every unit; None where a unit had
    none, or on another day.
    """
    runs = ProspectRun.objects.within(reach).filter(_among(lists))
    last = runs.aggregate(day=Min("judged_on"), at=Min("worked_at"), count=Count("pk"))
    if last["count"] < len(lists) * len(_units(reach)) or last["day"] != on:
        return None
    since = last["at"] - LATE
    said = Q(recorded_at__gt=since) | Q(superseded_at__gt=since)
    found = set(
        Enterprise.objects.within(reach).filter(updated_at__gt=since).values_list("pk", flat=True)
    )
    for model in (AnnualIndicators, SizeYear, Recognition):
        rows = model.objects.within(reach).filter(said)
        found |= set(rows.values_list("enterprise_id", flat=True))
    return sorted(found)


def _among(lists: Sequence[List]) -> Q:
    return reduce(or_, (Q(tier=tier, application_kind=kind) for tier, kind in lists))


def _note(reach: Reach, on: date, at: datetime, lists: Sequence[List]) -> None:
    """That the lists of these units were worked out now."""
    rows = [
        ProspectRun(
            jurisdiction_id=unit, tier=tier, application_kind=kind, judged_on=on, worked_at=at
        )
        for unit in _units(reach)
        for tier, kind in lists
    ]
    ProspectRun.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["jurisdiction", "tier", "application_kind"],
        update_fields=["judged_on", "worked_at"],
    )


def _units(reach: Reach) -> list[int]:
    managing = Jurisdiction.objects.managing().values_list("pk", flat=True)
    return [pk for pk in managing if reach.covers(pk)]


def _alone() -> bool:
    """Whether nobody else works lists out in an open transaction: two would make rows twice."""
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        return bool((cursor.fetchone() or (False,))[0])
