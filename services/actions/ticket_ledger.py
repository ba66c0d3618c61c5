"""Matters of the past as old ledgers tell them: with their own days and the steps they must have
taken, without clocks; and taken off the desks again by legal moves.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from enterprises.actions.sets import held_set
from services.actions.ticket_past import Desk, row_of, steps_of, withdraw
from services.choices.tickets import AgencyPart, Outcome, TicketMove
from services.models import Survey, Ticket, TicketAgency, TicketStep
from services.queries.units_then import units_then
from services.querysets.tickets import taken_back
from services.rules.ledgers import Judged, PastTicket, cited, faults_of, moment
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused

NEXT: Final = """
    SELECT nextval(pg_get_serial_sequence('services_ticket', 'id')) FROM generate_series(1, %s)
"""
SOLVED: Final = (Outcome.SOLVED, Outcome.PARTLY_SOLVED)
AT_ONCE: Final = 1_000


def judged(told: Sequence[PastTicket], access: Access, at: datetime) -> list[Judged]:
    """What each line would do now. A dry run and the act both ask this."""
    reach, today = access.reach(Capability.TICKET_APPROVE), timezone.localdate(at)
    units = units_then({(it.enterprise_id, it.received_on) for it in told})
    known = _standing({it.enterprise_id for it in told})
    found = []
    for it in told:
        unit = units.get((it.enterprise_id, it.received_on), 0)
        faults = list(faults_of(it, today=today))
        if not unit or not reach.covers(unit):
            detail = "当日该企业由其他单位管理，由该单位补录"
            faults.append(Fault("", "of_another_unit_then", detail))
        before = known.get(it.identity)
        found.append(Judged(before, () if before is not None else faults, unit))
    return found


@transaction.atomic
def record_past(told: Sequence[PastTicket], *, access: Access, at: datetime) -> list[Ticket | None]:
    """Take in what a ledger tells, all of it or nothing; None for a matter that is known."""
    ids = {it.enterprise_id for it in told}
    enterprises = held_set(ids, access=access, capability=Capability.TICKET_APPROVE)
    found = judged(told, access, at)
    for it, verdict in zip(told, found, strict=True):
        if verdict.faults:
            raise InputRefused(*(cited(fault, it.where) for fault in verdict.faults))
    fresh = {
        it.identity: (it, verdict.unit_id)
        for it, verdict in zip(reversed(told), reversed(found), strict=True)
        if verdict.known is None
    }
    desk = _desk(told, {unit for _, unit in fresh.values()}, access)
    keys = iter(_keys(len(fresh)))
    made = {
        key: row_of(it, next(keys), unit, enterprises[it.enterprise_id].name, desk)
        for key, (it, unit) in fresh.items()
    }
    Ticket.objects.bulk_create(made.values(), AT_ONCE)
    pairs = [(it, made[key]) for key, (it, _) in fresh.items()]
    TicketStep.objects.bulk_create(
        (step for it, ticket in pairs for step in steps_of(it, ticket, desk)), AT_ONCE
    )
    TicketAgency.objects.bulk_create(
        (leg for it, ticket in pairs for leg in _legs(it, ticket)), AT_ONCE
    )
    Survey.objects.bulk_create(
        (one for it, ticket in pairs for one in _surveys(it, ticket, access)), AT_ONCE
    )
    entries = [
        (ticket, {"number": ticket.number, "enterprise": it.enterprise_id, "source": it.where})
        for it, ticket in pairs
    ]
    trail.record_set("ticket.raise_past", entries, access=access, at=at)
    return [made.pop(it.identity, None) for it in told]


@transaction.atomic
def take_back_past(
    ticket_ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[Ticket]:
    """End matters of a ledger as withdrawn, all or none. Refuses what somebody moved since."""
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明撤回理由"))
    rows = Ticket.objects.within(access.reach(Capability.TICKET_APPROVE))
    mine = rows.filter(pk__in=set(ticket_ids)).order_by("pk")
    held = list(mine.select_for_update(of=("self",), no_key=True))
    if len(held) < len(set(ticket_ids)):
        raise Ticket.DoesNotExist("a ticket is not within reach")
    if changed_since({row.pk: row for row in held}):
        raise ActionRefused("有的工单之后又有办理，不能撤回")
    desk = Desk.of(held, access)
    withdraw(held, desk, at=at, reason=reason.strip())
    legs = TicketAgency.objects.filter(ticket__in=held, ended_at__isnull=True)
    legs.update(ended_at=at, ended_by=TicketMove.CLOSE)
    entries = [(row, {"reason": reason}) for row in held]
    trail.record_set("ticket.take_back_past", entries, access=access, at=at)
    return held


def changed_since(rows: Mapping[int, Ticket]) -> dict[int, str]:
    """Of matters that a ledger told, those that somebody moved since."""
    return {
        pk: f"工单 {row.number} 之后又有办理"
        for pk, row in rows.items()
        if row.version > 1 or not row.historical
    }


def _standing(enterprise_ids: Collection[int]) -> dict[tuple[object, ...], int]:
    """Matters of ledgers that were taken in and not taken back, by what names them."""
    rows = Ticket.objects.filter(enterprise_id__in=enterprise_ids, historical=True)
    standing = rows.exclude(taken_back())
    return {
        (enterprise, timezone.localdate(received_at), text): pk
        for pk, enterprise, received_at, text in standing.values_list(
            "pk", "enterprise_id", "received_at", "text"
        )
    }


def _desk(told: Sequence[PastTicket], unit_ids: Collection[int], access: Access) -> Desk:
    agency_ids = {pk for it in told for pk in it.agency_ids}
    agencies = dict(Agency.objects.filter(pk__in=agency_ids).values_list("pk", "name"))
    if len(agencies) < len(agency_ids):
        raise InputRefused(Fault("unit", "unknown", "有的责任单位不存在，请重新选择"))
    units = dict(Jurisdiction.objects.filter(pk__in=unit_ids).values_list("pk", "name"))
    return Desk(access, units, agencies)


def _keys(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [count])
        return [key for (key,) in cursor]


def _legs(told: PastTicket, ticket: Ticket) -> list[TicketAgency]:
    """The first unit leads, the others help; a ledger does not say when each signed."""
    return [
        TicketAgency(
            ticket=ticket,
            agency_id=pk,
            part=AgencyPart.CO if at else AgencyPart.LEAD,
            handed_at=ticket.received_at,
            signed_at=None if at else ticket.received_at,
            ended_at=ticket.replied_at,
            ended_by=TicketMove.REPLY if ticket.replied_at else "",
        )
        for at, pk in enumerate(told.agency_ids)
    ]


def _surveys(told: PastTicket, ticket: Ticket, access: Access) -> list[Survey]:
    if not told.satisfaction or told.closed_on is None:
        return []
    return [
        Survey(
            ticket=ticket,
            reached=True,
            contacted=True,
            solved=told.outcome in SOLVED,
            satisfaction=told.satisfaction,
            note="据台账",
            at=moment(told.closed_on),
            by_id=access.actor_id,
            by_name=access.actor_name or "系统",
        )
    ]
