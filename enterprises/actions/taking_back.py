"""Taking back what was said about many enterprises: what it replaced holds again.

History is never erased: the rows taken back are superseded, and what they had superseded is told
anew.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Final, TypeVar

from django.db import transaction
from django.utils import timezone

from enterprises.actions.facts import BATCH, copy_of, facts_of
from enterprises.actions.sets import held_set, kept_set
from enterprises.models import AnnualIndicators, DatedFact, PeriodIndicators
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused
from wuhan_smes.many_rows import among

D = TypeVar("D", bound=DatedFact)
KEPT_BY: Final[dict[type[DatedFact], Capability]] = {
    AnnualIndicators: Capability.INDICATOR_EDIT,
    PeriodIndicators: Capability.INDICATOR_EDIT,
}


@transaction.atomic
def take_back(
    model: type[D],
    *,
    access: Access,
    at: datetime,
    added: Collection[int],
    superseded: Collection[int],
) -> list[D]:
    """Supersede the rows `added` and tell `superseded` anew; refuses when somebody built on them.

    Returns the rows told anew.
    """
    capability = KEPT_BY.get(model, Capability.REGISTER_EDIT)
    rows = list(facts_of(model).within(access.reach(capability)).filter(among("pk", added)))
    held_set((row.enterprise_id for row in rows), access=access, capability=capability)
    standing = facts_of(model).current().filter(among("pk", [row.pk for row in rows]))
    before = list(facts_of(model).filter(among("pk", superseded)).order_by("pk"))
    if standing.count() != len(set(added)) or len(before) != len(set(superseded)):
        raise ActionRefused("其中有记录后来又被更改或已不在本单位，不能撤回")
    enterprises = held_set(
        {row.enterprise_id for row in (*rows, *before)}, access=access, capability=capability
    )
    moment = max([at, *(row.recorded_at for row in (*rows, *before))])
    standing.update(superseded_at=moment)
    again = [copy_of(model, row, row.during, {"recorded_at": moment}) for row in before]
    facts_of(model).bulk_create(again, batch_size=BATCH)
    if capability is Capability.REGISTER_EDIT:
        kept_set(enterprises, on=timezone.localdate(at), at=at)
    counts: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        counts[row.enterprise_id][0] += 1
    for row in before:
        counts[row.enterprise_id][1] += 1
    trail.record_set(
        "enterprise.take_back",
        [
            (enterprises[pk], {"table": model._meta.label_lower, "removed": gone, "restored": back})
            for pk, (gone, back) in counts.items()
        ],
        access=access,
        at=at,
    )
    return again
