"""走访台账: visits as stations, leaders and departments wrote them down before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from enterprises.exchange.dated import enterprise_of, labels
from enterprises.exchange.subject import PARSERS, enterprise
from services.actions import visit_ledger
from services.actions.visit_ledger import PastVisit
from services.actions.visit_words import Member
from services.choices.visits import Purpose, VisitMode, VisitRank
from services.exchange.ledgers import Ledger
from services.models import Visit
from services.rules.ledgers import names_of, purposes_of
from wuhan_smes.access import Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.errors import Fault
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Options, Row, kinds

# What ledgers put where there was nothing to tell.
NOTHING_SAID: Final = frozenset({"无", "暂无", "没有", "/", "-", "—"})
MODES: Final[Options] = {
    **dict.fromkeys(("实地走访", "上门", "入企", "现场"), VisitMode.PLACE),
    **dict.fromkeys(("线上走访", "视频", "微信"), VisitMode.ONLINE),
    **dict.fromkeys(("电话走访", "电话联系"), VisitMode.PHONE),
}
RANKS: Final[Options] = {
    **dict.fromkeys(("市级领导", "市委市政府领导"), VisitRank.CITY_LEADER),
    **dict.fromkeys(("市级部门", "市直单位", "市级"), VisitRank.DEPARTMENT),
    **dict.fromkeys(("区", "区领导", "区级领导", "区直部门"), VisitRank.DISTRICT),
    **dict.fromkeys(("服务专员", "站点", "专员"), VisitRank.STATION),
}


def _read(rows: Sequence[Row], context: Context) -> list[PastVisit | Decision]:
    names = {it.values["station"] for it in rows if it.values.get("station")}
    reach = context.access.reach(Capability.VISIT_CHECK)
    stations = dict(
        ServiceStation.objects.within(reach).filter(name__in=names).values_list("name", "pk")
    )
    unit = Jurisdiction.objects.get(pk=context.jurisdiction_id).name
    told: list[PastVisit | Decision] = []
    for row in rows:
        name = row.values.get("station") or ""
        if name and name not in stations:
            detail = f"没有服务站“{name}”，请先登记该站，或改写为登记的站名"
            told.append(Decision.refused(Fault("station", "unknown", detail)))
        else:
            told.append(_visit(row, context, stations.get(name), unit))
    return told


def _visit(row: Row, context: Context, station_id: int | None, unit: str) -> PastVisit:
    values = row.values
    words = [values.get("visit_note") or ""]
    for name, label in (("problem", "反映问题"), ("remark", "备注")):
        if (said := values.get(name)) and said not in NOTHING_SAID:
            words.append(f"{label}：{said}")
    return PastVisit(
        enterprise_id=enterprise_of(row),
        visited_on=date.fromisoformat(values["visited_on"]),
        mode=values.get("visit_mode") or VisitMode.PLACE,
        purposes=purposes_of(values.get("visit_purpose") or ""),
        summary="\n".join(word for word in words if word),
        station_id=station_id,
        members=_members(values, of_station=station_id is not None, unit=unit),
        place=values.get("visit_place") or "",
        received_name=values.get("received_name") or "",
        received_post=values.get("received_post") or "",
        received_phone=values.get("received_phone") or "",
        external_no=values.get("visit_no") or "",
        where=context.source_of(row),
    )


def _members(values: Mapping[str, str], *, of_station: bool, unit: str) -> list[Member]:
    """Who went; a ledger that names nobody was written by the unit whose ledger it is."""
    rank = VisitRank.STATION if of_station else values.get("visit_rank") or VisitRank.DISTRICT
    from_unit = values.get("visitor_unit") or values.get("station") or unit
    names = names_of(values.get("visitors") or "")
    if not names and not of_station:
        names = [from_unit]
    return [Member(name, from_unit, rank) for name in names]


def _shown(told: PastVisit) -> Mapping[str, str]:
    """As people read it, never a number to call."""
    purposes = "、".join(Purpose(purpose).label for purpose in told.purposes)
    return {
        "visited_on": str(told.visited_on),
        "visit_mode": str(VisitMode(told.mode).label),
        "visit_purpose": purposes,
        "visit_note": told.summary,
        "visitors": "、".join(member.name for member in told.members),
        "received_name": told.received_name,
        "visit_no": told.external_no,
    }


LEDGER: Final = Ledger(Visit, visit_ledger, _read, _shown)


def modes(_: Reach) -> Options:
    return {**labels(VisitMode), **MODES}


def ranks(_: Reach) -> Options:
    return {**labels(VisitRank), **RANKS}


kinds.add(
    Kind(
        name="visit_ledger",
        title="走访台账（历史）",
        purpose="补录启用前的走访，保留原走访日期，记为历史补录，不受补登期限限制",
        capability=Capability.VISIT_CHECK,
        fields=(
            Field("visited_on", "走访日期", "date", True, example="2024-05-20"),
            Field("visit_note", "走访情况", required=True, example="生产正常，拟扩建厂房"),
            Field("station", "服务站", example="光谷软件园服务站"),
            Field("visit_rank", "走访层级", "choice", options=ranks, example="市直部门"),
            Field("visitors", "走访人员", example="张三、李四"),
            Field("visitor_unit", "走访单位", example="市经信局"),
            Field("visit_mode", "走访方式", "choice", options=modes, example="实地"),
            Field("visit_purpose", "走访目的", example="政策宣讲"),
            Field("visit_place", "走访地点"),
            Field("received_name", "接待人", "person", example="王五"),
            Field("received_post", "接待人职务", example="总经理"),
            Field("received_phone", "接待人电话", "phone", personal=True),
            Field("problem", "反映问题", help_text="并入走访情况；要办理的问题请另用问题台账导入"),
            Field("visit_no", "走访编号"),
            Field("remark", "备注"),
        ),
        decide=LEDGER.decide,
        apply=LEDGER.apply,
        undo=LEDGER.undo,
        touched=LEDGER.touched,
        subject=enterprise,
        parsers=PARSERS,
    )
)
