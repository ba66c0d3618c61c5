"""Writing down a visit: once, in its time, with the problems the enterprise told of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from enterprises.models import Enterprise
from enterprises.rules import register
from services.actions.raising import raise_ticket
from services.actions.rows import obeying
from services.actions.visit_checks import require_new_number, require_words
from services.actions.visit_limits import limits_at, times_in_month
from services.actions.visit_words import Member, Need, Said, fingerprint
from services.choices.tickets import Channel
from services.models import Specialist, Visit, VisitMember
from services.querysets.stations import SpecialistQuerySet
from services.rules import visits as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused, NotPermitted
from wuhan_smes.in_line import stand_in_line


@dataclass(frozen=True, slots=True)
class Logged:
    """The visit as it stands; `again` when this device had sent it before."""

    visit: Visit
    again: bool = False
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """For whom somebody writes a visit down: a station with its specialist, or nobody's."""

    station: ServiceStation | None
    specialist: Specialist | None

    @property
    def station_id(self) -> int | None:
        return self.station.pk if self.station is not None else None


@transaction.atomic
def log(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    client_uuid: UUID,
    said: Said,
    station_id: int | None = None,
    members: Sequence[Member] = (),
    needs: Sequence[Need] = (),
    historical: bool = False,
) -> Logged:
    """Write a visit down with everything that came of it. The same `client_uuid` again from the
    same person changes nothing and returns the first; with other words it raises SentOtherwise.
    Another person's number is no number of this one.

    What lies back beyond the limits is `historical`: it takes who checks visits, and a reason.
    Without `station_id` a specialist writes for his own station, anybody else for leaders or
    departments. Raises SecondVisit where the station was there that day and no reason is given.
    """
    stand_in_line(f"visit {client_uuid} of {access.actor_id}")
    sent = fingerprint(
        enterprise_id,
        said,
        station_id=station_id,
        members=members,
        needs=needs,
        historical=historical,
    )
    mine = Visit.objects.within(access.reach(Capability.VISIT_EDIT))
    same = mine.filter(client_uuid=client_uuid, recorded_by_id=access.actor_id)
    if (first := same.first()) is not None:
        rules.require_same_words(first.client_sha256, sent, visit_id=first.pk)
        return Logged(first, again=True)
    rows = Enterprise.objects.within(access.reach(Capability.REGISTER_VIEW))
    enterprise = rows.get(pk=enterprise_id)
    register.require_not_merged(enterprise.status, enterprise.merged_into_id)
    stand = standpoint(access, at=said.visited_at, station_id=station_id)
    _require_reach(access, enterprise, stand)
    require_words(said, members, needs, of_station=stand.station is not None)
    require_new_number(said, enterprise.jurisdiction_id)
    limits = limits_at(at)
    if historical:
        _require_checker(access, enterprise)
        _refuse(rules.faults_of_the_past(said.visited_at, at=at, reason=said.late_reason))
    else:
        reason = said.late_reason
        _refuse(rules.faults_of_time(said.visited_at, at=at, limits=limits, late_reason=reason))
    _require_first(enterprise, stand, said)
    visit = Visit(
        client_uuid=client_uuid,
        client_sha256=sent,
        enterprise=enterprise,
        enterprise_name=enterprise.name,
        jurisdiction_id=enterprise.jurisdiction_id,
        station=stand.station,
        specialist=stand.specialist,
        rank=rules.rank_of(stand.station_id, [member.rank for member in members]),
        historical=historical,
        recorded_at=max(at, said.visited_at),
        recorded_by_id=access.actor_id,
        recorded_by_name=access.actor_name or "系统",
        **said.columns(),
    )
    with obeying(Visit):
        visit.save(force_insert=True)
    write_members(visit, members)
    _record(visit, members, access, at)
    for need in needs:
        _raise(need, visit, access, at)
    times = times_in_month(enterprise.pk, said.visited_at)
    return Logged(visit, warning=rules.often(times, limits=limits))


