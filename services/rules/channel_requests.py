"""One request as the list of a channel tells it. Values in, values out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.choices.channels import OUTSIDE
from services.choices.tickets import Category, Channel, Nature
from wuhan_smes.errors import Fault

LONGEST_NO = 60


@dataclass(frozen=True, slots=True)
class ChannelRequest:
    """Known by its channel and number alone; `answer` ends a consultation at once. `where` is how
    people cite the line.
    """

    channel: str
    external_no: str
    text: str
    unit_id: int
    title: str = ""
    category: str = Category.OTHER
    nature: str = Nature.APPEAL
    enterprise_id: int | None = None
    enterprise_name: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    answer: str = ""
    received_on: date | None = None
    where: str = ""

    @property
    def heading(self) -> str:
        """What it is called: its title, or the beginning of what it says."""
        return (self.title or " ".join(self.text.split()))[:60]

    @property
    def note(self) -> str:
        """What the first step says of where it came from."""
        day = f"，来源登记日期 {self.received_on}" if self.received_on else ""
        return f"{self.where}{day}" if self.where else day.removeprefix("，")


def faults_of(told: ChannelRequest, *, today: date) -> Iterator[Fault]:
    """What a line cannot say."""
    if Channel(told.channel) not in OUTSIDE:
        yield Fault("channel", "unknown", "该来源没有自己的编号，不能按渠道来件导入")
    if not told.external_no or len(told.external_no) > LONGEST_NO:
        detail = f"请填写来源编号，不超过 {LONGEST_NO} 个字符"
        yield Fault("external_no", "required", detail)
    if not told.text.strip():
        yield Fault("problem", "required", "请填写诉求内容")
    if told.received_on and told.received_on > today:
        yield Fault("received_on", "in_the_future", "收到日期不能晚于今天")
    if told.answer and told.nature != Nature.CONSULTATION:
        yield Fault("answer", "not_a_consultation", "只有咨询可以即答即结，其他诉求请先不填答复")
