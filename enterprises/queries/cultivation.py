"""Numbers and reminders of cultivation: who arrives, and what the stations are to do."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Q

from enterprises.choices import CultivationStage, Tier
from enterprises.models import Cultivation, CultivationTask
from enterprises.rules.cultivation import OPEN
from wuhan_smes.access import Reach

CUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "jurisdiction": ("jurisdiction__code", "jurisdiction__name", "jurisdiction__display_order"),
    "tier": ("tier",),
}


@dataclass(frozen=True, slots=True)
class Conversion:
    """Those put in within a span, and where they stand now. `rate`: arrived of all put in."""

    key: str
    label: str
    put_in: int
    stages: Mapping[str, int]

    @property
    def open(self) -> int:
        return sum(self.stages[stage] for stage in OPEN)

    @property
    def applied(self) -> int:
        """How many got as far as an application: it waits, or was answered with the title."""
        return self.stages[CultivationStage.APPLIED] + self.stages[CultivationStage.RECOGNISED]

    @property
    def rate(self) -> float | None:
        """转化率; None where nobody was put in."""
        arrived = self.stages[CultivationStage.RECOGNISED]
        return arrived / self.put_in if self.put_in else None


def conversion(*, reach: Reach, first: date, last: date, by: str) -> list[Conversion]:
    """The cohort of a span by unit or by tier, in the order they are shown; one query."""
    cut = CUTS[by]
    counted = {f"n_{it}": Count("pk", filter=Q(stage=it)) for it in CultivationStage.values}
    rows = (
        Cultivation.objects.within(reach)
        .filter(put_in_on__range=(first, last))
        .order_by()
        .values(*cut)
        .annotate(put_in=Count("pk"), **counted)
        .order_by(*reversed(cut))
    )
    found = [
        Conversion(
            row[cut[0]],
            row[cut[1]] if by == "jurisdiction" else str(Tier(row["tier"]).label),
            row["put_in"],
            {stage: row[f"n_{stage}"] for stage in CultivationStage.values},
        )
        for row in rows
    ]
    if by == "tier":
        order = list(Tier.values)
        found.sort(key=lambda it: order.index(it.key))
    return found


@dataclass(frozen=True, slots=True)
class Errand:
    """What a station is to do for an enterprise, by when, on its way to which tier. `ours`: given
    to a station of whoever asks, so that he may end it.
    """

    task_id: int
    title: str
    due_on: date
    tier: str
    ours: bool = False

    @property
    def tier_label(self) -> str:
        return str(Tier(self.tier).label)


def errands(
    enterprise_ids: Collection[int], *, reach: Reach, stations: Collection[int] = ()
) -> Mapping[int, Sequence[Errand]]:
    """The open tasks of the stations by enterprise, the soonest first; `stations` are one's own."""
    found: defaultdict[int, list[Errand]] = defaultdict(list)
    rows = CultivationTask.objects.within(reach).waiting().filter(for_station=True)
    mine = rows.filter(cultivation__enterprise_id__in=enterprise_ids)
    told: Any = mine.order_by("due_on", "pk").values_list(
        F("cultivation__enterprise_id"), "pk", "title", "due_on", "cultivation__tier", "station_id"
    )
    for enterprise_id, task_id, title, due_on, tier, station_id in told:
        ours = station_id in stations
        found[enterprise_id].append(Errand(task_id, title, due_on, tier, ours))
    return found
