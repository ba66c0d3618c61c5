"""包联: which specialist looks after which enterprise; assigned, passed on and ended in sets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone

from enterprises.actions.sets import held_set
from enterprises.models import Enterprise
from enterprises.rules import register
from services.actions.care import cut, pass_on, require_serving
from services.actions.handing_over import Occasion
from services.actions.rows import held, obeying, saved
from services.models import Assignment, Specialist
from services.rules import stations as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused

EDIT = Capability.ASSIGNMENT_EDIT


@dataclass(frozen=True, slots=True)
class Wanted:
    """One enterprise into the care of one specialist, [since, until)."""

    enterprise_id: int
    specialist_id: int
    since: date
    until: date | None = None
    is_lead: bool = True
    cadence_days: int | None = None


@transaction.atomic
def assign_set(wanted: Sequence[Wanted], *, access: Access, at: datetime) -> list[Assignment]:
    """Give enterprises into care, all of them or none. One lead for an enterprise at a time."""
    if not wanted:
        raise InputRefused(Fault("enterprises", "required", "请选择企业"))
    specialists = _specialists({it.specialist_id for it in wanted}, access)
    enterprises = held_set((it.enterprise_id for it in wanted), access=access, capability=EDIT)
    today = timezone.localdate(at)
    for it in wanted:
        _check(it, enterprises[it.enterprise_id], specialists[it.specialist_id], today)
    _refuse_second_lead(wanted, enterprises)
    made = [_assignment(it, specialists[it.specialist_id], access, at) for it in wanted]
    with obeying(Assignment):
        Assignment.objects.bulk_create(made, batch_size=2_000)
    told = [(row, _told(row)) for row in made]
    trail.record_set("assignment.assign", told, access=access, at=at)
    return made


@transaction.atomic
def hand_over(
    ids: Collection[int],
    *,
    access: Access,
    at: datetime,
    to_specialist_id: int,
    on: date,
    reason: str,
) -> list[Assignment]:
    """From `on` another specialist of the unit looks after these; the past stays with the old."""
    reason = rules.require_words("reason", reason, "请填写移交原因")
    rules.require_near("on", on, today=timezone.localdate(at))
    successor = _specialists({to_specialist_id}, access)[to_specialist_id]
    require_serving(successor, on=on)
    rows = _held_set(ids, access, on)
    if any(row.jurisdiction_id != successor.jurisdiction_id for row in rows):
        raise ActionRefused("只能移交给本单位的专员")
    if any(row.specialist_id == successor.pk for row in rows):
        raise ActionRefused(f"所选企业中有的已由{successor.name}包联")
    return pass_on(rows, successor, Occasion(on, reason, access, at))


@transaction.atomic
def end(
    ids: Collection[int], *, access: Access, at: datetime, on: date, reason: str
) -> list[Assignment]:
    """End care from `on`; what would only have begun then is void."""
    reason = rules.require_words("reason", reason, "请填写结束原因")
    rules.require_near("on", on, today=timezone.localdate(at))
    rows = _held_set(ids, access, on)
    cut(rows, Occasion(on, reason, access, at))
    told = [(row, {"enterprise": row.enterprise_id, "on": on, "reason": reason}) for row in rows]
    trail.record_set("assignment.end", told, access=access, at=at)
    return rows


@transaction.atomic
def set_cadence(
    assignment_id: int,
    *,
    access: Access,
    at: datetime,
    cadence_days: int | None,
    expected_version: int | None = None,
) -> Assignment:
    """Call oftener or less often than the tier asks for; none returns to the tier's rhythm."""
    row = held(
        Assignment.objects.standing(),
        assignment_id,
        access=access,
        capability=EDIT,
        expected_version=expected_version,
    )
    _require_rhythm(cadence_days)
    if row.cadence_days == cadence_days:
        raise ActionRefused("走访间隔没有变化")
    changes = {"cadence_days": [row.cadence_days, cadence_days]}
    row.cadence_days = cadence_days
    return saved(row, ["cadence_days"], "assignment.set_cadence", changes, access, at)


