"""Moves between units by list: at once where one answers for both sides, else as requests."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from enterprises.actions.enterprises import require_managing
from enterprises.actions.facts import BATCH, Change, Replaced, refuse_future, replace_set
from enterprises.actions.sets import held_set
from enterprises.actions.taking_back import take_back
from enterprises.choices import StayCause
from enterprises.models import Enterprise, JurisdictionStay, MoveRequest, MoveState
from enterprises.rules import moves as rules
from enterprises.rules import register
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.many_rows import among


@dataclass(frozen=True, slots=True)
class Leaving:
    """An enterprise goes over to another unit on day `on`."""

    enterprise_id: int
    to_jurisdiction_id: int
    on: date
    reason: str


@transaction.atomic
def move_set(
    leavings: Sequence[Leaving], *, access: Access, at: datetime
) -> list[Replaced[JurisdictionStay]]:
    """Move at once: for those who answer for both units of each, as the city does."""
    reach = access.reach(Capability.REGISTER_EDIT)
    covers = all(reach.covers(it.to_jurisdiction_id) for it in leavings)
    rules.require_side(covers=covers, sentence="您不负责接收单位，请提出迁移申请")
    enterprises = _movable(leavings, access, at)
    changes = [_change(it, enterprises[it.enterprise_id]) for it in leavings]
    done = replace_set(JurisdictionStay, changes, at=at)
    before = {pk: it.jurisdiction_id for pk, it in enterprises.items()}
    _put({it.enterprise_id: it.to_jurisdiction_id for it in leavings}, enterprises, at)
    trail.record_set(
        "enterprise.move",
        [
            (
                enterprises[it.enterprise_id],
                {
                    "jurisdiction_id": [before[it.enterprise_id], it.to_jurisdiction_id],
                    "on": it.on,
                    "reason": it.reason,
                },
            )
            for it in leavings
        ],
        access=access,
        at=at,
    )
    return done


@transaction.atomic
def ask_set(leavings: Sequence[Leaving], *, access: Access, at: datetime) -> list[MoveRequest]:
    """Ask other units to take over enterprises of one's own."""
    enterprises = _movable(leavings, access, at)
    requests = [
        MoveRequest(
            enterprise_id=it.enterprise_id,
            from_jurisdiction_id=enterprises[it.enterprise_id].jurisdiction_id,
            to_jurisdiction_id=it.to_jurisdiction_id,
            uscc=enterprises[it.enterprise_id].uscc or "",
            enterprise_name=enterprises[it.enterprise_id].name,
            on=it.on,
            reason=it.reason[:200],
            asked_by_id=access.actor_id,
            asked_by_name=access.actor_name,
            asked_at=at,
        )
        for it in leavings
    ]
    MoveRequest.objects.bulk_create(requests, batch_size=BATCH)
    entries = [
        (
            it,
            {"enterprise": it.enterprise_id, "uscc": it.uscc, "on": it.on, "reason": it.reason},
        )
        for it in requests
    ]
    trail.record_set("move_request.ask", entries, access=access, at=at)
    return requests


@transaction.atomic
def move_back_set(
    *, access: Access, at: datetime, added: Collection[int], superseded: Collection[int]
) -> list[JurisdictionStay]:
    """Take moves back: the stays `added` go, those `superseded` hold again, and each enterprise
    returns to the unit it then stays with.
    """
    again = take_back(JurisdictionStay, access=access, at=at, added=added, superseded=superseded)
    units = {it.enterprise_id: it.unit_id for it in again if it.during.upper is None}
    enterprises = held_set(units, access=access)
    before = {pk: it.jurisdiction_id for pk, it in enterprises.items()}
    _put(units, enterprises, at)
    entries = [
        (enterprises[pk], {"jurisdiction_id": [before[pk], unit], "reason": "撤回迁移"})
        for pk, unit in units.items()
    ]
    trail.record_set("enterprise.move", entries, access=access, at=at)
    return again


def pending(enterprise_ids: Iterable[int]) -> dict[int, MoveRequest]:
    """The request that waits for an answer, by enterprise; as far as it may be seen."""
    rows = MoveRequest.objects.filter(
        among("enterprise_id", enterprise_ids), state=MoveState.PENDING
    )
    return {it.enterprise_id: it for it in rows}


def stays(enterprise_ids: Iterable[int]) -> dict[int, JurisdictionStay]:
    """The latest stay of each enterprise."""
    rows = JurisdictionStay.objects.current().filter(among("enterprise_id", enterprise_ids))
    return {it.enterprise_id: it for it in rows.order_by("during")}


def _movable(leavings: Sequence[Leaving], access: Access, at: datetime) -> dict[int, Enterprise]:
    """The enterprises, held, each in business, elsewhere, and not on its way already."""
    enterprises = held_set((it.enterprise_id for it in leavings), access=access)
    waiting, last = pending(enterprises), stays(enterprises)
    for unit in {it.to_jurisdiction_id for it in leavings}:
        require_managing(unit)
    for it in leavings:
        enterprise, stay = enterprises[it.enterprise_id], last.get(it.enterprise_id)
        register.require_active(enterprise.status)
        rules.require_elsewhere(enterprise.jurisdiction_id, it.to_jurisdiction_id)
        refuse_future(it.on, at=at)
        rules.require_after(it.on, stay.during.lower if stay else None)
        if it.enterprise_id in waiting:
            raise rules.MoveRefused(f"“{enterprise.name}”已有待办的迁移申请，请先办结或撤回")
    return enterprises


def _change(it: Leaving, enterprise: Enterprise) -> Change:
    values = {
        "unit_id": it.to_jurisdiction_id,
        "start_cause": StayCause.TRANSFERRED,
        "reason": it.reason[:200],
    }
    closing = {"end_cause": StayCause.TRANSFERRED}
    return Change(enterprise, it.on, values, closing=closing)


def _put(units: Mapping[int, int], enterprises: Mapping[int, Enterprise], at: datetime) -> None:
    """Give each enterprise to its unit; all that belongs to it follows by the scope keys."""
    by_unit: defaultdict[int, list[int]] = defaultdict(list)
    for pk, unit in units.items():
        by_unit[unit].append(pk)
        enterprises[pk].jurisdiction_id = unit
    for unit, ids in by_unit.items():
        mine = Enterprise.objects.filter(among("pk", ids))
        mine.update(jurisdiction_id=unit, version=F("version") + 1, updated_at=at)
