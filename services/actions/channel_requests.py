"""Requests of a channel taken in as a list: each under its own number, once."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from services.actions.raising import raise_ticket
from services.actions.tickets.judging import answer
from services.models import Ticket
from services.rules.channel_requests import ChannelRequest, faults_of
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import Fault, InputRefused, NotPermitted


@transaction.atomic
def take_in(told: Sequence[ChannelRequest], *, access: Access, at: datetime) -> list[Ticket | None]:
    """Raise all of them or none; None for one whose number was taken in before. Their limits run
    from now: what a request waited elsewhere is nobody's lateness here.
    """
    reach, today = access.reach(Capability.CHANNEL_INTAKE), timezone.localdate(at)
    known = known_numbers(told)
    done: list[Ticket | None] = []
    for it in told:
        if faults := list(faults_of(it, today=today)):
            raise InputRefused(*(_cited(fault, it.where) for fault in faults))
        if not reach.covers(it.unit_id):
            raise NotPermitted(f"{it.where}：只能为本单位登记来件")
        new = (it.channel, it.external_no) not in known
        known.add((it.channel, it.external_no))
        done.append(_raised(it, access, at) if new else None)
    return done


def known_numbers(told: Collection[ChannelRequest]) -> set[tuple[str, str]]:
    """Which of them were taken in before, as far as this scope sees."""
    numbers = {it.external_no for it in told}
    rows = Ticket.objects.filter(channel__in={it.channel for it in told}, external_no__in=numbers)
    return set(rows.values_list("channel", "external_no"))


def _raised(told: ChannelRequest, access: Access, at: datetime) -> Ticket:
    try:
        with transaction.atomic():
            ticket = raise_ticket(
                access=access,
                at=at,
                title=told.heading,
                text=told.text,
                category=told.category,
                nature=told.nature,
                channel=told.channel,
                external_no=told.external_no,
                jurisdiction_id=told.unit_id,
                enterprise_id=told.enterprise_id,
                enterprise_name=told.enterprise_name,
                contact_name=told.contact_name,
                contact_phone=told.contact_phone,
                note=told.note,
            )
    except IntegrityError as error:
        detail = f"编号 {told.external_no} 已由其他单位登记"
        raise InputRefused(_cited(Fault("external_no", "taken", detail), told.where)) from error
    return answer(ticket.pk, access=access, at=at, note=told.answer) if told.answer else ticket


def _cited(fault: Fault, where: str) -> Fault:
    return Fault(fault.field, fault.code, f"{where}：{fault.detail}" if where else fault.detail)
