"""What becomes of assignments and attendances when two rows of the register are one subject."""

from datetime import date, datetime
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model, QuerySet
from django.utils import timezone

from enterprises.actions.merging.registry import Apart, Conflict, Halves, Handler, Memory, Part
from enterprises.rules.days import Days
from services.models import Assignment, EventAttendance
from wuhan_smes.access import Access

MERGED: Final = "企业并入其他企业"


class JoinedAssignments(Handler):
    """Care follows to the kept half where that half has none on those days; what goes on and
    cannot follow ends with the merge.
    """

    relations = ("services.Assignment.enterprise",)
    label = "包联"

    def plan(self, halves: Halves) -> Part:
        mine = list(_standing(halves.gone.pk))
        taken = list(_standing(halves.into.pk))
        moving = [row for row in mine if _follows(row, taken, halves)]
        staying = [row for row in mine if row not in moving]
        open_ones = [row for row in staying if row.during.upper is None]

        def do(access: Access, at: datetime) -> Memory:
            today = timezone.localdate(at)
            Assignment.objects.filter(pk__in=[row.pk for row in moving]).update(
                enterprise=halves.into
            )
            lasting = [row for row in staying if _lasts(row, today)]
            until = {str(row.pk): row.during.upper.isoformat() for row in lasting if _planned(row)}
            ended = {str(row.pk): _end(row, today, at) for row in lasting}
            return {"moved": [row.pk for row in moving], "ended": ended, "until": until}

        return Part(
            do,
            moves=[_said(row) for row in moving],
            stays=[_said(row) for row in staying if row not in open_ones],
            conflicts=[
                Conflict(f"并入方由{row.specialist.name}包联", "随合并结束，撤销合并时恢复")
                for row in open_ones
            ],
        )

    def undo(self, apart: Apart, memory: Memory) -> None:
        """Care goes back, and goes on where nobody changed it meanwhile."""
        moved = Assignment.objects.filter(pk__in=memory["moved"])
        moved.update(enterprise=apart.halves.gone)
        until = memory.get("until", {})
        for key, version in memory["ended"].items():
            row = Assignment.objects.locked(int(key))
            if row.version == version:
                last = date.fromisoformat(until[key]) if key in until else None
                row.during = DateRange(row.during.lower, last)
                row.end_reason, row.voided_at, row.version = "", None, row.version + 1
                row.save(update_fields=ENDING)


class NamedOnce(Handler):
    """What names both halves names the kept one once; the other naming stays behind. `of` leads to
    what does the naming, `both` says of it that it named them both.
    """

    model: type[Model]
    of: str
    both: str

    def plan(self, halves: Halves) -> Part:
        rows = self.model._default_manager.select_related(self.of).order_by("pk")
        mine = list(rows.filter(enterprise=halves.gone))
        named = {getattr(row, self.of).pk for row in rows.filter(enterprise=halves.into)}
        by = [(row, getattr(row, self.of)) for row in mine]
        moving = [row.pk for row, what in by if what.pk not in named]

        def do(access: Access, at: datetime) -> Memory:
            self._rows(moving).update(enterprise=halves.into)
            return {"moved": moving}

        return Part(
            do,
            moves=[str(what) for _, what in by if what.pk not in named],
            stays=[f"{what}（{self.both}）" for _, what in by if what.pk in named],
        )

    def undo(self, apart: Apart, memory: Memory) -> None:
        self._rows(memory["moved"]).update(enterprise=apart.halves.gone)

    def _rows(self, ids: list[int]) -> QuerySet[Model]:
        return self.model._default_manager.filter(pk__in=ids)


class JoinedAttendances(NamedOnce):
    """An event the kept half came to as well is told once there."""

    relations = ("services.EventAttendance.enterprise",)
    label = "参加活动"
    model, of, both = EventAttendance, "event", "双方都参加"


ENDING: Final = ["during", "end_reason", "voided_at", "version"]


def _standing(enterprise_id: int) -> list[Assignment]:
    rows = Assignment.objects.standing().filter(enterprise_id=enterprise_id)
    return list(rows.select_related("specialist").order_by("pk"))


def _follows(row: Assignment, taken: list[Assignment], halves: Halves) -> bool:
    """Whether the kept half has room for it; open care stays within one unit."""
    if row.during.upper is None and row.jurisdiction_id != halves.into.jurisdiction_id:
        return False
    rivals = (
        other
        for other in taken
        if (row.is_lead and other.is_lead) or row.specialist_id == other.specialist_id
    )
    return not any(_days(row).common(_days(other)) for other in rivals)


def _lasts(row: Assignment, today: date) -> bool:
    """Whether it goes on today, or is yet to begin."""
    return row.during.upper is None or row.during.upper > today


def _planned(row: Assignment) -> bool:
    """Whether its last day was agreed on."""
    return row.during.upper is not None


def _end(row: Assignment, today: date, at: datetime) -> int:
    """Ended today; made void if it began no earlier. Returns the version it is left with."""
    if row.during.lower < today:
        row.during = DateRange(row.during.lower, today)
    else:
        row.voided_at = at
    row.end_reason, row.version = MERGED, row.version + 1
    row.save(update_fields=ENDING)
    return row.version


def _days(row: Assignment) -> Days:
    return Days.of(row.during.lower, row.during.upper)


def _said(row: Assignment) -> str:
    return f"{row.specialist.name}，自 {row.during.lower} 起"
