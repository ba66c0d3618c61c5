"""What old ledgers call things, and the shortest way a matter of theirs can have gone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from services.choices.tickets import (
    ANSWERED,
    Category,
    Channel,
    Nature,
    Satisfaction,
    TicketMove,
    TicketState,
)
from services.choices.visits import Purpose
from wuhan_smes.errors import Fault

WUHAN: Final = ZoneInfo("Asia/Shanghai")
# A ledger knows the day, not the hour; what begins a day lies never in the future.
HOUR: Final = time(0)
SEPARATORS: Final = re.compile(r"[、,，;；/\s]+")
# What a word of a ledger holds decides; the first that fits. What fits none is 其他.
CATEGORIES: Final[Mapping[Category, str]] = {
    Category.FINANCING: "融资|贷款|信贷|资金|银行|担保|上市",
    Category.ARREARS: "欠款|清欠|账款|拖欠|回款",
    Category.SUBSIDY: "奖补|兑现|补贴|奖励|补助",
    Category.TITLES: "认定|申报|称号|专精特新|小巨人|复核",
    Category.LABOUR: "用工|人才|招聘|招工|职称|子女|社保",
    Category.LAND: "用地|用房|厂房|土地|场地|房产|租金",
    Category.ENERGY: "用电|供电|电力|用水|供水|燃气|水电|供热",
    Category.MARKET: "市场|订单|销售|采购|供需|产销",
    Category.DIGITAL: "数字化|智改|数转|信息化|上云",
    Category.INTELLECTUAL_PROPERTY: "知识产权|专利|商标",
    Category.TECHNOLOGY: "技术|研发|创新|成果",
    Category.TAX: "税|费用减免",
    Category.LOGISTICS: "物流|交通|道路|公交|停车|运输",
    Category.ENVIRONMENT: "环保|环评|排污|安全|消防",
    Category.LAW: "法律|诉讼|维权|纠纷|合同",
    Category.APPROVAL: "审批|证照|办证|许可|验收|手续",
    Category.POLICY: "政策",
}
CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.VISIT: "走访|入企|调研|包联",
    Channel.HANQITONG: "汉企通",
    Channel.GUANGGU: "光谷",
    Channel.DIANXIAOER: "店小二",
    Channel.HOTLINE: "12345|热线",
    Channel.STATION: "服务站",
    Channel.LETTER: "来信|来函|信访|书面",
    Channel.MEETING: "座谈|会议|早餐会",
    Channel.PHONE: "来电|电话",
}
PURPOSES: Final[Mapping[Purpose, str]] = {
    Purpose.ROUTINE: "日常|走访|常规",
    Purpose.POLICY: "政策|宣讲|宣传",
    Purpose.NEEDS: "诉求|问题|困难|需求",
    Purpose.FOLLOW_UP: "回访|跟进|督办",
    Purpose.CULTIVATION: "培育|梯度|申报|辅导",
    Purpose.RENEWAL: "复核|到期",
    Purpose.OPERATION: "运行|监测|生产|经营",
    Purpose.FINANCE: "融资|银企|金融",
    Purpose.TALENT: "用工|人才|招聘",
    Purpose.SAFETY: "安全|消防",
}
S, M = TicketState, TicketMove
Way = Sequence[tuple[TicketMove, TicketState]]
TAKEN_UP: Final[Way] = ((M.RAISE, S.COLLECTED), (M.TRIAGE, S.TRIAGED))
BY_AGENCY: Final[Way] = ((M.ASSIGN, S.ASSIGNED), (M.SIGN, S.SIGNED), (M.PROGRESS, S.IN_PROGRESS))
BY_UNIT: Final[Way] = ((M.SELF_HANDLE, S.SELF_HANDLED),)
SETTLED: Final[Way] = (
    (M.REPLY, S.REPLIED),
    (M.AUDIT, S.AUDITED),
    (M.SURVEY, S.SURVEYED),
    (M.CLOSE, S.CLOSED),
)
# How a matter goes whose import is taken back: the state table has no other way off the desks.
WITHDRAWN: Final[Mapping[TicketState, Way]] = {
    S.CLOSED: ((M.REOPEN, S.REOPENED), (M.TRIAGE, S.TRIAGED), (M.DECLINE, S.CLOSED)),
    S.SELF_HANDLED: ((M.TRIAGE, S.TRIAGED), (M.DECLINE, S.CLOSED)),
    S.IN_PROGRESS: ((M.LIST, S.LISTED), (M.CLOSE, S.CLOSED)),
}


@dataclass(frozen=True, slots=True)
class PastTicket:
    """One matter as a ledger tells it; closed when it has a day of closing. `where` is how people
    cite the line, `agency_ids` are the lead unit and its helpers.
    """

    enterprise_id: int
    received_on: date
    text: str
    category: str = Category.OTHER
    channel: str = Channel.OTHER
    nature: str = Nature.PROBLEM
    agency_ids: tuple[int, ...] = ()
    closed_on: date | None = None
    outcome: str = ""
    answer: str = ""
    satisfaction: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    where: str = ""

    @property
    def identity(self) -> tuple[object, ...]:
        """Two lines that agree in this are one matter."""
        return (self.enterprise_id, self.received_on, self.text)

    @property
    def title(self) -> str:
        return " ".join(self.text.split())[:60]

    @property
    def way(self) -> Way:
        return way_of(by_agency=bool(self.agency_ids), closed=self.closed_on is not None)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a line would do: nothing (`known`), be refused, or be kept under `unit_id`."""

    known: int | None = None
    faults: Sequence[Fault] = ()
    unit_id: int = 0