def standpoint(access: Access, *, at: datetime, station_id: int | None) -> Standpoint:
    """The station one writes for: the one named, or one's own. Raises DoesNotExist for a station
    out of reach.
    """
    reach = access.reach(Capability.VISIT_EDIT)
    mine = _filings(access, at)
    if station_id is None:
        own = mine.filter(station_id__in=reach.station_ids).select_related("station").first()
        if own is not None:
            return Standpoint(own.station, own)
        if len(reach.station_ids) != 1 or reach.everywhere or reach.jurisdiction_ids:
            return Standpoint(None, None)
        (station_id,) = reach.station_ids
    station = ServiceStation.objects.within(reach).get(pk=station_id)
    return Standpoint(station, mine.filter(station=station).first())


def _filings(access: Access, at: datetime) -> SpecialistQuerySet:
    """Where the person acting is filed as a specialist on that day."""
    filed = Specialist.objects.in_force(on=rules.day_of(at))
    return filed.none() if access.actor_id is None else filed.filter(user_id=access.actor_id)


def may_check(access: Access, jurisdiction_id: int) -> bool:
    """Whether this person checks the visits of a unit."""
    held = access.holds(Capability.VISIT_CHECK)
    return held and access.reach(Capability.VISIT_CHECK).covers(jurisdiction_id)


def write_members(visit: Visit, members: Sequence[Member]) -> None:
    """The team in the order it is named, the highest first as people name it."""
    VisitMember.objects.bulk_create(
        VisitMember(
            visit=visit,
            ordinal=ordinal,
            name=member.name.strip(),
            post=member.post.strip(),
            unit=member.unit.strip(),
            agency_id=member.agency_id,
            rank=member.rank,
        )
        for ordinal, member in enumerate(members, 1)
    )


def _require_reach(access: Access, enterprise: Enterprise, stand: Standpoint) -> None:
    """A station visits enterprises of its own unit; others need the right over that unit."""
    if stand.station is not None:
        if stand.station.jurisdiction_id != enterprise.jurisdiction_id:
            raise rules.VisitRefused("该企业不归服务站所在的管理单位，不能由本站登记走访")
    elif not access.reach(Capability.VISIT_EDIT).covers(enterprise.jurisdiction_id):
        raise NotPermitted("您只能登记本服务站或本管理单位的走访", capability=Capability.VISIT_EDIT)


def _refuse(faults: Iterator[Fault]) -> None:
    if found := list(faults):
        raise InputRefused(*found)


def _require_first(enterprise: Enterprise, stand: Standpoint, said: Said) -> None:
    """Decided under a lock, so that two telephones of one station never both come first."""
    if stand.station is None or said.again_reason.strip():
        return
    day = rules.day_of(said.visited_at)
    stand_in_line(f"visit of {enterprise.pk} by {stand.station.pk} on {day}")
    there = Visit.objects.standing().filter(enterprise=enterprise, station=stand.station)
    if there.filter(visited_on=day).exists():
        raise rules.SecondVisit(
            f"本站 {day} 已走访过“{enterprise.name}”，再次走访请填写理由；若是同一次，请勿重复登记"
        )


def _require_checker(access: Access, enterprise: Enterprise) -> None:
    """What lies long back is written down by who also checks visits."""
    if not may_check(access, enterprise.jurisdiction_id):
        raise NotPermitted("历史补录由区级或市级负责人登记", capability=Capability.VISIT_CHECK)


def _raise(need: Need, visit: Visit, access: Access, at: datetime) -> None:
    """What the enterprise told of becomes a ticket; if it cannot, there is no visit either."""
    raise_ticket(
        access=access,
        at=at,
        title=need.title,
        text=need.text or need.title,
        category=need.category,
        urgency=need.urgency,
        channel=Channel.VISIT,
        jurisdiction_id=visit.jurisdiction_id,
        enterprise_id=visit.enterprise_id,
        station_id=visit.station_id,
        visit_id=visit.pk,
        contact_name=visit.received_name,
        contact_phone=visit.received_phone,
        client_uuid=need.client_uuid,
    )


def _record(visit: Visit, members: Sequence[Member], access: Access, at: datetime) -> None:
    """Never the telephone: the trail is read by more people than the visit is."""
    changes = {
        "enterprise": visit.enterprise_id,
        "station": visit.station_id,
        "visited_at": visit.visited_at,
        "mode": visit.mode,
        "purposes": visit.purposes,
        "late_reason": visit.late_reason,
        "again_reason": visit.again_reason,
        "historical": visit.historical,
        "members": [f"{member.name}（{member.unit}）" for member in members],
    }
    trail.record("visit.log", visit, access=access, at=at, changes=changes)
