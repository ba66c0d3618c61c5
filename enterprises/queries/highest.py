"""The titles enterprises hold on a day and the rung they stand on: one query for a whole page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Q

from enterprises.choices import Tier
from enterprises.expressions import HasRow
from enterprises.models import EnterpriseChain, Recognition
from enterprises.rules.ladder import BASE_TITLES, BELOW_THE_RUNG, DISPLAY_RANK, RUNGS, rung
from wuhan_smes.access import Reach
from wuhan_smes.prepared import rows_of

# Written out, since every page of a list asks it and building it took longer than answering it.
# In force is said in bounds: see RecognitionQuerySet.in_force.
HELD: Final = """
SELECT r.enterprise_id, r.series, r.tier, r.subclass, r.valid_from, upper(r.in_force) - 1,
       coalesce(b.name, '')
  FROM "enterprises_recognition" r
  LEFT JOIN "enterprises_recognitionbatch" b ON b.id = r.batch_id
 WHERE r.enterprise_id = ANY (%(ids)s::bigint[]) AND r.superseded_at IS NULL
   AND (upper_inf(r.in_force) OR upper(r.in_force) > %(day)s) AND r.valid_from <= %(day)s
   AND (%(everywhere)s OR r.jurisdiction_id = ANY (%(units)s::bigint[]))
"""

# A fact that holds on a day, and a title in force then, as FactQuerySet.holding and
# RecognitionQuerySet.in_force say it.
STAY: Final = (
    "it.superseded_at IS NULL AND (upper_inf(it.during) OR upper(it.during) > %s)"
    " AND lower(it.during) <= %s"
)
TITLE: Final = (
    "it.superseded_at IS NULL AND (upper_inf(it.in_force) OR upper(it.in_force) > %s)"
    " AND it.valid_from <= %s"
)


class Held(NamedTuple):
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
        "ids": f"{{{','.join(map(str, ids))}}}",
        "everywhere": reach.everywhere,
        "units": sorted(reach.jurisdiction_ids),
    }
    held: defaultdict[int, list[Held]] = defaultdict(list)
    for enterprise_id, *title in rows_of(HELD, words):
        held[enterprise_id].append(Held(*title))
    for titles in held.values():
        if len(titles) > 1:
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
    return Q(_titled(reach, on, *_counted(tiers)))


def standing_on(tier: str, *, on: date, reach: Reach) -> Q:
    """A condition on enterprises: `tier` is the highest rung held that day."""
    rank = DISPLAY_RANK[Tier(tier)]
    at = [code for code, its_rank in DISPLAY_RANK.items() if its_rank == rank]
    above = [code for code, its_rank in DISPLAY_RANK.items() if its_rank > rank]
    return Q(_titled(reach, on, *_counted(at))) & ~Q(_titled(reach, on, *_counted(above)))


def ending_before(day: date, *, on: date, reach: Reach) -> Q:
    """A condition on enterprises: a title in force on `on` has its last day before `day`."""
    return Q(_titled(reach, on, "upper(it.in_force) <= %s", day))


def on_chain(chain_id: int, *, on: date, reach: Reach) -> Q:
    """A condition on enterprises: on the chain that day, primary or not."""
    said, words = _in_reach(f"{STAY} AND it.chain_id = %s", [on, on, chain_id], reach)
    return Q(HasRow(EnterpriseChain._meta.db_table, said, words))


def is_rung(tier: str) -> bool:
    """Whether `tier` names one of the five rungs of the ladder."""
    return tier in RUNGS


def _counted(tiers: Iterable[Tier]) -> tuple[str, list[str], list[str]]:
    return "it.tier = ANY (%s) AND it.subclass <> ALL (%s)", sorted(tiers), sorted(BELOW_THE_RUNG)


def _titled(reach: Reach, on: date, condition: str, *words: Any) -> HasRow:
    """A title in reach that is in force on the day, and of which `condition` is true."""
    said, all_words = _in_reach(f"{TITLE} AND {condition}", [on, on, *words], reach)
    return HasRow(Recognition._meta.db_table, said, all_words)


def _in_reach(said: str, words: list[Any], reach: Reach) -> tuple[str, list[Any]]:
    if reach.everywhere:
        return said, words
    mine = sorted(reach.jurisdiction_ids)
    return f"{said} AND it.jurisdiction_id = ANY (%s)", [*words, mine]


def _rank(title: Held) -> int:
    step = rung(title.tier, title.subclass)
    return 0 if step is None else DISPLAY_RANK[step]
