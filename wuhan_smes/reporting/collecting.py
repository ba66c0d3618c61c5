"""The city's table as the sum of what the units handed in and the city accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.reporting.canonical import sheet_of
from wuhan_smes.reporting.cells import Cell, Gap
from wuhan_smes.reporting.choices import HandInMove
from wuhan_smes.reporting.models import HandInStep, ReportPeriod
from wuhan_smes.reporting.sheet import Column, Sheet


@dataclass(frozen=True, slots=True)
class Handed:
    """The table of one unit that counted at a moment; none while nothing was accepted."""

    unit: Jurisdiction
    sheet: Sheet | None


def collected_table(access: Access, choices: Mapping[str, str], known_at: datetime) -> Sheet:
    """A row for every unit, that of its accepted table; … for those still missing, by name.

    The total is that of the rows shown. Raises ActionRefused where tables count by different
    definitions, since those cannot be added.
    """
    reach = access.reach(Capability.REGISTER_EXPORT)
    period = ReportPeriod.objects.within(reach).filter(pk=choices["period"]).first()
    if period is None:
        raise InputRefused(Fault("period", "unknown_option", "没有这个报送期"))
    found = handed(period, reach, known_at)
    columns, notes = _alike([it.sheet for it in found if it.sheet is not None])
    missing = [it.unit.name for it in found if it.sheet is None]
    said = f"尚未接收（记“…”，未计入合计）：{'、'.join(missing)}" if missing else "各单位均已接收。"
    rows, keys = _rows(found, len(columns))
    return Sheet(
        f"{period.title}（汇总）",
        columns,
        rows,
        reporting_unit="、".join(_heads(reach)),
        as_of=f"{period.name}；{period.said}",
        prepared_by=access.actor_name,
        notes=[f"注：由各单位已封存、市级已接收的报表相加而成。{said}", *notes],
        keys=keys,
    )


def handed(period: ReportPeriod, reach: Reach, known_at: datetime) -> list[Handed]:
    """What of every unit in reach was accepted by that moment, in the order of units."""
    steps = (
        HandInStep.objects.within(reach)
        .filter(hand_in__period=period, move=HandInMove.ACCEPT, at__lte=known_at)
        .order_by("at", "pk")
        .select_related("run")
    )
    bodies = {it.jurisdiction_id: bytes(it.run.body) for it in steps if it.run.body is not None}
    rows = period.hand_ins.within(reach).select_related("jurisdiction")
    return [
        Handed(
            row.jurisdiction, sheet_of(body) if (body := bodies.get(row.jurisdiction_id)) else None
        )
        for row in rows.order_by("jurisdiction__display_order", "jurisdiction_id")
    ]


def _alike(sheets: list[Sheet]) -> tuple[list[Column], list[str]]:
    """The columns and notes all tables share; of no table there is one column, the units."""
    if not sheets:
        return [Column("label", "管理单位", width=20)], []
    first = sheets[0]
    if any(list(it.columns) != list(first.columns) for it in sheets) or any(
        list(it.notes) != list(first.notes) for it in sheets
    ):
        raise ActionRefused("各单位报表的栏目或口径版本不同，不能相加；请退回按旧口径生成的报表")
    return list(first.columns), list(first.notes)


def _rows(found: list[Handed], width: int) -> tuple[list[list[Cell]], list[str]]:
    rows: list[list[Cell]] = []
    keys: list[str] = []
    for it in found:
        if it.sheet is None:
            rows.append([it.unit.name, *([Gap.NOT_REPORTED] * (width - 1))])
            keys.append(it.unit.code)
            continue
        rows += [list(row) for row in it.sheet.rows]
        keys += list(it.sheet.keys) or [it.unit.code] * len(it.sheet.rows)
    return rows, keys


def _heads(reach: Reach) -> list[str]:
    units = Jurisdiction.objects.order_by("display_order", "id")
    if reach.everywhere:
        units = units.filter(parent__isnull=True)
    else:
        units = units.filter(pk__in=reach.jurisdiction_ids)
    return list(units.values_list("name", flat=True))
