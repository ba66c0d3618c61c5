"""Tickets as they stand, with the steps that led there by the shortest way."""

from collections import deque
from datetime import UTC, datetime, timedelta
from itertools import count

from enterprises.models import Enterprise
from services.choices.tickets import HolderKind, TicketMove, TicketState
from services.models import Ticket, TicketAgency, TicketAttachment, TicketStep
from services.rules.ticket_holding import Hands, holder
from services.rules.tickets import ways_from
from tests.factories.accounts import make_agency, make_unit
from tests.factories.enterprises import make_enterprise
from wuhan_smes.accounts.models import Agency, Jurisdiction, ServiceStation, User
from wuhan_smes.files.models import StoredFile
from wuhan_smes.scope import bootstrap_scope

RECEIVED = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
OF_AN_AGENCY = {
    "assigned",
    "signed",
    "returned",
    "in_progress",
    "suspended",
    "special_study",
    "listed",
}
numbers = count(1)


def make_ticket(
    state: str = TicketState.COLLECTED,
    *,
    unit: Jurisdiction | None = None,
    enterprise: Enterprise | None = None,
    station: ServiceStation | None = None,
    agency: Agency | None = None,
    by: User | None = None,
    received_at: datetime = RECEIVED,
    **values: object,
) -> Ticket:
    """A ticket in `state`, with `agency` from its assignment on; where the state needs one and
    none is given, with a new one.
    """
    n = next(numbers)
    agency = agency or (make_agency() if state in OF_AN_AGENCY else None)
    home = unit or (station and station.jurisdiction) or (enterprise and enterprise.jurisdiction)
    unit = home or make_unit()
    enterprise = enterprise or make_enterprise(unit=unit)
    way = path_to(state, assigned=agency is not None)
    handler = HolderKind.AGENCY if agency else HolderKind.STATION if station else HolderKind.UNIT
    handed = state not in {"draft", "collected", "triaged", "returned"}
    hands = Hands(
        unit.pk, station and station.pk, handler, agency and agency.pk, enterprise.pk, "enterprise"
    )
    names = {"unit": unit.name, "enterprise": enterprise.name}
    names |= {"station": station.name} if station else {}
    names |= {"agency": agency.name} if agency else {}
    with bootstrap_scope():
        ticket = Ticket(
            **{
                "number": f"WT20260302-{n:06d}",
                "channel": "station" if station else "letter",
                "nature": "appeal",
                "category": "financing",
                "urgency": "normal",
                "title": f"示例诉求{n}",
                "text": "周转资金紧张，希望对接银行。",
                "enterprise": enterprise,
                "enterprise_name": enterprise.name,
                "jurisdiction": unit,
                "desk": unit,
                "station": station,
                "received_at": received_at,
                "collected_by_id": by and by.pk,
                "collected_by_name": by.username if by else "甲",
                "state": state,
                "step_no": len(way) + 1,
                "handler_kind": handler if handed else "",
                "lead_agency": agency if handed else None,
                "agency_ids": [agency.pk] if agency and handed else [],
                **told_by(state, received_at),
                **values,
            }
        )
        ticket.holder_kind, ticket.holder_id = holder(state, hands)
        ticket.holder_name = names.get(ticket.holder_kind, "")
        ticket.held_since = received_at + HOUR * len(way) if ticket.holder_kind else None
        ticket.save(force_insert=True)
        first = way[0][1] if way else state
        steps = [(TicketMove.RAISE, "", first), *way]
        for ordinal, (move, before, after) in enumerate(steps, 1):
            kind, held_by = holder(after, hands)
            TicketStep.objects.create(
                ticket=ticket,
                ordinal=ordinal,
                round=ticket.round if ordinal == len(steps) else 1,
                move=move,
                state_before=before,
                state_after=after,
                at=received_at + HOUR * (ordinal - 1),
                actor_name="甲",
                holder_kind=kind,
                holder_id=held_by,
                holder_name=names.get(kind, ""),
            )
        if agency and handed:
            TicketAgency.objects.create(
                ticket=ticket, agency=agency, part="lead", handed_at=received_at + HOUR * 2
            )
    return ticket


def make_attachment(ticket: Ticket, *, owner_id: int | None = None) -> TicketAttachment:
    """A file of its last step, without the bytes."""
    sha256 = f"{next(numbers):064x}"
    told = {"media_type": "application/pdf", "size": 3, "sha256": sha256}
    with bootstrap_scope():
        file = StoredFile.objects.create(
            name="回函.pdf",
            owner_id=owner_id,
            jurisdiction_id=ticket.jurisdiction_id,
            stored_at=ticket.received_at,
            **told,
        )
        return TicketAttachment.objects.create(
            ticket=ticket,
            step=ticket.steps.latest("ordinal"),
            file=file,
            name=file.name,
            added_at=ticket.received_at,
            added_by_name="甲",
            **told,
        )


def path_to(state: str, *, assigned: bool) -> list[tuple[str, str, str]]:
    """The shortest way from collection, by an agency or without one."""
    avoided = TicketState.SELF_HANDLED if assigned else TicketState.ASSIGNED
    if state == TicketState.DRAFT:
        return []
    found = {TicketState.COLLECTED: []}
    queue = deque([TicketState.COLLECTED])
    while queue:
        here = queue.popleft()
        for way in ways_from(here):
            there = way.after(here)
            if there not in found and (there != avoided or state == avoided):
                if way.move in {TicketMove.ANSWER, TicketMove.MERGE, TicketMove.DECLINE}:
                    continue
                found[there] = [*found[here], (way.move, here, there)]
                queue.append(there)
    return found[TicketState(state)]


def told_by(state: str, received_at: datetime) -> dict[str, object]:
    """What a row in `state` must say besides."""
    replied = {"outcome": "solved", "answer": "已对接", "replied_at": received_at + HOUR * 6}
    return {
        "closed": {**replied, "closed_at": received_at + HOUR * 9},
        "replied": replied,
        "audited": replied,
        "surveyed": replied,
        "suspended": {
            "waiting_for": "enterprise",
            "clocks_paused_at": received_at + HOUR * 5,
        },
        "listed": {"review_on": received_at.date() + timedelta(days=90)},
    }.get(state, {})
