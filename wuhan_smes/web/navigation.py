"""The main navigation: one table, shown to each person by what he may do."""

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse

from wuhan_smes.access import Access, Capability


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: shown to whoever holds any of `needs`; to everybody who signed in if empty."""

    label: str
    url_name: str
    about: str = ""
    needs: frozenset[Capability] = frozenset()

    def open_to(self, access: Access) -> bool:
        return not self.needs or any(access.holds(capability) for capability in self.needs)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it; `here` marks the section the page belongs to."""

    label: str
    url: str
    about: str
    here: bool


ENTRIES: Final = (
    Entry("首页", "home"),
    Entry("看板", "board", "各级梯度、目标、单位与走势", frozenset({Capability.COUNTS_VIEW})),
    Entry(
        "企业", "enterprises", "按名称、代码、单位和称号查找", frozenset({Capability.REGISTER_VIEW})
    ),
    Entry("称号", "titles", "某一天有效的全部称号", frozenset({Capability.REGISTER_VIEW})),
    Entry(
        "口径差异",
        "discrepancies",
        "公布数与计算数并列，标出疑点",
        frozenset({Capability.COUNTS_VIEW}),
    ),
    Entry("到期预警", "radar", "30、90、180 天内到期的称号", frozenset({Capability.REGISTER_VIEW})),
    Entry(
        "培育",
        "cultivations",
        "培育库、任务、转化情况与指标填报",
        frozenset({Capability.CULTIVATION_EDIT, Capability.INDICATOR_VIEW}),
    ),
    Entry(
        "批次",
        "batches",
        "认定与复核：名单、推荐、公示与公布；动态管理",
        frozenset({Capability.CULTIVATION_EDIT, Capability.TITLE_EDIT}),
    ),
    Entry(
        "研判",
        "prospects",
        "谁离下一级最近、差在哪里，谁的复核有风险",
        frozenset({Capability.INDICATOR_VIEW}),
    ),
    Entry(
        "运行监测",
        "monitoring",
        "各期报送、催报、异动与同比走势",
        frozenset({Capability.INDICATOR_VIEW}),
    ),
    Entry(
        "服务站",
        "stations",
        "服务站、专员备案、包联企业与服务活动",
        frozenset({Capability.STATION_VIEW}),
    ),
    Entry("走访", "visits", "走访台账、月报与登记", frozenset({Capability.VISIT_VIEW})),
    Entry(
        "问题",
        "tickets",
        "企业诉求从收集到销号：谁在办、还剩几天",
        frozenset({Capability.TICKET_VIEW}),
    ),
    Entry("措施", "measures", "政策措施、条款与责任单位", frozenset({Capability.MEASURE_VIEW})),
    Entry(
        "兑现",
        "entitlements",
        "应兑付给谁、按哪个项目、多少、为什么",
        frozenset({Capability.PAYMENT_VIEW}),
    ),
    Entry(
        "报表",
        "reports",
        "统计表的生成、封存、更正与核验",
        frozenset({Capability.REGISTER_EXPORT}),
    ),
    Entry(
        "资金",
        "money-desk",
        "审批、拨付、到账与退票，预算与追回",
        frozenset({Capability.PAYMENT_APPROVE, Capability.PAYMENT_RELEASE}),
    ),
    Entry(
        "导入",
        "imports",
        "批次名单、企业、指标等表格，先看清再导入",
        frozenset({Capability.REGISTER_EDIT, Capability.TITLE_EDIT}),
    ),
    Entry(
        "导出",
        "exports",
        "名单与我的导出记录",
        frozenset({Capability.REGISTER_EXPORT}),
    ),
    Entry("管理", "admin:index", "数据维护、账号与留痕"),
    Entry("帮助", "help", "按岗位的使用说明"),
)


def links(access: Access, path: str) -> list[Link]:
    """The entries open to `access`, the section of `path` marked."""
    found = [(entry, _address(entry)) for entry in ENTRIES if entry.open_to(access)]
    return [
        Link(entry.label, url, entry.about, here=_within(path, url)) for entry, url in found if url
    ]


def _address(entry: Entry) -> str:
    """Where the entry leads; nowhere if this installation leaves that part out."""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def _within(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
