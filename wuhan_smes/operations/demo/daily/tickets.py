"""The tickets of the invented city: what was collected, followed and struck off, and what is open.

By the day of the reply exactly 790 problems were collected and 17,626 appeals and consultations
closed, in proportion for a smaller city.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from enterprises.models import Enterprise
from services.choices.clocks import ClockKind
from services.choices.tickets import (
    Category,
    Channel,
    HolderKind,
    Nature,
    Outcome,
    Satisfaction,
    TicketMove,
    TicketState,
)
from services.queries.policies import limits_for
from services.rules.clocks import CITY_TIME
from wuhan_smes.accounts.models import Agency, Jurisdiction, User
from wuhan_smes.operations.demo.daily.copying import Ledger
from wuhan_smes.operations.demo.daily.lives import Life, Rules
from wuhan_smes.operations.demo.daily.network import REPLY, Network, Stand
from wuhan_smes.operations.demo.names import MARK
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.spread import spread
from wuhan_smes.worktime.queries import work_calendar

PROBLEMS, APPEALS = 790, 17_626  # by the day of the reply
LATER, OPEN = 2_400, 640  # closed since, and open on the day the city is told up to
FIRST: Final = date(2024, 3, 1)
ONLINE: Final = (Channel.HANQITONG, Channel.GUANGGU, Channel.DIANXIAOER, Channel.HOTLINE)
TOPICS: Final = {
    Category.FINANCING: "流动资金周转紧张，希望对接银行",
    Category.LABOUR: "一线技工短缺，希望协助招聘",
    Category.LAND: "产能扩大，需要新增厂房",
    Category.ENERGY: "用电容量不足，申请增容",
    Category.MARKET: "希望参加供需对接，拓展本地订单",
    Category.ARREARS: "货款被拖欠，希望协调",
    Category.TECHNOLOGY: "寻求高校院所技术合作",
    Category.DIGITAL: "希望诊断数字化改造方案",
    Category.TITLES: "咨询专精特新申报条件",
    Category.SUBSIDY: "咨询奖补资金拨付进度",
    Category.TAX: "研发费用加计扣除口径咨询",
    Category.APPROVAL: "项目审批手续办理时间较长",
    Category.LOGISTICS: "厂区道路限行影响货运",
    Category.POLICY: "咨询惠企政策适用范围",
}
DESK, AUDITOR, UNIT = f"{MARK}经办人", f"{MARK}审核人", f"{MARK}承办人"
# How an open ticket stands: state by state, so many in a hundred.
STANDING: Final = (
    (TicketState.COLLECTED, 18),
    (TicketState.TRIAGED, 10),
    (TicketState.SELF_HANDLED, 8),
    (TicketState.ASSIGNED, 12),
    (TicketState.SIGNED, 8),
    (TicketState.IN_PROGRESS, 22),
    (TicketState.SUSPENDED, 4),
    (TicketState.SPECIAL_STUDY, 2),
    (TicketState.REPLIED, 7),
    (TicketState.AUDITED, 5),
    (TicketState.SURVEYED, 2),
    (TicketState.LISTED, 2),
)


@dataclass(slots=True)
class Teller:
    """Tells lives, unit by unit, the same for the same seed."""

    network: Network
    rng: Random
    ledger: Ledger
    rules: Rules
    agencies: Sequence[int]
    guests: dict[int, list[tuple[int, str]]]
    scientific: int
    login: User | None

    def closed(self, unit_id: int, nature: Nature, first: date, last: date) -> None:
        """One that is struck off by `last`."""
        end = _moment(last, 17)
        came = self._time(first, last - timedelta(1))
        life = self._raised(unit_id, nature, came)
        if nature is Nature.CONSULTATION:
            told = min(came + timedelta(minutes=5 + self.rng.randrange(90)), end)
            answer = "已按现行政策答复"
            said = {"outcome": "explained", "answer": answer, "closed_at": told, "replied_at": told}
            life.go(TicketMove.ANSWER, told, DESK, answer, said=said)
        else:
            self._through(life, TicketState.CLOSED, came, end)
        life.write(self.ledger)

    def standing(self, unit_id: int, nature: Nature, state: TicketState) -> None:
        """One that stands in `state` on the day the city is told up to."""
        days = 2 if state is TicketState.COLLECTED else 26
        came = self._time(TODAY - timedelta(days), TODAY)
        life = self._raised(unit_id, nature, came)
        self._through(life, state, came, _moment(TODAY, 17))
        life.write(self.ledger)

    def _raised(self, unit_id: int, nature: Nature, came: datetime) -> Life:
        rng = self.rng
        consults = nature is Nature.CONSULTATION
        category = Category.POLICY if consults else rng.choice(list(TOPICS))
        on = came.astimezone(CITY_TIME).date()
        stand = self._stand(unit_id, on) if self._by_station(nature) else None
        guest = rng.choice(self.guests[unit_id]) if self.guests[unit_id] else (None, "")
        by_login = stand is not None and self.login and self.login.station_id == stand.row.pk
        online = rng.choice(ONLINE)
        channel = Channel.STATION if stand else online
        return Life(
            self.rules,
            {
                "channel": channel.value,
                "external_no": f"{channel.value}-{self.ledger.last['services_ticket'] + 1:08d}"
                if channel in ONLINE
                else "",
                "nature": nature.value,
                "category": category.value,
                "title": TOPICS[category],
                "text": f"{MARK}：{TOPICS[category]}。",
                "enterprise_id": guest[0],
                "enterprise_name": guest[1],
                "jurisdiction_id": unit_id,
                "desk_id": unit_id,
                "station_id": stand.row.pk if stand else None,
                "collected_by_id": self.login.pk if by_login and self.login else None,
                "collected_by_name": f"{MARK}专员" if stand else DESK,
            },
            came,
        )

    def _through(self, life: Life, until: TicketState, came: datetime, end: datetime) -> None:
        """Along the usual way as far as `until`, never later than `end`."""
        at = _Clock(self.rng, came, end)
        if until is TicketState.COLLECTED:
            return
        life.go(TicketMove.TRIAGE, at.later(6), DESK)
        if until is TicketState.TRIAGED:
            return
        own = until is TicketState.SELF_HANDLED or (
            until in {TicketState.CLOSED, TicketState.REPLIED} and self.rng.random() < 0.3
        )
        if own:
            kind = HolderKind.STATION if life.values.get("station_id") else HolderKind.UNIT
            life.go(TicketMove.SELF_HANDLE, at.later(4), DESK, said={"handler_kind": kind.value})
        else:
            self._by_an_agency(life, until, at)
        if life.state is not until:
            self._to_the_end(life, until, at)

    def _by_an_agency(self, life: Life, until: TicketState, at: "_Clock") -> None:
        agency = self._agency(life.values["category"])
        life.go(TicketMove.ASSIGN, at.later(8), DESK, "请牵头办理", said=life.hand(agency))
        if until is TicketState.ASSIGNED:
            return
        life.go(TicketMove.SIGN, at.later(16), UNIT, said={"handled_by_name": UNIT})
        if until is TicketState.SIGNED:
            return
        told = (ClockKind.CONTACT, ClockKind.PLAN)
        life.go(TicketMove.PROGRESS, at.later(30), UNIT, "已与企业联系，正在对接", told=told)

    def _to_the_end(self, life: Life, until: TicketState, at: "_Clock") -> None:
        lead = f"{MARK}负责人"
        match until:
            case TicketState.SUSPENDED:
                waits = {"waiting_for": "enterprise"}
                life.go(TicketMove.SUSPEND, at.later(20), lead, "等待企业补充材料", said=waits)
            case TicketState.SPECIAL_STUDY:
                moment = at.later(20)
                life.go(TicketMove.STUDY, moment, lead, "提请联席会议研究")
                self._meeting(moment, lead)
            case TicketState.LISTED:
                review = {"review_on": (TODAY + timedelta(120)).isoformat()}
                life.go(TicketMove.LIST, at.later(40), lead, "纳入明年计划", said=review)
            case TicketState.IN_PROGRESS | TicketState.SELF_HANDLED:
                return
            case _:
                self._answered(life, until, at)

    def _meeting(self, called: datetime, by: str) -> None:
        """Called for the ticket that is being told, in a week."""
        ticket = self.ledger.last["services_ticket"] + 1
        held_on, chair = (called + timedelta(7)).date(), f"{MARK}分管领导"
        said = (ticket, held_on, chair, "", "多部门协调", "", called.isoformat(), by, None)
        self.ledger.put("services_studymeeting", *said)

    def _answered(self, life: Life, until: TicketState, at: "_Clock") -> None:
        rng, moment = self.rng, at.later(60)
        outcome = rng.choices(
            [Outcome.SOLVED, Outcome.PARTLY_SOLVED, Outcome.EXPLAINED, Outcome.PLANNED],
            [82, 8, 7, 3],
        )[0]
        said = {"outcome": outcome.value, "answer": "已协调办理", "replied_at": moment}
        said["handled_by_name"] = UNIT
        life.go(TicketMove.REPLY, moment, UNIT, "已协调办理", said=said)
        if until is TicketState.REPLIED:
            return
        life.go(TicketMove.AUDIT, at.later(10), AUDITOR)
        if until is TicketState.AUDITED:
            return
        reached = rng.random() < 0.97
        words = rng.choices([Satisfaction.SATISFIED, Satisfaction.FAIRLY], [93, 7])[0]
        moment = at.later(10)
        life.go(TicketMove.SURVEY, moment, AUDITOR)
        life.heard(reached=reached, satisfaction=words.value if reached else "")
        if until is TicketState.SURVEYED:
            return
        moment = at.later(4)
        reason = "" if reached else "企业电话三次未接通，经核实已办理"
        life.go(TicketMove.CLOSE, moment, AUDITOR, reason, said={"closed_at": moment})

    def _by_station(self, nature: Nature) -> bool:
        return self.rng.random() < (0.85 if nature is Nature.PROBLEM else 0.2)

    def _stand(self, unit_id: int, on: date) -> Stand | None:
        standing = [it for it in self.network.stands[unit_id] if it.is_open(on)]
        return self.rng.choice(standing) if standing else None

    def _agency(self, category: str) -> int:
        if category in {Category.TECHNOLOGY, Category.TITLES, Category.DIGITAL}:
            return self.scientific
        return self.agencies[list(Category).index(Category(category)) % len(self.agencies)]

    def _time(self, first: date, last: date) -> datetime:
        day = first + timedelta(self.rng.randrange(max(1, (last - first).days + 1)))
        return _moment(day, 9) + timedelta(minutes=self.rng.randrange(470))


@dataclass(slots=True)
class _Clock:
    """Moments one after another, none after the end."""

    rng: Random
    now: datetime
    end: datetime

    def later(self, hours: int) -> datetime:
        """Up to so many hours later."""
        step = timedelta(minutes=1 + self.rng.randrange(hours * 60))
        self.now = min(self.now + step, self.end)
        return self.now


def tell(network: Network, rng: Random, ledger: Ledger, *, share: float) -> None:
    """The tickets of a city that is `share` of Wuhan."""
    units = network.city.units
    teller = _teller(network, rng, ledger)
    telling: tuple[tuple[int, Callable[[int, int], None]], ...] = (
        (APPEALS, lambda n, unit: teller.closed(unit, _kind(n), FIRST, REPLY)),
        (PROBLEMS, lambda n, unit: teller.closed(unit, Nature.PROBLEM, FIRST, REPLY)),
        (LATER, lambda n, unit: teller.closed(unit, _kind(n), REPLY + timedelta(1), TODAY)),
        (OPEN, lambda n, unit: teller.standing(unit, Nature.APPEAL, _state(n))),
    )
    for total, told in telling:
        shares = spread(round(total * share), [unit.words.share for unit in units])
        for unit, count in zip(units, shares, strict=True):
            for n in range(count):
                told(n, unit.id)


STATES: Final = [state for state, share in STANDING for _ in range(share)]


def _kind(n: int) -> Nature:
    """Two in five who come only ask."""
    return Nature.CONSULTATION if n % 5 in {1, 3} else Nature.APPEAL


def _state(n: int) -> TicketState:
    return STATES[n * 37 % len(STATES)]


def _teller(network: Network, rng: Random, ledger: Ledger) -> Teller:
    agencies = dict(Agency.objects.order_by("display_order", "id").values_list("pk", "name"))
    names = {(HolderKind.AGENCY.value, pk): name for pk, name in agencies.items()}
    names |= {
        (HolderKind.UNIT.value, pk): name
        for pk, name in Jurisdiction.objects.values_list("pk", "name")
    }
    names |= {
        (HolderKind.STATION.value, stand.row.pk): stand.row.name
        for stands in network.stands.values()
        for stand in stands
    }
    limits = limits_for(category="", urgency="normal", on=TODAY)
    handler = User.objects.filter(username="handler").values_list("agency_id", flat=True).first()
    return Teller(
        network,
        rng,
        ledger,
        Rules(limits, work_calendar(), names),
        list(agencies)[:24],
        {unit.id: list(_guests(unit.id)) for unit in network.city.units},
        handler or next(iter(agencies)),
        User.objects.filter(username="station").first(),
    )


def _guests(unit_id: int) -> Iterator[tuple[int, str]]:
    """Some enterprises of the unit, the same for the same city."""
    rows = Enterprise.objects.filter(jurisdiction_id=unit_id, status="active").order_by("id")
    yield from rows.values_list("id", "name")[:400]


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), CITY_TIME).astimezone(UTC)
