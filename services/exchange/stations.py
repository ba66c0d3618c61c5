"""Lists of stations: opened where they are new, corrected where they are known.

A station is known by its code; without one, as most sheets come, by its unit and name.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from enterprises.choices import PlaceKind
from enterprises.exchange.dated import labels
from enterprises.exchange.words import units
from enterprises.models import Place
from services.actions import stations
from services.choices.stations import StationKind
from services.exchange.days import day
from wuhan_smes.access import Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.errors import Fault
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Options, Row, Trace, kinds

TABLE: Final = "accounts_servicestation"
EDIT: Final = Capability.STATION_EDIT
# Columns of a station, and the fields of the list they come from.
COLUMNS: Final[Mapping[str, str]] = {
    "name": "station_name",
    "kind": "station_kind",
    "street_id": "street",
    "address": "address",
    "host": "station_host",
    "phone": "station_phone",
    "opened_on": "station_opened_on",
}


class Known:
    """The stations, units and streets that the rows of a portion speak of."""

    def __init__(self, rows: Sequence[Row], context: Context) -> None:
        reach = context.access.reach(EDIT)
        codes = {row.values["station_code"] for row in rows if "station_code" in row.values}
        names = {row.values["station_name"] for row in rows}
        found = ServiceStation.objects.within(reach).select_related("profile").order_by("pk")
        self.coded = {it.code: it for it in found.filter(code__in=codes)}
        self.named: dict[tuple[int, str], list[ServiceStation]] = {}
        for it in found.filter(name__in=names, closed_on__isnull=True):
            self.named.setdefault((it.jurisdiction_id, it.name), []).append(it)
        self.units = {it.code: it.pk for it in Jurisdiction.objects.managing()}
        self.streets = {
            (it.jurisdiction_id, it.name): it.pk
            for it in Place.objects.filter(kind=PlaceKind.STREET)
        }
        self.context, self.reach = context, reach

    def unit(self, row: Row) -> int:
        return self.units.get(row.values.get("district", ""), self.context.jurisdiction_id)

    def station(self, row: Row, unit_id: int) -> ServiceStation | None:
        """The station a row is about; none for a new one."""
        if code := row.values.get("station_code"):
            return self.coded.get(code)
        alike = self.named.get((unit_id, row.values["station_name"]), [])
        return alike[0] if len(alike) == 1 else None

    def said(self, row: Row, unit_id: int, station: ServiceStation | None) -> dict[str, Any]:
        """What the row says, column by column; a blank says nothing. What was answered for the
        whole file is meant for the new ones, and corrects none that is known.
        """
        general = self.context.answers if station else {}
        told = {c: f for c, f in COLUMNS.items() if row.values.get(f) and f not in general}
        values = {column: row.values[field] for column, field in told.items()}
        if "opened_on" in values:
            values["opened_on"] = day(row, COLUMNS["opened_on"])
        if "street_id" in values:
            values["street_id"] = self.streets.get((unit_id, values["street_id"]))
        return values

    def changes(self, station: ServiceStation, said: Mapping[str, Any]) -> dict[str, list[Any]]:
        """The columns that would change, with what they hold."""
        profile = getattr(station, "profile", None)
        return {
            name: [before, after]
            for name, after in said.items()
            if (before := getattr(station, name, getattr(profile, name, None))) != after
        }

    def faults(self, row: Row, unit_id: int) -> Iterator[Fault]:
        station = self.station(row, unit_id)
        alike = self.named.get((unit_id, row.values["station_name"]), [])
        if not self.reach.covers(unit_id):
            yield Fault("district", "elsewhere", "不是您负责的管理单位")
        if station is not None and station.jurisdiction_id != unit_id:
            yield Fault("district", "elsewhere", "服务站不改变管理单位，请核对编号")
        if station is not None and station.closed_on is not None:
            yield Fault("station_code", "closed", "该编号的服务站已撤销")
        street = row.values.get("street")
        if street and (unit_id, street) not in self.streets:
            yield Fault("street", "unknown", f"该单位没有街道“{street}”")
        if station is None and alike:
            codes = "、".join(it.code for it in alike)
            detail = f"本单位已有同名的服务站（{codes}），请写它的编号"
            yield Fault("station_code", "same_name", detail)
        if station is None and not row.values.get("station_opened_on"):
            yield Fault("station_opened_on", "required", "新设服务站须写设立日期")
        if station is None and not row.values.get("station_kind"):
            yield Fault("station_kind", "required", "新设服务站须写类别")


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    known = Known(rows, context)
    for row in rows:
        unit = known.unit(row)
        if faults := list(known.faults(row, unit)):
            yield Decision.refused(*faults)
            continue
        station, thread = known.station(row, unit), _thread(row, unit)
        said = known.said(row, unit, station)
        if station is None:
            new = {COLUMNS[name]: ["", row.values[COLUMNS[name]]] for name in said}
            yield Decision(Verdict.NEW, _plain(new), thread=thread)
            continue
        changed = known.changes(station, said)
        told = {
            COLUMNS[name]: [pair[0], row.values[COLUMNS[name]]] for name, pair in changed.items()
        }
        verdict = Verdict.CHANGED if told else Verdict.UNCHANGED
        yield Decision(verdict, _plain(told), thread=thread)


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    known = Known(rows, context)
    who: dict[str, Any] = {"access": context.access, "at": context.at}
    for row in rows:
        unit = known.unit(row)
        station, thread = known.station(row, unit), _thread(row, unit)
        said = known.said(row, unit, station)
        if station is None:
            code = row.values.get("station_code", "")
            made = stations.open_station(code=code, jurisdiction_id=unit, **said, **who)
            fields = [COLUMNS[name] for name in said]
            yield Trace(row.id, TABLE, made.pk, Operation.ADDED, None, thread, fields)
            continue
        changed = known.changes(station, said)
        if changed:
            after = {name: pair[1] for name, pair in changed.items()}
            before = {name: pair[0] for name, pair in changed.items()}
            stations.amend(station.pk, values=after, **who)
            fields = [COLUMNS[name] for name in changed]
            about = (row.id, TABLE, station.pk, Operation.UPDATED, None, thread)
            yield Trace(*about, fields, before, after)


def undo(traces: Sequence[Trace], context: Context) -> None:
    """What was opened never was: it closes on its first day; what was corrected is as before."""
    who: dict[str, Any] = {"access": context.access, "at": context.at}
    for it in traces:
        if it.operation == Operation.ADDED:
            stations.take_back(it.target_id, reason=f"撤回{context.source}"[:200], **who)
        else:
            before = dict(it.before)
            if before.get("opened_on"):
                before["opened_on"] = date.fromisoformat(before["opened_on"])
            stations.amend(it.target_id, values=before, **who)


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    added = {it.target_id: it.row_id for it in traces if it.operation == Operation.ADDED}
    rows = ServiceStation.objects.filter(pk__in=added).filter(specialists__isnull=False)
    found = {added[pk]: "服务站已有专员" for pk in rows.values_list("pk", flat=True)}
    for station in ServiceStation.objects.filter(pk__in=added, closed_on__isnull=False):
        found[added[station.pk]] = "服务站已撤销"
    return found


def _thread(row: Row, unit_id: int) -> str:
    """What tells two stations of a file apart."""
    return row.values.get("station_code") or f"{unit_id} {row.values['station_name']}"


def _plain(changes: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    """Values as people read them."""
    return {
        name: ["" if value is None else str(value) for value in pair]
        for name, pair in changes.items()
    }


def station_kinds(_: Reach) -> Options:
    return labels(StationKind)


kinds.add(
    Kind(
        name="stations",
        title="服务站",
        purpose="设立服务站，或更正已有服务站：有编号的按编号，没有的按单位和名称，新设的自动编号；"
        "空白不覆盖已登记的值，撤销须在页面办理",
        capability=EDIT,
        fields=(
            Field("station_code", "服务站编号", example="jiangxia-zhifang-01"),
            Field("station_name", "服务站名称", required=True, example="纸坊街道服务站"),
            Field("district", "管理单位", "choice", options=units, example="江夏区"),
            Field(
                "station_kind",
                "服务站类别",
                "choice",
                ask=True,
                options=station_kinds,
                example="街道",
            ),
            Field("street", "街道", example="纸坊街道"),
            Field("address", "地址"),
            Field("station_host", "依托单位"),
            Field("station_phone", "服务电话"),
            Field("station_opened_on", "设立日期", "date", ask=True, example="2025-03-01"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
    )
)
