"""The visits of the invented city: of leaders and departments, and of the stations' people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from django.db import connection

from services.choices.visits import ConfirmedBy, VisitMode, VisitRank
from services.models import Campaign
from wuhan_smes.accounts.models import Agency
from wuhan_smes.accounts.models.unit import AgencyKind
from wuhan_smes.operations.demo.daily.copying import Ledger
from wuhan_smes.operations.demo.daily.events import JIE_WEN_CU
from wuhan_smes.operations.demo.daily.network import REPLY
from wuhan_smes.operations.demo.facts import SURNAMES
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.rounds import TODAY

VISITS: Final = 2186  # 户次 of leaders and departments in the year of the reply, by its day
YEAR: Final = date(2025, 1, 1)
JOINT: Final = 30  # in a hundred, how many visits several units made together
MADE_BY_DISTRICTS: Final = 4  # for each of these a district's own leaders made one, counted apart
STEP: Final = (140, 320)  # days between two visits of a station to one enterprise
CONFIRMED: Final = 70
MODES: Final = (VisitMode.PLACE, VisitMode.PLACE, VisitMode.PLACE, VisitMode.PHONE)
PURPOSES: Final = ("{routine}", "{policy,needs}", "{routine,needs}", "{cultivation,policy}")
TALK: Final = (
    "生产经营平稳，在手订单约 {n} 万元，对下半年预期{m}。",
    "了解到企业本季度用工 {n} 人，{m}，已介绍惠企政策。",
    "企业正在准备申报材料，研发投入约 {n} 万元，{m}。",
    "实地查看车间，设备开工率约 {p}%，{m}。",
    "企业介绍了新产品进展，计划投资 {n} 万元，{m}。",
)
MOODS: Final = ("总体稳定", "有所好转", "略有压力", "希望加强供需对接", "暂无困难")
POSTS: Final = ("总经理", "副总经理", "办公室主任", "财务负责人")
# Enterprises in business that their unit has held since before the year began.
SETTLED: Final = """
SELECT e.id, e.name, e.jurisdiction_id
  FROM enterprises_enterprise e
  JOIN enterprises_jurisdictionstay s
    ON s.enterprise_id = e.id AND s.superseded_at IS NULL AND upper_inf(s.during)
 WHERE e.status = 'active' AND lower(s.during) < %s
 ORDER BY e.id LIMIT 20000
"""
CARE: Final = """
SELECT a.enterprise_id, e.name, a.jurisdiction_id, a.station_id, a.specialist_id, s.name,
       lower(a.during), coalesce(upper(a.during), %s)
  FROM services_assignment a
  JOIN enterprises_enterprise e ON e.id = a.enterprise_id
  JOIN services_specialist s ON s.id = a.specialist_id
 WHERE a.voided_at IS NULL ORDER BY a.id
