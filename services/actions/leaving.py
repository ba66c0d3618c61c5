"""Specialists leave or change stations; nothing stays with somebody who is gone."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from services.actions.care import require_serving
from services.actions.handing_over import Occasion, hand_over_all, open_with
from services.actions.moving import end_filing, move_filing
from services.actions.rows import require_version
from services.models import Specialist
from services.rules import stations as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.errors import ActionRefused

APPROVE = Capability.SPECIALIST_APPROVE


@transaction.atomic
def leave(
    filing_id: int,
    *,
    access: Access,
    at: datetime,
    on: date,
    reason: str,
    successor_id: int | None = None,
    expected_version: int | None = None,
) -> Specialist:
    """The person leaves: from `on` the filing no longer counts. Whatever he still holds goes to
    the successor; without one, a person who holds something cannot leave.
    """
    filing, successor = _held(filing_id, successor_id, access, on, expected_version)
    reason = rules.require_words("reason", reason, "请填写离任原因")
    rules.require_near("on", on, today=timezone.localdate(at))
    _require_free(filing, successor, on)
    by = Occasion(on, reason, access, at)
    end_filing(filing, "specialist.leave", by)
    if successor is not None:
        hand_over_all(filing, successor, by)
    return filing


@transaction.atomic
def move(
    filing_id: int,
    *,
    access: Access,
    at: datetime,
    to_station_id: int,
    on: date,
    reason: str,
    successor_id: int | None = None,
    expected_version: int | None = None,
) -> Specialist:
    """To another station from `on`, under the same number; returns the new filing. Within the unit
    the enterprises go along unless a successor is named; to another unit they stay behind.
    """
    filing, successor = _held(filing_id, successor_id, access, on, expected_version)
    reason = rules.require_words("reason", reason, "请填写调任原因")
    rules.require_near("on", on, today=timezone.localdate(at))
    target = ServiceStation.objects.within(access.reach(APPROVE)).get(pk=to_station_id)
    if target.pk == filing.station_id:
        raise ActionRefused("专员已在该服务站")
    rules.require_open(target.opened_on, target.closed_on, on=on)
    if target.jurisdiction_id != filing.jurisdiction_id:
        _require_free(filing, successor, on)
    return move_filing(filing, target, Occasion(on, reason, access, at), successor)


def _held(
    filing_id: int,
    successor_id: int | None,
    access: Access,
    on: date,
    expected_version: int | None,
) -> tuple[Specialist, Specialist | None]:
    """The leaver and who follows him, locked in order of id so that two hand-overs never meet."""
    wanted = {filing_id} | ({successor_id} if successor_id is not None else set())
    rows = Specialist.objects.within(access.reach(APPROVE)).for_list().filter(pk__in=wanted)
    held = {row.pk: row for row in rows.order_by("pk").select_for_update(of=("self",), no_key=True)}
    if missing := wanted - held.keys():
        raise Specialist.DoesNotExist(f"{len(missing)} filings are not within reach")
    filing = held[filing_id]
    require_version(filing, expected_version)
    rules.require_filed(filing.state)
    if successor_id is None:
        return filing, None
    successor = held[successor_id]
    if successor.pk == filing.pk or successor.jurisdiction_id != filing.jurisdiction_id:
        raise ActionRefused("接手人须为本单位的另一名专员")
    require_serving(successor, on=on)
    return filing, successor


def _require_free(filing: Specialist, successor: Specialist | None, on: date) -> None:
    if successor is None and (left := open_with(filing, on=on)):
        raise ActionRefused(f"{filing.name}还有{'、'.join(left)}，请指定接手人")
