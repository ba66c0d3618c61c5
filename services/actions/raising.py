"""Taking in what an enterprise asks for, whichever way it came."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from enterprises.models import Enterprise
from services.actions.tickets import clocks
from services.actions.tickets.moving import held, put_with, take, write_first_step
from services.choices.clocks import Urgency
from services.choices.tickets import Category, Channel, Nature, TicketMove, TicketState
from services.models import Ticket, TicketEnterprise
from services.rules import ticket_raising as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.audit import trail
from wuhan_smes.in_line import stand_in_line

NEXT: Final = "SELECT nextval(pg_get_serial_sequence('services_ticket', 'id'))"


@transaction.atomic
def raise_ticket(
    *,
    access: Access,
    at: datetime,
    title: str,
    text: str,
    category: str,
    urgency: str = Urgency.NORMAL,
    channel: str,
    jurisdiction_id: int,
    enterprise_id: int | None = None,
    chain_id: int | None = None,
    station_id: int | None = None,
    visit_id: int | None = None,
    external_no: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    measure_id: int | None = None,
    client_uuid: UUID | None = None,
    nature: str = "",
    enterprise_name: str = "",
    enterprise_ids: Collection[int] = (),
    draft: bool = False,
    note: str = "",
) -> Ticket:
    """Take in one matter; its limits run from now. The same person's same `client_uuid` again is
    the same ticket, and is refused with other words.

    `enterprise_ids` are those that share a common problem of a chain; `note` stands in the first
    step.
    """
    reach = access.reach(Capability.TICKET_RAISE)
    rules.require_own_unit(covers=_covers(access, jurisdiction_id, station_id))
    rules.check_words(
        title=title,
        text=text,
        category=(category, Category.values),
        urgency=(urgency, Urgency.values),
        channel=(channel, Channel.values),
        nature=(nature, ["", *Nature.values]),
    )
    if client_uuid is not None:
        stand_in_line(f"ticket {access.actor_id} {client_uuid}")
        mine = Ticket.objects.within(reach).filter(collected_by_id=access.actor_id)
        known = mine.filter(client_uuid=client_uuid).first()
        if known is not None:
            rules.require_same_matter(
                known.number, same=(known.title, known.text) == (title.strip(), text.strip())
            )
            return known
    if external_no:
        stand_in_line(f"ticket {channel} {external_no}")
        taken = Ticket.objects.filter(channel=channel, external_no=external_no)
        rules.require_new_number(taken.values_list("number", flat=True).first())
    enterprise = _enterprise(enterprise_id, access)
    ticket = Ticket(
        client_uuid=client_uuid,
        channel=channel,
        external_no=external_no,
        nature=nature or rules.nature_of(channel, category),
        category=category,
        urgency=urgency,
        title=title.strip(),
        text=text.strip(),
        enterprise=enterprise,
        enterprise_name=enterprise.name if enterprise else enterprise_name,
        chain_id=chain_id,
        jurisdiction_id=jurisdiction_id,
        desk_id=jurisdiction_id,
        station_id=station_id,
        visit_id=visit_id,
        measure_id=measure_id,
        contact_name=contact_name,
        contact_phone=contact_phone,
        received_at=at,
        collected_by_id=access.actor_id,
        collected_by_name=access.actor_name,
        state=TicketState.DRAFT if draft else TicketState.COLLECTED,
    )
    return _taken_in(ticket, enterprise_ids, access=access, at=at, note=note)


@transaction.atomic
def submit(
    ticket_id: int, *, access: Access, at: datetime, expected_version: int | None = None
) -> Ticket:
    """Hand in what was kept as a draft; its limits run from now."""
    turn = held(
        ticket_id, TicketMove.SUBMIT, access=access, at=at, expected_version=expected_version
    )
    return take(turn)


def _taken_in(
    ticket: Ticket,
    enterprise_ids: Collection[int],
    *,
    access: Access,
    at: datetime,
    note: str,
) -> Ticket:
    with connection.cursor() as cursor:
        cursor.execute(NEXT)
        ticket.pk = (cursor.fetchone() or (0,))[0]
    ticket.number = rules.number(ticket.pk, timezone.localdate(at))
    put_with(ticket, at)
    if ticket.state == TicketState.COLLECTED:
        clocks.open_first(ticket, at=at)
    ticket.save(force_insert=True)
    write_first_step(ticket, access=access, at=at, note=note)
    shared = _enterprises(enterprise_ids, access)
    TicketEnterprise.objects.bulk_create(
        TicketEnterprise(ticket=ticket, enterprise=it, enterprise_name=it.name, added_at=at)
        for it in shared
    )
    changes: dict[str, Any] = {
        "number": ticket.number,
        "channel": ticket.channel,
        "category": ticket.category,
        "enterprise": ticket.enterprise_id,
        "shared_by": [it.pk for it in shared],
    }
    trail.record("ticket.raise", ticket, access=access, at=at, changes=changes)
    return ticket


def _covers(access: Access, jurisdiction_id: int, station_id: int | None) -> bool:
    """A unit raises for itself, a station for the unit it stands in."""
    reach = access.reach(Capability.TICKET_RAISE)
    if reach.covers(jurisdiction_id):
        return True
    if station_id not in reach.station_ids:
        return False
    return ServiceStation.objects.filter(pk=station_id, jurisdiction_id=jurisdiction_id).exists()


def _enterprise(enterprise_id: int | None, access: Access) -> Enterprise | None:
    """Raises DoesNotExist for one out of reach."""
    if enterprise_id is None:
        return None
    return Enterprise.objects.within(access.reach(Capability.REGISTER_VIEW)).get(pk=enterprise_id)


def _enterprises(ids: Collection[int], access: Access) -> list[Enterprise]:
    if not ids:
        return []
    rows = Enterprise.objects.within(access.reach(Capability.REGISTER_VIEW))
    found = list(rows.filter(pk__in=set(ids)).order_by("pk"))
    rules.require_all_found(len(set(ids)), len(found))
    return found
