"""The main navigation: one table of sections, shown to each person by what he may do."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse

from wuhan_smes.access import Access, Capability


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: shown to whoever holds any of `needs`; to everybody who signed in if empty.

    `also` names the pages elsewhere that belong to it: there it is marked as the place one is at.
    """

    label: str
    url_name: str
    about: str = ""
    needs: frozenset[Capability] = frozenset()
    also: tuple[str, ...] = ()

    def open_to(self, access: Access) -> bool:
        return not self.needs or any(access.holds(capability) for capability in self.needs)


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind of work under one word."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it; `here` marks the one the page belongs to."""

    label: str
    url: str
    about: str
    here: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """A section as one page shows it. Of one link alone the page makes no menu."""

    label: str
    links: list[Link]

    @property
    def here(self) -> bool:
        return any(link.here for link in self.links)

    @property
    def only(self) -> Link | None:
        return self.links[0] if len(self.links) == 1 else None


GRADIENT: Final = Section(
    "梯度",
    (
        Entry(
            "看板",
            "board",
            "各级梯度、目标、单位、问题、走访与资金",
            frozenset({Capability.COUNTS_VIEW}),
        ),
        Entry(
            "称号",
            "titles",
            "某一天有效的全部称号",
            frozenset({Capability.REGISTER_VIEW}),
            also=("former-titles",),
        ),
        Entry(
            "到期预警",
            "radar",
            "30、90、180 天内到期的称号",
            frozenset({Capability.REGISTER_VIEW}),
        ),
        Entry(
            "批次",
            "batches",
            "认定与复核：名单、推荐、公示与公布；动态管理",
            frozenset({Capability.CULTIVATION_EDIT, Capability.TITLE_EDIT}),
            also=("duties", "complaints", "key-projects"),
        ),
        Entry(
            "口径差异",
            "discrepancies",
            "公布数与计算数并列，标出疑点",
            frozenset({Capability.COUNTS_VIEW}),
            also=("managing-units",),
        ),
    ),
)
ENTERPRISES: Final = Section(
    "企业",
    (
        Entry(
            "企业名录",
            "enterprises",
            "按名称、代码、单位和称号查找",
            frozenset({Capability.REGISTER_VIEW}),
        ),
        Entry(
            "重复核对",
            "duplicates",
            "可能是同一家的企业：并列核对，合并或排除",
            frozenset({Capability.REGISTER_EDIT}),
        ),
        Entry(
            "培育",
            "cultivations",
            "培育库、任务、转化情况与指标填报",
            frozenset({Capability.CULTIVATION_EDIT, Capability.INDICATOR_VIEW}),
            also=("indicators", "inspections"),
        ),
        Entry(
            "研判",
            "prospects",
            "谁离下一级最近、差在哪里，谁的复核有风险",
            frozenset({Capability.INDICATOR_VIEW}),
            also=("rules", "rule-changes"),
        ),
        Entry(
            "运行监测",
            "monitoring",
            "各期报送、催报、异动与同比走势",
            frozenset({Capability.INDICATOR_VIEW}),
        ),
    ),
)
CARE: Final = Section(
    "走访与诉求",
    (
        Entry("走访", "visits", "走访台账、月报与登记", frozenset({Capability.VISIT_VIEW})),
        Entry(
            "问题",
            "tickets",
            "企业诉求从收集到销号：谁在办、还剩几天",
            frozenset({Capability.TICKET_VIEW}),
        ),
        Entry(
            "服务站",
            "stations",
            "服务站、专员备案、包联企业与服务活动",
            frozenset({Capability.STATION_VIEW}),
            also=("service-index",),
        ),
    ),
)
MEASURES: Final = Section(
    "措施与资金",
    (
        Entry(
            "措施",
            "measures",
            "政策措施、条款与责任单位",
            frozenset({Capability.MEASURE_VIEW}),
            also=(
                "commitments",
                "record-kinds",
                "documents",
                "targets",
                "district-rounds",
                "proposals",
                "draft-comments",
                "effect",
            ),
        ),
        Entry(
            "兑现",
            "entitlements",
            "应兑付给谁、按哪个项目、多少、为什么",
            frozenset({Capability.PAYMENT_VIEW}),
            also=("programmes", "sandbox"),
        ),
        Entry(
            "资金",
            "money-desk",
            "审批、拨付、到账与退票，预算与追回",
            frozenset({Capability.PAYMENT_VIEW}),
        ),
    ),
)
DATA: Final = Section(
    "报表与数据",
    (
        Entry(
            "报表",
            "reports",
            "统计表的生成、封存、更正与核验",
            frozenset({Capability.REGISTER_EXPORT}),
            also=("views",),
        ),
        Entry(
            "导入",
            "imports",
            "批次名单、企业、指标等表格，先看清再导入",
            frozenset({Capability.REGISTER_EDIT, Capability.TITLE_EDIT}),
        ),
        Entry("导出", "exports", "名单与我的导出记录", frozenset({Capability.REGISTER_EXPORT})),
        Entry(
            "审计",
            "trail",
            "谁看了、谁导出、谁的授权变了",
            frozenset({Capability.TRAIL_VIEW}),
        ),
        Entry(
            "个人信息",
            "personal-requests",
            "答复一个人查阅、复制或删除本人信息的申请",
            frozenset({Capability.PERSON_ANSWER}),
        ),
        Entry("管理", "admin:index", "数据维护、账号与留痕", also=("soundness",)),
    ),
)
SECTIONS: Final = (
    Section("首页", (Entry("首页", "home"),)),
    GRADIENT,
    ENTERPRISES,
    CARE,
    MEASURES,
    DATA,
    Section("帮助", (Entry("帮助", "help", "按岗位的使用说明"),)),
)


def menus(access: Access, path: str) -> list[Menu]:
    """The sections with what is open to `access`; the one entry `path` belongs to is marked."""
    open_ones = [
        (section.label, [entry for entry in section.entries if entry.open_to(access)])
        for section in SECTIONS
    ]
    here = _place(path, [entry for _, entries in open_ones for entry in entries])
    shown = [(label, _links(entries, here)) for label, entries in open_ones]
    return [Menu(label, links) for label, links in shown if links]


def _links(entries: list[Entry], here: Entry | None) -> list[Link]:
    return [
        Link(entry.label, url, entry.about, here=entry is here)
        for entry in entries
        if (url := _address(entry.url_name))
    ]


def _place(path: str, entries: list[Entry]) -> Entry | None:
    """The entry with the longest address that `path` begins with; home is only itself."""
    held = [
        (len(url), entry)
        for entry in entries
        for name in (entry.url_name, *entry.also)
        if (url := _address(name)) and (path == url if url == "/" else path.startswith(url))
    ]
    return max(held, key=lambda found: found[0])[1] if held else None


def _address(url_name: str) -> str:
    """Where a name leads; nowhere if this installation leaves that part out."""
    return _reversed(url_name, settings.ROOT_URLCONF, get_script_prefix())


@cache
def _reversed(url_name: str, urlconf: str, _: str) -> str:
    """Kept: each page asks for a hundred of them, and they change with the installation alone."""
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return ""
