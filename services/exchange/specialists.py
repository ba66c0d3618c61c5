"""Lists of specialists: each row asks for a filing, which another person then approves."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from enterprises.rules.spans import day_after
from services.actions import specialists
from services.choices.stations import FilingState
from services.exchange.days import day
from services.models import Specialist
from services.rules.stations import checked_phone
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.ciphers import INDEX, ring
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Row, Trace, kinds

TABLE: Final = Specialist._meta.db_table
EDIT: Final = Capability.STATION_EDIT
OPEN: Final = (FilingState.APPLIED, FilingState.APPROVED)


class Known:
    """The stations the rows name, and who is filed or waits under their telephones."""

    def __init__(self, rows: Sequence[Row], context: Context) -> None:
        reach = context.access.reach(EDIT)
        words = {row.values["station"] for row in rows}
        named: dict[str, list[ServiceStation]] = {}
        for field in ("name", "code"):
            found = ServiceStation.objects.within(reach).filter(**{f"{field}__in": words})
            for station in found.order_by("pk"):
                named.setdefault(getattr(station, field), []).append(station)
        self.named = named
        phones = {row.values["specialist_phone"] for row in rows}
        filings = Specialist.objects.within(reach).filter(phone__in=phones, state__in=OPEN)
        self.filed = {it.phone: it for it in filings.select_related("station").order_by("pk")}

    def station(self, row: Row) -> ServiceStation:
        """The one station a row names. Raises InputRefused for none or several."""
        found = self.named.get(row.values["station"], [])
        if len(found) != 1:
            detail = "没有这个服务站" if not found else "有几个同名的服务站，请写编号"
            raise InputRefused(Fault("station", "unknown", detail))
        return found[0]


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    known = Known(rows, context)
    for row in rows:
        try:
            station, phone = known.station(row), checked_phone(row.values["specialist_phone"])
        except InputRefused as refusal:
            yield Decision.refused(
                *(Fault(FIELDS.get(f.field, f.field), f.code, f.detail) for f in refusal.faults)
            )
            continue
        filed = known.filed.get(phone)
        if filed is not None and filed.station_id == station.pk:
            yield Decision(Verdict.UNCHANGED)
        elif filed is not None:
            detail = f"已在“{filed.station.name}”备案或申请，请办理调任"
            yield Decision.refused(Fault("station", "filed_elsewhere", detail))
        elif _reversed(row):
            yield Decision.refused(Fault("filed_to", "reversed", "截止日期早于起始日期"))
        else:
            changes = {"specialist_name": ["", row.values["specialist_name"]]}
            yield Decision(
                Verdict.NEW, {**changes, "station": ["", station.name]}, thread=_thread(phone)
            )


FIELDS: Final[Mapping[str, str]] = {"phone": "specialist_phone"}


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    known = Known(rows, context)
    for row in rows:
        values = row.values
        filing = specialists.apply(
            access=context.access,
            at=context.at,
            station_id=known.station(row).pk,
            name=values["specialist_name"][:60],
            phone=values["specialist_phone"],
            since=date.fromisoformat(values["filed_from"]),
            until=day_after(day(row, "filed_to")),
            post=values.get("post", "")[:60],
            number=values.get("filing_no", "")[:30],
        )
        fields = ["specialist_name", "station"]
        yield Trace(row.id, TABLE, filing.pk, Operation.ADDED, None, _thread(filing.phone), fields)


def undo(traces: Sequence[Trace], context: Context) -> None:
    for it in traces:
        specialists.withdraw(
            it.target_id,
            access=context.access,
            at=context.at,
            note=f"撤回{context.source}"[:150],
        )


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    rows = {it.target_id: it.row_id for it in traces}
    decided = Specialist.objects.filter(pk__in=rows).exclude(state=FilingState.APPLIED)
    return {rows[it.pk]: f"备案{it.get_state_display()}" for it in decided}


def _thread(phone: str) -> str:
    """Tells people apart without their numbers."""
    return ring().index_of(phone)[:INDEX]


def _reversed(row: Row) -> bool:
    last, first = day(row, "filed_to"), day(row, "filed_from")
    return last is not None and first is not None and last < first


kinds.add(
    Kind(
        name="specialists",
        title="服务专员备案",
        purpose="整批提出专员备案申请，由另一人核准后计入；同站同号的不重复申请",
        capability=EDIT,
        fields=(
            Field("specialist_name", "专员姓名", "person", True, example="王示例"),
            Field(
                "specialist_phone", "专员手机", "phone", True, example="13900000000", personal=True
            ),
            Field("station", "服务站", required=True, example="纸坊街道服务站"),
            Field("filed_from", "备案起始日期", "date", True, True, example="2025-03-01"),
            Field("filed_to", "备案截止日期", "date", example="2027-02-28"),
            Field("filing_no", "备案编号"),
            Field("post", "职务"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
    )
)
