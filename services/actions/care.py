"""Care for enterprises as other acts need it: passing it on, ending it, finding who has it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from services.actions.handing_over import Matters, Occasion
from services.actions.rows import obeying
from services.models import Assignment, Specialist
from services.querysets.stations import AssignmentQuerySet
from services.rules import stations as rules
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused

ENDING: Final = ["during", "end_reason", "voided_at", "version"]


class Care(Matters):
    """The enterprises a specialist looks after."""

    label = "包联企业"
    unit = "家"

    def open_with(self, leaver: Specialist, *, on: date) -> int:
        return still_open(on).filter(specialist=leaver).count()

    def hand_over(self, leaver: Specialist, successor: Specialist, by: Occasion) -> int:
        rows = still_open(by.on).filter(specialist=leaver).order_by("pk")
        held = list(rows.select_for_update(of=("self",), no_key=True))
        return len(pass_on(held, successor, by))


def still_open(on: date) -> AssignmentQuerySet:
    """Care that lasts beyond the day before `on`."""
    goes_on = Q(during__upper_inf=True) | Q(during__endswith__gt=on)
    return Assignment.objects.standing().filter(goes_on)


def cut(rows: Sequence[Assignment], by: Occasion) -> list[tuple[Assignment, DateRange]]:
    """End care from that day; what began no earlier never was. Returns each with its lost days."""
    lost = []
    for row in rows:
        began, until = row.during.lower, row.during.upper
        lost.append((row, DateRange(max(began, by.on), until)))
        if began < by.on:
            row.during = DateRange(began, by.on)
        else:
            row.voided_at = by.at
        row.end_reason, row.version = by.reason[:200], row.version + 1
    Assignment.objects.bulk_update(rows, ENDING, batch_size=2_000)
    return lost


def pass_on(rows: Sequence[Assignment], successor: Specialist, by: Occasion) -> list[Assignment]:
    """From that day another specialist looks after these, as often and in the same part."""
    lost = cut(rows, by)
    made = [
        Assignment(
            enterprise_id=row.enterprise_id,
            jurisdiction_id=successor.jurisdiction_id,
            station_id=successor.station_id,
            specialist=successor,
            is_lead=row.is_lead,
            during=days,
            cadence_days=row.cadence_days,
            assigned_by_name=by.access.actor_name,
            assigned_at=by.at,
        )
        for row, days in lost
    ]
    with obeying(Assignment):
        Assignment.objects.bulk_create(made, batch_size=2_000)
    told = [
        (
            row,
            {
                "enterprise": row.enterprise_id,
                "specialist_id": [row.specialist_id, successor.pk],
                "on": by.on,
                "reason": by.reason,
            },
        )
        for row in rows
    ]
    trail.record_set("assignment.hand_over", told, access=by.access, at=by.at)
    return made


def require_serving(specialist: Specialist, *, on: date) -> None:
    """Refuses giving care to somebody who is not filed on the day it begins."""
    rules.require_filed(specialist.state)
    if on not in specialist.during:
        raise ActionRefused(f"专员{specialist.name}在 {on} 不在备案期内")
