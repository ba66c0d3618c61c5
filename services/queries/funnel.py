"""The way of the open tickets as a leader looks at it: where they stand, and who has the ball."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q

from services.choices.tickets import HolderKind
from services.queries.desks import STAGES, Stage
from services.queries.tickets import board
from services.querysets.tickets import TicketQuerySet

OPEN_STAGES: Final = tuple(stage for stage in STAGES if stage.code != "done")


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of the way: how many stand there, how many are overdue or nearly so."""

    stage: Stage
    count: int
    red: int
    amber: int

    @property
    def green(self) -> int:
        """In time, or with no running limit."""
        return self.count - self.red - self.amber


@dataclass(frozen=True, slots=True)
class Ball:
    """Who has to act, on how many open tickets, and how many of these are overdue or nearly so."""

    kind: HolderKind
    holder_id: int
    name: str
    count: int
    red: int
    amber: int

    @property
    def key(self) -> str:
        """What the list of tickets calls this holder."""
        return f"{self.kind.value}-{self.holder_id}"


def funnel(rows: TicketQuerySet, *, at: datetime) -> list[Step]:
    """Every stretch before the strike-off, in the order of the way; one statement."""
    lanes = {lane.state: lane for lane in board(rows.unfinished(), at=at)}
    return [
        Step(
            stage,
            sum(lanes[state].count for state in stage.states),
            sum(lanes[state].red for state in stage.states),
            sum(lanes[state].amber for state in stage.states),
        )
        for stage in OPEN_STAGES
    ]


def balls(rows: TicketQuerySet, *, at: datetime, most: int) -> list[Ball]:
    """Those who hold open tickets, the most overdue first; one statement."""
    runs = Q(clocks_paused_at__isnull=True)
    found = (
        rows.unfinished()
        .exclude(holder_kind="")
        .order_by()
        .values_list("holder_kind", "holder_id", "holder_name")
        .annotate(
            count=Count("pk"),
            red=Count("pk", filter=runs & Q(due_at__lt=at)),
            amber=Count("pk", filter=runs & Q(due_at__gte=at, warn_at__lte=at)),
        )
        .order_by("-red", "-amber", "-count", "holder_kind", "holder_id")
    )
    return [Ball(HolderKind(kind), *rest) for kind, *rest in found[:most]]
