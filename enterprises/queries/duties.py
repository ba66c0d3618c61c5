"""What duties say about titles: which may not be reviewed, and what somebody should be told of."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from enterprises.choices import Tier
from enterprises.choices.holding import DutyState
from enterprises.models import TitleDuty
from enterprises.rules.duties import excluded
from wuhan_smes.access import Reach
from wuhan_smes.many_rows import among


@dataclass(frozen=True, slots=True)
class Owed:
    """How many duties of one enterprise wait, and the first day."""

    count: int
    due_on: date


def exclusions(series: Collection[int]) -> dict[int, str]:
    """Title → why it may not be reviewed; those that may are left out."""
    lost: defaultdict[int, list[TitleDuty]] = defaultdict(list)
    for duty in TitleDuty.objects.lost().filter(among("series", series)).order_by("due_on"):
        lost[duty.series].append(duty)
    return {
        pk: excluded(str(Tier(rows[0].tier).label), [str(row) for row in rows])[:200]
        for pk, rows in lost.items()
    }


def owed(enterprise_ids: Collection[int], *, reach: Reach) -> Mapping[int, Owed]:
    """Of enterprises in somebody's care, what waits and was reminded of."""
    rows = (
        TitleDuty.objects.within(reach)
        .waiting()
        .filter(enterprise_id__in=enterprise_ids, reminded_on__isnull=False)
    )
    counts: Counter[int] = Counter()
    first: dict[int, date] = {}
    for pk, due_on in rows.order_by("due_on").values_list("enterprise_id", "due_on"):
        counts[pk] += 1
        first.setdefault(pk, due_on)
    return {pk: Owed(count, first[pk]) for pk, count in counts.items()}


def standing(*, reach: Reach, on: date) -> dict[DutyState, int]:
    """How many duties in reach stand how; zeros included."""
    rows = TitleDuty.objects.within(reach)
    return {state: rows.standing(state, on=on).count() for state in DutyState}
