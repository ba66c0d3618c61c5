"""Desks and boards: whose turn it is, and what is pressing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from measures.choices import AgencyRole
from measures.models import MeasureAgency
from services.choices.tickets import HolderKind, TicketState
from services.models import Ticket, TicketStep
from services.querysets.tickets import TicketQuerySet
from services.rules.ticket_segments import Held, Segment, segments
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Agency

# Where somebody acts, by the kind of holder whose desk it is.
ACTS: Final = {
    HolderKind.UNIT: (
        Capability.TICKET_TRIAGE,
        Capability.TICKET_CLOSE,
        Capability.TICKET_APPROVE,
    ),
    HolderKind.STATION: (Capability.TICKET_HANDLE,),
    HolderKind.AGENCY: (Capability.TICKET_HANDLE,),
}
ALIKE: Final = 0.5
LOOKED_BACK: Final = timedelta(days=180)
LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of the board: how many stand in a state, and how many of them press."""

    state: TicketState
    count: int
    red: int
    amber: int


@dataclass(frozen=True, slots=True)
class Alike:
    """A ticket that may be the same matter, and how alike the titles are."""

    ticket: Ticket
    score: int


def visible(access: Access) -> TicketQuerySet:
    """Every ticket somebody may look at."""
    return Ticket.objects.within(access.reach(Capability.TICKET_VIEW))


def mine(access: Access) -> TicketQuerySet:
    """What one person collected or handles and is not struck off: his own desk."""
    me = Q(collected_by_id=access.actor_id) | Q(handled_by_id=access.actor_id)
    return visible(access).unfinished().filter(me)


def desk(access: Access) -> TicketQuerySet:
    """What waits for the desks somebody sits at: his unit's, his station's or his agency's."""
    turn = Q(pk__in=())
    for kind, capabilities in ACTS.items():
        reach = Reach()
        for capability in capabilities:
            if access.holds(capability):
                reach |= access.reach(capability)
        turn |= _at(kind, reach)
    return visible(access).unfinished().filter(turn)


def pressing(rows: TicketQuerySet, *, at: datetime) -> TicketQuerySet:
    """Red and amber, the earliest limit first: order by ("due_at", "id")."""
    warned = Q(warn_at__lte=at) | Q(due_at__lt=at)
    return rows.filter(warned, clocks_paused_at__isnull=True, due_at__isnull=False)


def running(rows: TicketQuerySet) -> TicketQuerySet:
    """Those with a limit, for an order by ("due_at", "id"): red first, then amber, then green."""
    return rows.filter(due_at__isnull=False)


def counted(rows: TicketQuerySet, *, at: datetime) -> QuerySet[Any, Any]:
    """Of each state how many, how many overdue and how many nearly so; from an index where all
    of `rows` are open.
    """
    runs = Q(clocks_paused_at__isnull=True)
    return (
        rows.order_by()
        .values("state")
        .annotate(
            count=Count("state"),
            red=Count("state", filter=runs & Q(due_at__lt=at)),
            amber=Count("state", filter=runs & Q(due_at__gte=at, warn_at__lte=at)),
        )
    )


def board(rows: TicketQuerySet, *, at: datetime) -> list[Lane]:
    """Every state in the order of the way, with what stands in it; counted in one statement."""
    found = {row["state"]: row for row in counted(rows, at=at)}
    empty = {"count": 0, "red": 0, "amber": 0}
    return [
        Lane(state, it["count"], it["red"], it["amber"])
        for state in TicketState
        for it in [found.get(state.value, empty)]
    ]


def steps_of(ticket: Ticket) -> list[TicketStep]:
    """Everything that happened to a ticket, in order."""
    return list(TicketStep.objects.filter(ticket=ticket).order_by("ordinal"))


def segments_of(ticket: Ticket, *, until: datetime) -> list[Segment]:
    """Whose every hour was, up to `until` or the strike-off."""
    columns = ("at", "holder_kind", "holder_id", "holder_name")
    rows = TicketStep.objects.filter(ticket=ticket).order_by("ordinal").values_list(*columns)
    return segments((Held(*row) for row in rows), until=until)


def alike(
    title: str, *, access: Access, at: datetime, enterprise_id: int | None = None
) -> Sequence[Alike]:
    """Unfinished tickets that may be the same matter, the likeliest first; for whoever types."""
    rows = visible(access).unfinished().filter(received_at__gte=at - LOOKED_BACK)
    if enterprise_id is not None:
        rows = rows.filter(enterprise_id=enterprise_id)
    found = [
        Alike(row, round(100 * SequenceMatcher(None, title, row.title).ratio()))
        for row in rows.select_related("jurisdiction").order_by("-id")[:LOOKED_AT]
    ]
    near = [it for it in found if it.score >= 100 * ALIKE or enterprise_id is not None]
    return sorted(near, key=lambda it: -it.score)[:5]


def responsible(measure_id: int | None) -> tuple[Agency | None, list[Agency]]:
    """The lead unit of the measure that answers a ticket, and the units that help it."""
    if measure_id is None:
        return None, []
    duties = MeasureAgency.objects.filter(measure_id=measure_id).select_related("agency")
    named = list(duties.order_by("line", "position"))
    leads = [it.agency for it in named if it.role == AgencyRole.LEAD]
    helpers = [it.agency for it in named if it.role == AgencyRole.CO]
    lead = leads[0] if leads else None
    return lead, list({it.pk: it for it in helpers if it != lead}.values())


def _at(kind: HolderKind, reach: Reach) -> Q:
    ids = {
        HolderKind.UNIT: reach.jurisdiction_ids,
        HolderKind.STATION: reach.station_ids,
        HolderKind.AGENCY: reach.agency_ids,
    }[kind]
    if reach.everywhere and kind == HolderKind.UNIT:
        return Q(holder_kind=kind)
    return Q(holder_kind=kind, holder_id__in=ids) if ids else Q(pk__in=())
