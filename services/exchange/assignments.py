"""Lists of care (包联): which enterprise goes to which specialist, all of a list at once."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from enterprises.exchange.dated import enterprise_of
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.models import Enterprise
from services.actions import assignments
from services.actions.assignments import Wanted
from services.choices.stations import FilingState
from services.models import Assignment, Specialist
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Row, Trace, kinds

TABLE: Final = Assignment._meta.db_table
EDIT: Final = Capability.ASSIGNMENT_EDIT


class Known:
    """The specialists the rows name, the enterprises they are about, and who has those now."""

    def __init__(self, rows: Sequence[Row], context: Context) -> None:
        reach = context.access.reach(EDIT)
        everybody = Specialist.objects.within(reach)
        people = everybody.filter(state=FilingState.APPROVED)
        numbers = {row.values["filing_no"] for row in rows if row.values.get("filing_no")}
        names = {row.values["specialist_name"] for row in rows if row.values.get("specialist_name")}
        self.by_number = {it.number: it for it in everybody.filter(number__in=numbers)}
        self.by_name: dict[tuple[int, str], list[Specialist]] = {}
        for it in people.filter(name__in=names).select_related("station").order_by("pk"):
            self.by_name.setdefault((it.jurisdiction_id, it.name), []).append(it)
        ids = [row.subject_id for row in rows if row.subject_id is not None]
        self.enterprises = Enterprise.objects.in_bulk(ids)
        care = Assignment.objects.standing().filter(enterprise_id__in=ids, during__upper_inf=True)
        told = Assignment.objects.within(reach).standing().filter(enterprise_id__in=ids)
        self.told = set(told.values_list("enterprise_id", "specialist_id", "during__startswith"))
        self.leads = {it.enterprise_id: it for it in care.filter(is_lead=True).for_list()}

    def specialist(self, row: Row) -> Specialist:
        """The one person a row names. Raises InputRefused for nobody or several."""
        unit = self.enterprises[enterprise_of(row)].jurisdiction_id
        number = row.values.get("filing_no")
        found = [self.by_number[number]] if number in self.by_number else []
        if not number:
            found = self.by_name.get((unit, row.values.get("specialist_name", "")), [])
            if station := row.values.get("station"):
                found = [it for it in found if station in (it.station.name, it.station.code)]
        if len(found) != 1:
            detail = "本单位没有这名在册专员" if not found else "有几名同名的专员，请写备案编号"
            field = "filing_no" if number else "specialist_name"
            raise InputRefused(Fault(field, "unknown", detail))
        if found[0].jurisdiction_id != unit:
            raise InputRefused(Fault("filing_no", "elsewhere", "专员与企业不属同一管理单位"))
        return found[0]

    def wanted(self, row: Row) -> Wanted:
        return Wanted(
            enterprise_of(row),
            self.specialist(row).pk,
            _from(row),
            cadence_days=row.values.get("cadence_days"),
        )


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    known = Known(rows, context)
    for row in rows:
        try:
            specialist = known.specialist(row)
        except InputRefused as refusal:
            yield Decision.refused(*refusal.faults)
            continue
        lead = known.leads.get(enterprise_of(row))
        if (enterprise_of(row), specialist.pk, _from(row)) in known.told or (
            lead is not None and lead.specialist_id == specialist.pk
        ):
            yield Decision(Verdict.UNCHANGED, thread=row.values["care_from"])
        elif specialist.state != FilingState.APPROVED:
            detail = f"专员{specialist.name}已不在册"
            yield Decision.refused(Fault("filing_no", "unknown", detail))
        elif lead is not None:
            detail = f"已由{lead.specialist.name}包联，请办理移交"
            yield Decision.refused(Fault("specialist_name", "taken", detail))
        elif _from(row) not in specialist.during:
            detail = f"专员{specialist.name}在该日不在备案期内"
            yield Decision.refused(Fault("care_from", "not_filed", detail))
        else:
            changes = {
                "specialist_name": ["", specialist.name],
                "care_from": ["", row.values["care_from"]],
            }
            yield Decision(Verdict.NEW, changes)


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    known = Known(rows, context)
    wanted = [known.wanted(row) for row in rows]
    if not wanted:
        return
    made = assignments.assign_set(wanted, access=context.access, at=context.at)
    for row, one in zip(rows, made, strict=True):
        fields = ["specialist_name", "care_from"]
        yield Trace(row.id, TABLE, one.pk, Operation.ADDED, one.enterprise_id, "", fields)


def undo(traces: Sequence[Trace], context: Context) -> None:
    """The care that was given never was: each ends on the day it began."""
    by_day: dict[object, list[int]] = {}
    rows = Assignment.objects.filter(pk__in=[it.target_id for it in traces])
    for row in rows:
        by_day.setdefault(row.during.lower, []).append(row.pk)
    for on, ids in by_day.items():
        assignments.end(
            ids,
            access=context.access,
            at=context.at,
            on=on,  # type: ignore[arg-type] # the first day of a span that has one
            reason=f"撤回{context.source}"[:200],
        )


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    rows = {it.target_id: it.row_id for it in traces}
    there = {it.pk: it for it in Assignment.objects.filter(pk__in=rows)}
    return {
        row_id: "包联已移交、结束或企业已迁出"
        for pk, row_id in rows.items()
        if pk not in there or there[pk].version > 1
    }


def _from(row: Row) -> date:
    return date.fromisoformat(row.values["care_from"])


kinds.add(
    Kind(
        name="assignments",
        title="包联名单",
        purpose="把企业整批交给专员；已有主责专员的不覆盖，请在页面办理移交",
        capability=EDIT,
        fields=(
            Field("specialist_name", "专员姓名", "person", example="王示例"),
            Field("filing_no", "备案编号", help_text="有同名专员时必填", example="ZY2025-000012"),
            Field("station", "服务站", example="纸坊街道服务站"),
            Field("care_from", "包联起始日期", "date", True, True, example="2026-01-01"),
            Field("cadence_days", "走访间隔（天）", "integer", example="30"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
        subject=enterprise,
        parsers=PARSERS,
    )
)