"""


@dataclass(frozen=True, slots=True)
class Host:
    """An enterprise that is called upon."""

    id: int
    name: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class Caller:
    """Who writes the visit down: a specialist of a station, or a clerk for leaders."""

    rank: str
    recorded_by: str
    station_id: int | None = None
    specialist_id: int | None = None


def tell(rng: Random, ledger: Ledger, *, visits: int) -> None:
    """Exactly `visits` of the city's leaders and departments by the day of the reply, some after
    it, those of districts apart, and the rounds of the stations.
    """
    hosts = [Host(*row) for row in _asked(SETTLED, [YEAR])]
    drive = Campaign.objects.get(code=JIE_WEN_CU).pk
    departments = list(
        Agency.objects.filter(kind=AgencyKind.DEPARTMENT).order_by("display_order", "pk")
    )
    for n in range(visits):
        _of_leaders(rng, ledger, rng.choice(hosts), _workday(rng, YEAR, REPLY), drive, departments)
        if n % MADE_BY_DISTRICTS == 0:
            _of_a_district(rng, ledger, rng.choice(hosts), _workday(rng, YEAR, TODAY))
            after = _workday(rng, REPLY + timedelta(1), TODAY)
            _of_leaders(rng, ledger, rng.choice(hosts), after, drive, departments)
    for host, caller, day in _rounds(rng):
        _put(rng, ledger, host, caller, day, None)


def _of_leaders(
    rng: Random,
    ledger: Ledger,
    host: Host,
    day: date,
    drive: int,
    departments: list[Agency],
) -> None:
    """One visit, whoever came along; its rank is that of the highest."""
    leader = rng.randrange(5) == 0
    units = rng.sample(departments, 1 + (rng.randrange(100) < JOINT) + (rng.randrange(100) < 10))
    rank = VisitRank.CITY_LEADER if leader else VisitRank.DEPARTMENT
    visit = _put(rng, ledger, host, Caller(rank, f"{MARK}市级经办人"), day, drive)
    ordinal = 1
    if leader:
        _member(rng, ledger, visit, ordinal, "市领导", f"{MARK}市领导机关", None, rank)
    for unit in units:
        ordinal += 1
        _member(rng, ledger, visit, ordinal, "处长", unit.name, unit.pk, VisitRank.DEPARTMENT)


def _of_a_district(rng: Random, ledger: Ledger, host: Host, day: date) -> None:
    visit = _put(rng, ledger, host, Caller(VisitRank.DISTRICT, f"{MARK}区级经办人"), day, None)
    _member(rng, ledger, visit, 1, "区领导", f"{MARK}区级机关", None, VisitRank.DISTRICT)


def _rounds(rng: Random) -> Iterator[tuple[Host, Caller, date]]:
    """Every specialist goes his rounds as long as the enterprise is in his care."""
    for row in _asked(CARE, [TODAY]):
        enterprise, name, unit, station, specialist, person, since, until = row
        day = max(since, YEAR) + timedelta(rng.randrange(STEP[1]))
        while day < min(until, TODAY):
            caller = Caller(VisitRank.STATION, person, station, specialist)
            yield Host(enterprise, name, unit), caller, _weekday(day)
            day += timedelta(rng.randrange(*STEP))


def _put(
    rng: Random, ledger: Ledger, host: Host, caller: Caller, day: date, drive: int | None
) -> int:
    hour = 9 + rng.randrange(8)
    visited = f"{day} {hour:02d}:{rng.randrange(60):02d}:00+08"
    confirmed = rng.randrange(100) < CONFIRMED
    said = rng.choice(TALK).format(
        n=10 + rng.randrange(990), p=40 + rng.randrange(60), m=rng.choice(MOODS)
    )
    return ledger.put(
        "services_visit",
        UUID(int=rng.getrandbits(128), version=4),
        host.id,
        host.name,
        host.unit_id,
        caller.station_id,
        caller.specialist_id,
        drive,
        caller.rank,
        "",
        rng.choice(MODES),
        "",
        visited,
        f"{rng.choice(SURNAMES)}{rng.choice(('先生', '女士'))}",
        rng.choice(POSTS),
        "",
        rng.choice(PURPOSES),
        "",
        "",
        "",
        "{}",
        f"{MARK}：{said}",
        "",
        "confirmed" if confirmed else "pending",
        f"{day} 19:00:00+08" if confirmed else None,
        ConfirmedBy.CALL if confirmed else "",
        "",
        False,
        f"{day} 18:30:00+08",
        caller.recorded_by,
        "",
        "",
        "",
        "",
        1,
        "",
        20 + rng.randrange(480) if rng.randrange(3) == 0 else None,
    )


def _member(
    rng: Random,
    ledger: Ledger,
    visit: int,
    ordinal: int,
    post: str,
    unit: str,
    agency_id: int | None,
    rank: str,
) -> None:
    name = f"{rng.choice(SURNAMES)}某"
    ledger.put("services_visitmember", visit, ordinal, name, post, unit, agency_id, rank)


def _asked(statement: str, given: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        yield from cursor.fetchall()


def _workday(rng: Random, first: date, last: date) -> date:
    day = _weekday(first + timedelta(rng.randrange((last - first).days + 1)))
    return max(day, first)


def _weekday(day: date) -> date:
    """The day, or the Friday before a weekend."""
    return day - timedelta(max(0, day.weekday() - 4))
