"""The filing (备案) of specialists: one applies, another approves; terms are renewed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from services.actions.rows import held, obeying, put, saved
from services.choices.stations import FILED, FilingState
from services.models import Specialist
from services.rules import stations as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import ServiceStation, User
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.looks import reason_of

AMENDABLE: Final = ("name", "phone", "post", "user_id")
DECISION: Final = ["state", "decided_by_id", "decided_by_name", "decided_at", "decision_note"]


@transaction.atomic
def apply(
    *,
    access: Access,
    at: datetime,
    station_id: int,
    name: str,
    phone: str,
    since: date,
    until: date | None = None,
    post: str = "",
    number: str = "",
    user_id: int | None = None,
) -> Specialist:
    """Ask for a person to be filed at a station, [since, until). It counts once approved."""
    station = ServiceStation.objects.within(access.reach(Capability.STATION_EDIT)).get(
        pk=station_id
    )
    filing = _application(
        station,
        access=access,
        at=at,
        name=rules.require_words("name", name, "请填写专员姓名"),
        phone=rules.checked_phone(phone),
        during=_term(since, until, station, at),
        post=post.strip(),
        number=number.strip(),
        user_id=_account(user_id, station.pk),
    )
    with obeying(Specialist):
        filing.save(force_insert=True)
    _record("specialist.apply", filing, {"station": station.pk, "since": since}, access, at)
    return filing


@transaction.atomic
def approve(
    filing_id: int,
    *,
    access: Access,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Specialist:
    """The district approves: from now on the person counts, under a number of his own."""
    filing = _held(filing_id, access, Capability.SPECIALIST_APPROVE, expected_version)
    rules.require_waiting(filing.state)
    rules.require_other_eyes(access.actor_id, filing.applied_by_id)
    station = filing.station
    rules.require_open(station.opened_on, station.closed_on, on=filing.during.lower)
    filing.number = filing.number or _known_number(filing) or f"ZY{at.year}-{filing.pk:06d}"
    _decide(filing, FilingState.APPROVED, note, access, at)
    changes = {"number": filing.number, "note": note}
    fields = [*DECISION, "number"]
    return saved(filing, fields, "specialist.approve", changes, access, at)


@transaction.atomic
def decline(
    filing_id: int,
    *,
    access: Access,
    at: datetime,
    note: str,
    expected_version: int | None = None,
) -> Specialist:
    """The district sends the application back, with its reason."""
    filing = _held(filing_id, access, Capability.SPECIALIST_APPROVE, expected_version)
    rules.require_waiting(filing.state)
    note = rules.require_words("note", note, "请填写退回原因")
    _decide(filing, FilingState.DECLINED, note, access, at)
    changes = {"note": note}
    return saved(filing, DECISION, "specialist.decline", changes, access, at)


@transaction.atomic
def withdraw(
    filing_id: int,
    *,
    access: Access,
    at: datetime,
    note: str,
    expected_version: int | None = None,
) -> Specialist:
    """The applying side takes its application back before anybody decided."""
    filing = _held(filing_id, access, Capability.STATION_EDIT, expected_version)
    rules.require_waiting(filing.state)
    note = rules.require_words("note", note, "请填写撤回原因")
    _decide(filing, FilingState.DECLINED, f"撤回：{note}", access, at)
    filing.decided_by_id = None  # nobody decided: who applied may say no more
    changes = {"note": note}
    return saved(filing, DECISION, "specialist.withdraw", changes, access, at)


@transaction.atomic
def renew(
    filing_id: int,
    *,
    access: Access,
    at: datetime,
    until: date | None,
    expected_version: int | None = None,
) -> Specialist:
    """Let the term last until a later day, or without end."""
    filing = _held(filing_id, access, Capability.SPECIALIST_APPROVE, expected_version)
    rules.require_filed(filing.state)
    before = filing.during.upper
    if before is None:
        raise ActionRefused("该备案没有期限，无需续期")
    if until is not None and until <= before:
        raise InputRefused(Fault("until", "not_later", "续期须晚于原截止日期"))
    filing.during = DateRange(filing.during.lower, until)
    changes = {"until": [before, until]}
    return saved(filing, ["during"], "specialist.renew", changes, access, at)


@transaction.atomic
def amend(
    filing_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Specialist:
    """Correct a person's name, telephone, post or account. The trail never holds the number."""
    filing = _held(filing_id, access, Capability.STATION_EDIT, expected_version)
    if filing.state in (FilingState.DECLINED, FilingState.ENDED):
        raise ActionRefused(f"该备案{filing.get_state_display()}，不能修改")
    given = dict(values)
    if "name" in given:
        given["name"] = rules.require_words("name", given["name"], "请填写专员姓名")
    if "phone" in given:
        given["phone"] = rules.checked_phone(given["phone"])
    if "user_id" in given:
        _account(given["user_id"], filing.station_id)
    masked = filing.masked_phone
    changes = put(filing, given, AMENDABLE)
    told = {**changes, **({"phone": [masked, filing.masked_phone]} if "phone" in changes else {})}
    return saved(filing, list(changes), "specialist.amend", told, access, at)