def _specialists(ids: Collection[int], access: Access) -> Mapping[int, Specialist]:
    """The specialists by id, held so that nobody leaves meanwhile. Raises DoesNotExist if one is
    out of reach.
    """
    rows = Specialist.objects.within(access.reach(EDIT)).select_related("station")
    locked = rows.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True)
    found = {row.pk: row for row in locked}
    if missing := set(ids) - found.keys():
        raise Specialist.DoesNotExist(f"{len(missing)} specialists are not within reach")
    return found


def _held_set(ids: Collection[int], access: Access, on: date) -> list[Assignment]:
    """The assignments, locked in order; refuses what ended before `on` or was made void."""
    wanted = set(ids)
    if not wanted:
        raise InputRefused(Fault("assignments", "required", "请选择包联企业"))
    rows = Assignment.objects.within(access.reach(EDIT)).filter(pk__in=wanted)
    found = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
    if len(found) < len(wanted):
        raise Assignment.DoesNotExist(f"{len(wanted) - len(found)} are not within reach")
    if any(
        row.voided_at is not None or (row.during.upper is not None and row.during.upper <= on)
        for row in found
    ):
        raise ActionRefused("所选包联中有的已经结束")
    return found


def _check(it: Wanted, enterprise: Enterprise, specialist: Specialist, today: date) -> None:
    register.require_active(enterprise.status)
    rules.require_near("since", it.since, today=today)
    _require_rhythm(it.cadence_days)
    if it.until is not None and it.until <= it.since:
        raise InputRefused(Fault("until", "reversed", "截止日期早于起始日期"))
    if enterprise.jurisdiction_id != specialist.jurisdiction_id:
        raise ActionRefused(f"“{enterprise.name}”与专员{specialist.name}不属同一管理单位")
    require_serving(specialist, on=it.since)


def _require_rhythm(days: int | None) -> None:
    if days is not None and not 1 <= days <= 730:
        raise InputRefused(Fault("cadence_days", "out_of_range", "走访间隔应为 1 至 730 天"))


def _refuse_second_lead(wanted: Sequence[Wanted], held: Mapping[int, Enterprise]) -> None:
    """Says which enterprises are looked after already; the database would only say that one is."""
    since = min(it.since for it in wanted)
    goes_on = Q(during__upper_inf=True) | Q(during__endswith__gt=since)
    leads = Assignment.objects.standing().filter(goes_on, is_lead=True)
    of = {it.enterprise_id: it for it in wanted if it.is_lead}
    taken = [
        held[row.enterprise_id].name
        for row in leads.filter(enterprise_id__in=of).order_by("pk")
        if _meet(of[row.enterprise_id], row)
    ]
    if taken:
        raise ActionRefused(f"已有主责专员：{rules.listed(taken)}，请办理移交")


def _meet(it: Wanted, row: Assignment) -> bool:
    """Whether care that exists shares a day with care that is wanted."""
    begins = it.until is None or row.during.lower < it.until
    return begins and (row.during.upper is None or row.during.upper > it.since)


def _assignment(it: Wanted, specialist: Specialist, access: Access, at: datetime) -> Assignment:
    return Assignment(
        enterprise_id=it.enterprise_id,
        jurisdiction_id=specialist.jurisdiction_id,
        station_id=specialist.station_id,
        specialist=specialist,
        is_lead=it.is_lead,
        during=DateRange(it.since, it.until),
        cadence_days=it.cadence_days,
        assigned_by_name=access.actor_name,
        assigned_at=at,
    )


def _told(row: Assignment) -> Mapping[str, object]:
    return {
        "enterprise": row.enterprise_id,
        "specialist_id": row.specialist_id,
        "since": row.during.lower,
        "is_lead": row.is_lead,
    }
