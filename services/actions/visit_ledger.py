"""Visits of the past as old ledgers tell them: written down with their own day, by who checks
visits, free of the limits of writing late; and taken off the record again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from enterprises.actions.sets import held_set
from services.actions.visit_words import Member
from services.models import Visit, VisitMember
from services.queries.units_then import units_then
from services.rules.ledgers import Judged, cited, moment
from services.rules.visit_words import faults_of_team, faults_of_words
from services.rules.visits import rank_of
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused

NO_PLACE: Final = (None, None, "")


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One visit as a ledger tells it; `where` is how people cite the line."""

    enterprise_id: int
    visited_on: date
    mode: str
    purposes: Sequence[str]
    summary: str
    station_id: int | None = None
    members: Sequence[Member] = ()
    place: str = ""
    received_name: str = ""
    received_post: str = ""
    received_phone: str = ""
    external_no: str = ""
    where: str = ""

    @property
    def identity(self) -> tuple[object, ...]:
        """Two lines that agree in this are one visit."""
        return (self.enterprise_id, self.visited_on, self.station_id, self.summary)


def judged(told: Sequence[PastVisit], access: Access, at: datetime) -> list[Judged]:
    """What each line would do now. A dry run and the act both ask this."""
    reach = access.reach(Capability.VISIT_CHECK)
    units = units_then({(it.enterprise_id, it.visited_on) for it in told})
    ids = {it.enterprise_id for it in told}
    there = Visit.objects.standing().filter(enterprise_id__in=ids)
    columns = ("pk", "enterprise_id", "visited_on", "station_id", "summary")
    known = {tuple(row[1:]): row[0] for row in there.values_list(*columns)}
    days = {key[:3] for key in known if key[2] is not None}
    numbers = {it.external_no for it in told if it.external_no}
    taken = Visit.objects.standing().filter(external_no__in=numbers)
    numbered = set(taken.values_list("jurisdiction_id", "external_no"))
    found = []
    for it in told:
        unit = units.get((it.enterprise_id, it.visited_on), 0)
        if (before := known.get(it.identity)) is not None:
            found.append(Judged(known=before))
            continue
        faults = [
            *_faults_of_day(it, today=timezone.localdate(at)),
            *_faults_of_unit(unit, reach),
            *faults_of_words(
                mode=it.mode, purposes=it.purposes, summary=it.summary, location=NO_PLACE
            ),
            *faults_of_team(
                [(m.name, m.unit, m.rank) for m in it.members], of_station=bool(it.station_id)
            ),
        ]
        if it.identity[:3] in days:
            detail = "该服务站当日走访该企业已有登记，且内容不同，请核对"
            faults.append(Fault("visited_on", "already_there", detail))
        if it.external_no and (unit, it.external_no) in numbered:
            faults.append(Fault("external_no", "taken", "该外部编号的走访已经登记"))
        found.append(Judged(faults=faults, unit_id=unit))
    return found


@transaction.atomic
def record_past(told: Sequence[PastVisit], *, access: Access, at: datetime) -> list[Visit | None]:
    """Write down what a ledger tells, all of it or nothing; None for a visit that is known."""
    ids = {it.enterprise_id for it in told}
    enterprises = held_set(ids, access=access, capability=Capability.VISIT_CHECK)
    found = judged(told, access, at)
    for it, verdict in zip(told, found, strict=True):
        if verdict.faults:
            raise InputRefused(*(cited(fault, it.where) for fault in verdict.faults))
    done: list[Visit | None] = []
    seen: dict[tuple[object, ...], Visit | None] = {}
    for it, verdict in zip(told, found, strict=True):
        fresh = verdict.known is None and it.identity not in seen
        name = enterprises[it.enterprise_id].name
        seen[it.identity] = row = _row(it, verdict.unit_id, name, access, at) if fresh else None
        done.append(row)
    written = [row for row in done if row is not None]
    Visit.objects.bulk_create(written)
    VisitMember.objects.bulk_create(
        member
        for it, row in zip(told, done, strict=True)
        if row is not None
        for member in _members(it, row)
    )
    trail.record_set(
        "visit.log_past",
        [
            (row, {"enterprise": row.enterprise_id, "on": it.visited_on, "source": it.where})
            for it, row in zip(told, done, strict=True)
            if row is not None
        ],
        access=access,
        at=at,
    )
    return done


@transaction.atomic
def take_back_past(
    visit_ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[Visit]:
    """Declare visits of a ledger void, all or none. Refuses what somebody changed since."""
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明作废理由"))
    rows = Visit.objects.within(access.reach(Capability.VISIT_CHECK)).filter(pk__in=set(visit_ids))
    held = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
    if len(held) < len(set(visit_ids)):
        raise Visit.DoesNotExist("a visit is not within reach")
    if any(changed_since({row.pk: row for row in held})):
        raise ActionRefused("有的走访之后又有变动，不能撤回")
    for row in held:
        row.voided_at, row.voided_by_name = at, access.actor_name or "系统"
        row.void_reason, row.version = reason.strip()[:200], row.version + 1
    Visit.objects.bulk_update(held, ["voided_at", "voided_by_name", "void_reason", "version"])
    entries = [(row, {"reason": reason}) for row in held]
    trail.record_set("visit.void", entries, access=access, at=at)
    return held


def changed_since(rows: Mapping[int, Visit]) -> dict[int, str]:
    """Of visits that a ledger told, those that somebody changed, and how."""
    told = {}
    for pk, row in rows.items():
        if row.voided_at is not None:
            told[pk] = f"走访已于 {timezone.localdate(row.voided_at)} 作废"
        elif row.version > 1 or not row.historical:
            told[pk] = "走访之后又有变动"
    return told


def _faults_of_day(told: PastVisit, *, today: date) -> list[Fault]:
    if told.visited_on <= today:
        return []
    return [Fault("visited_on", "in_the_future", "走访日期不能晚于今天")]


def _faults_of_unit(unit_id: int, reach: Reach) -> list[Fault]:
    if unit_id and reach.covers(unit_id):
        return []
    detail = "当日该企业由其他单位管理，由该单位补录"
    return [Fault("", "of_another_unit_then", detail)]


def _row(told: PastVisit, unit_id: int, name: str, access: Access, at: datetime) -> Visit:
    visited_at = moment(told.visited_on)
    return Visit(
        client_uuid=uuid4(),
        enterprise_id=told.enterprise_id,
        enterprise_name=name,
        jurisdiction_id=unit_id,
        station_id=told.station_id,
        rank=rank_of(told.station_id, [member.rank for member in told.members]),
        mode=told.mode,
        visited_at=visited_at,
        purposes=list(told.purposes),
        summary=told.summary,
        place=told.place[:200],
        received_name=told.received_name[:60],
        received_post=told.received_post[:60],
        received_phone=told.received_phone[:30],
        external_no=told.external_no[:60],
        historical=True,
        recorded_at=max(at, visited_at),
        recorded_by_id=access.actor_id,
        recorded_by_name=access.actor_name or "系统",
    )


def _members(told: PastVisit, visit: Visit) -> list[VisitMember]:
    return [
        VisitMember(
            visit=visit,
            ordinal=ordinal,
            name=member.name[:60],
            post=member.post[:60],
            unit=member.unit[:100],
            agency_id=member.agency_id,
            rank=member.rank,
        )
        for ordinal, member in enumerate(told.members, 1)
    ]