@transaction.atomic
def reveal(filing_id: int, *, access: Access, at: datetime, reason: str) -> Specialist:
    """The person with the whole telephone number; each look leaves an entry, and why."""
    why = reason_of(reason)
    rows = Specialist.objects.within(access.reach(Capability.CONTACT_REVEAL))
    filing = rows.select_related("station", "jurisdiction").get(pk=filing_id)
    _record("specialist.reveal", filing, {"reason": why}, access, at)
    return filing


def _application(
    station: ServiceStation, *, access: Access, at: datetime, **values: Any
) -> Specialist:
    return Specialist(
        station=station,
        jurisdiction_id=station.jurisdiction_id,
        applied_by_id=access.actor_id,
        applied_by_name=access.actor_name,
        applied_at=at,
        **values,
    )


def _term(since: date, until: date | None, station: ServiceStation, at: datetime) -> DateRange:
    """The days asked for, within those of the station."""
    rules.require_near("since", since, today=timezone.localdate(at))
    rules.require_open(station.opened_on, station.closed_on, on=since)
    if until is not None and until <= since:
        raise InputRefused(Fault("until", "reversed", "截止日期早于起始日期"))
    return DateRange(since, until)


def _account(user_id: int | None, station_id: int) -> int | None:
    """Refuses an account that does not belong to the station."""
    mine = User.objects.filter(station_id=station_id, is_active=True)
    if user_id is not None and not mine.filter(pk=user_id).exists():
        raise InputRefused(Fault("user", "elsewhere", "该账号不属于本服务站或已停用"))
    return user_id


def _known_number(filing: Specialist) -> str:
    """The number the person already bore, if he was filed before within reach."""
    before = Specialist.objects.filter(phone=filing.phone, state__in=FILED)
    found = before.order_by("-pk").values_list("number", flat=True).first()
    return found or ""


def _held(
    filing_id: int, access: Access, capability: Capability, expected_version: int | None
) -> Specialist:
    return held(
        Specialist.objects.for_list(),
        filing_id,
        access=access,
        capability=capability,
        expected_version=expected_version,
    )


def _decide(
    filing: Specialist, state: FilingState, note: str, access: Access, at: datetime
) -> None:
    filing.state, filing.decision_note = state, note.strip()[:200]
    filing.decided_by_id, filing.decided_by_name = access.actor_id, access.actor_name
    filing.decided_at = at


def _record(
    kind: str, filing: Specialist, changes: Mapping[str, object], access: Access, at: datetime
) -> None:
    """Never the number itself: the trail is read by more people than the filing is."""
    told = {**changes, "phone": filing.masked_phone}
    trail.record(kind, filing, access=access, at=at, changes=told)
