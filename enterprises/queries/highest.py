"""The titles enterprises hold on a day and the rung they stand on: one query for a whole page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from enterprises.choices import Tier
from enterprises.models import Recognition
from enterprises.querysets import RecognitionQuerySet
from enterprises.rules.ladder import BASE_TITLES, BELOW_THE_RUNG, DISPLAY_RANK, RUNGS, rung
from enterprises.rules.spans import last_day
from wuhan_smes.access import Reach

# Written out, since every page of a list asks it and building it took longer than answering it.
# In force is said in bounds: see RecognitionQuerySet.in_force.
HELD: Final = """
SELECT r.enterprise_id, r.series, r.tier, r.subclass, r.valid_from, upper(r.in_force),
       coalesce(b.name, '')
  FROM "enterprises_recognition" r
  LEFT JOIN "enterprises_recognitionbatch" b ON b.id = r.batch_id
 WHERE r.enterprise_id = ANY (%(ids)s) AND r.superseded_at IS NULL
   AND (upper_inf(r.in_force) OR upper(r.in_force) > %(day)s) AND r.valid_from <= %(day)s
   AND (%(everywhere)s OR r.jurisdiction_id = ANY (%(units)s))
"""


@dataclass(frozen=True, slots=True)
class Held:
    """One title in force; `valid_to` is its inclusive last day, none while a review is pending."""

    series: int
    tier: str
    subclass: str
    valid_from: date
    valid_to: date | None
    batch: str


def held_on(day: date, enterprise_ids: Iterable[int], *, reach: Reach) -> Mapping[int, list[Held]]:
    """The titles of each enterprise in force on `day`, highest rung first."""
    ids = list(enterprise_ids)
    if not ids:
        return {}
    words: dict[str, Any] = {
        "day": day,
        "ids": ids,
        "everywhere": reach.everywhere,
        "units": sorted(reach.jurisdiction_ids),
    }
    held: defaultdict[int, list[Held]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(HELD, words)
        for enterprise_id, series, tier, subclass, valid_from, upper, batch in cursor:
            held[enterprise_id].append(
                Held(series, tier, subclass, valid_from, last_day(upper), batch)
            )
    for titles in held.values():
        titles.sort(key=lambda title: (-_rank(title), title.tier, title.subclass))
    return held


def highest_of(titles: Iterable[Held]) -> Tier | None:
    """The highest rung among titles held; none where only parallel lists remain."""
    rungs = [step for title in titles if (step := rung(title.tier, title.subclass))]
    return max(rungs, key=DISPLAY_RANK.__getitem__, default=None)


def holding(tier: str, *, on: date, reach: Reach) -> Q:
    """A condition on enterprises: counts in `tier` that day, as tier_counts counts it.

    The base tier is a union of titles; 种子 and 潜在独角兽 are on the list but not of the tier.
    """
    tiers = BASE_TITLES if tier == Tier.TECH_INNOVATIVE else {Tier(tier)}
    titles = _titles(reach, on).exclude(subclass__in=BELOW_THE_RUNG)
    return Q(Exists(titles.filter(tier__in=tiers)))


def standing_on(tier: str, *, on: date, reach: Reach) -> Q:
    """A condition on enterprises: `tier` is the highest rung held that day."""
    rank = DISPLAY_RANK[Tier(tier)]
    titles = _titles(reach, on).exclude(subclass__in=BELOW_THE_RUNG)
    at = [code for code, its_rank in DISPLAY_RANK.items() if its_rank == rank]
    above = [code for code, its_rank in DISPLAY_RANK.items() if its_rank > rank]
    return Q(Exists(titles.filter(tier__in=at))) & ~Q(Exists(titles.filter(tier__in=above)))


def ending_before(day: date, *, on: date, reach: Reach) -> Q:
    """A condition on enterprises: a title in force on `on` has its last day before `day`."""
    return Q(Exists(_titles(reach, on).filter(in_force__endswith__lte=day)))


def is_rung(tier: str) -> bool:
    """Whether `tier` names one of the five rungs of the ladder."""
    return tier in RUNGS


def _titles(reach: Reach, on: date) -> RecognitionQuerySet:
    return Recognition.objects.within(reach).in_force(on=on).filter(enterprise=OuterRef("pk"))


def _rank(title: Held) -> int:
    step = rung(title.tier, title.subclass)
    return 0 if step is None else DISPLAY_RANK[step]
