"""The drives of the invented city, its events, and who came."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from enterprises.models import Enterprise
from services.choices.stations import EventKind
from services.models import Campaign
from services.queries.stations import SERVICE_MONTH
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.operations.demo.daily.copying import Ledger
from wuhan_smes.operations.demo.daily.network import REPLY, Network, Stand
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.rows import moment
from wuhan_smes.operations.demo.spread import spread

EVENTS: Final = 344  # of the service month, by the day of the reply
MONTH: Final = date(2025, 6, 1)
JIE_WEN_CU: Final = "jie-wen-cu"
TOPICS: Final = (
    (EventKind.POLICY, "惠企政策宣讲"),
    (EventKind.FINANCE, "银企融资对接"),
    (EventKind.MARKET, "供需对接会"),
    (EventKind.TRAINING, "数字化转型培训"),
    (EventKind.DIAGNOSIS, "专家入企诊断"),
    (EventKind.RECRUITMENT, "访企拓岗招聘"),
    (EventKind.LEGAL, "法律体检"),
)
CO_HOSTS: Final = ("示例银行", "示例行业协会", "示例高校", "示例律师事务所")


def drives() -> dict[str, Campaign]:
    """The named drives by code; those that are there already stay."""
    city = Jurisdiction.objects.get(parent__isnull=True)
    named = (
        (SERVICE_MONTH, "中小企业服务月", MONTH, date(2025, 7, 31)),
        (JIE_WEN_CU, "解难题、稳增长、促发展", date(2025, 2, 10), None),
        ("yi-qi-yi-qi", "一起益企", date(2025, 5, 1), date(2025, 12, 31)),
        ("1131", "1131访企拓岗", date(2025, 3, 1), date(2025, 12, 31)),
    )
    Campaign.objects.bulk_create(
        (
            Campaign(
                code=code,
                name=name,
                jurisdiction=city,
                starts_on=starts,
                ends_on=ends,
                description=f"{MARK}专项行动",
            )
            for code, name, starts, ends in named
        ),
        ignore_conflicts=True,
    )
    return {drive.code: drive for drive in Campaign.objects.filter(code__in=[n[0] for n in named])}


def hold(network: Network, rng: Random, ledger: Ledger, *, events: int) -> None:
    """Exactly `events` of the service month by the day of the reply; others around them."""
    called = drives()
    month, drive = called[SERVICE_MONTH].pk, called[JIE_WEN_CU].pk
    units = network.city.units
    counts = spread(events, [unit.words.share for unit in units])
    for unit, count in zip(units, counts, strict=True):
        guests = list(_guests(unit.id))
        stands = network.stands[unit.id]
        for n in range(count + count // 3 + 2):
            if n < count or n == count:
                on, campaign = _day(rng, MONTH, REPLY), month
            else:
                on, campaign = _day(rng, date(2025, 8, 1), TODAY), drive
            _event(rng, ledger, unit.id, stands, guests, n + 1, on, campaign, held=n != count)


def _event(
    rng: Random,
    ledger: Ledger,
    unit_id: int,
    stands: list[Stand],
    guests: list[tuple[int, str]],
    number: int,
    on: date,
    campaign: int,
    *,
    held: bool,
) -> None:
    kind, topic = TOPICS[number % len(TOPICS)]
    standing = [stand for stand in stands if stand.is_open(on)]
    stand = rng.choice(standing) if standing and rng.random() < 0.8 else None
    came = rng.sample(guests, min(len(guests), rng.randrange(4, 20))) if held else []
    persons = [1 + rng.randrange(3) for _ in came]
    event = ledger.put(
        "services_serviceevent",
        f"{MARK}{topic}（第 {number} 场）",
        kind,
        unit_id,
        stand.row.pk if stand else None,
        campaign,
        on,
        stand.row.name if stand else f"{MARK}会议室",
        f"{{{rng.choice(CO_HOSTS)}}}" if rng.random() < 0.6 else "{}",
        sum(persons) + rng.randrange(12) if held else None,
        "",
        None if held else moment(on - timedelta(3)),
        "" if held else "场地调整，与他场合并",
        1,
    )
    for (enterprise, name), count in zip(came, persons, strict=True):
        ledger.put("services_eventattendance", event, unit_id, enterprise, name, count, "")


def _guests(unit_id: int) -> Iterator[tuple[int, str]]:
    """Some enterprises of the unit, the same for the same city."""
    rows = Enterprise.objects.filter(jurisdiction_id=unit_id, status="active").order_by("id")
    yield from rows.values_list("id", "name")[:400]


def _day(rng: Random, first: date, last: date) -> date:
    """A working day between two days, or the next one."""
    day = first + timedelta(rng.randrange((last - first).days + 1))
    while day.weekday() > 4:
        day -= timedelta(1)
    return max(day, first)