def cited(fault: Fault, where: str) -> Fault:
    """The fault with the line it stands in, as people cite it."""
    return Fault(fault.field, fault.code, f"{where}：{fault.detail}" if where else fault.detail)


def faults_of(told: PastTicket, *, today: date) -> Iterator[Fault]:
    """What a line cannot say."""
    if not told.text.strip():
        yield Fault("problem", "required", "请填写问题描述")
    if told.received_on > today:
        yield Fault("received_on", "in_the_future", "收到日期不能晚于今天")
    if told.closed_on is None:
        if told.satisfaction:
            yield Fault("satisfaction", "not_closed", "未销号的问题没有满意度，请核对是否已销号")
        return
    if told.closed_on > today:
        yield Fault("closed_on", "in_the_future", "办结日期不能晚于今天")
    if told.closed_on < told.received_on:
        detail = f"办结日期早于收到日期（{told.received_on}）"
        yield Fault("closed_on", "before_received", detail)
    if told.outcome not in ANSWERED:
        yield Fault("result", "required", "已销号的请写明办理结果，如已解决、解释说明")
    if told.satisfaction not in ("", *Satisfaction.values):
        yield Fault("satisfaction", "unknown", "满意度应为满意、基本满意或不满意")


def moment(day: date) -> datetime:
    """When a ledger says something was, as a point in time."""
    return datetime.combine(day, HOUR, WUHAN)


def way_of(*, by_agency: bool, closed: bool) -> Way:
    """The steps a matter of a ledger must have taken."""
    handled = BY_AGENCY if by_agency else BY_UNIT
    return (*TAKEN_UP, *handled, *(SETTLED if closed else ()))


def category_of(words: str) -> Category:
    return next((it for it, hint in CATEGORIES.items() if re.search(hint, words)), Category.OTHER)


def channel_of(words: str) -> Channel:
    return next((it for it, hint in CHANNELS.items() if re.search(hint, words)), Channel.OTHER)


def purposes_of(words: str) -> tuple[Purpose, ...]:
    """What was gone for; a ledger that does not say went as usual."""
    found = tuple(it for it, hint in PURPOSES.items() if re.search(hint, words))
    return found or (Purpose.ROUTINE,)


def names_of(text: str) -> list[str]:
    """张三、李四 → the two of them, each once."""
    return list(dict.fromkeys(name for name in SEPARATORS.split(text) if name))
