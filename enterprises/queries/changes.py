"""Why a count is another than it was told: what was entered late, and each cause of the period."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from enterprises.choices import CountBasis, CountCut, FlowColumn, Tier
from enterprises.queries.tier_counts import tier_counts
from enterprises.queries.tier_flows import tier_flows
from enterprises.rules.flows import GAINS
from wuhan_smes.access import Reach


@dataclass(frozen=True, slots=True)
class Change:
    """One figure from the evening of `since` to that of `on`.

    `told` is how many were known that evening; `corrected` is by how much we know better today;
    `columns` are the causes of the period, gains above nought and losses below. They add up:
    told + corrected + columns = now.
    """

    key: str
    label: str
    tier: Tier
    since: date
    on: date
    told: int
    corrected: int
    columns: Mapping[FlowColumn, int]
    now: int

    @property
    def whole(self) -> int:
        return self.now - self.told

    @property
    def causes(self) -> list[tuple[FlowColumn, int]]:
        """What changed anything, in the order of the table of changes."""
        return [(column, change) for column, change in self.columns.items() if change]


def changes(
    reach: Reach,
    *,
    since: date,
    on: date,
    by: CountCut = CountCut.ALL,
    basis: CountBasis = CountBasis.HOLDER,
    tiers: Collection[Tier] | None = None,
) -> list[Change]:
    """Every row of the cut times every tier (or those asked for), as known now."""
    counted = tier_counts(reach, on=since, by=by, basis=basis, known_at=evening(since))
    told = {(it.key, it.tier): it.count for it in counted}
    flows = tier_flows(
        reach, first=since + timedelta(days=1), last=on, by=by, basis=basis, tiers=tiers
    )
    return [
        Change(
            flow.key,
            flow.label,
            flow.tier,
            since,
            on,
            told.get((flow.key, flow.tier), 0),
            flow.opening - told.get((flow.key, flow.tier), 0),
            {c: n if c in GAINS else -n for c, n in flow.columns.items()},
            flow.closing,
        )
        for flow in flows
    ]


def evening(day: date) -> datetime:
    """The end of a day in Wuhan: what was known when the day's figure was told."""
    return timezone.make_aware(datetime.combine(day, time.max))


def together(one: Change, other: Change) -> Change:
    """Two rows of a table as one: what moved between them stands in both its columns."""
    return replace(
        one,
        told=one.told + other.told,
        corrected=one.corrected + other.corrected,
        columns={column: n + other.columns[column] for column, n in one.columns.items()},
        now=one.now + other.now,
    )
