"""What stands in the guide: which page of docs/ is which chapter, in which order.

Some chapters have no file. They are told by an app from its own declarations whenever they are
opened, so that they cannot fall behind them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

DOCS: Final = Path(settings.BASE_DIR) / "docs"
# The words of a chapter, in the same writing as the pages of docs/.
Teller = Callable[[], str]
_TELLERS: Final[dict[str, Teller]] = {}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the guide. `file` is its place below docs/; empty where an app tells it."""

    code: str
    label: str
    about: str
    file: str = ""

    def words(self) -> str:
        """Its text. Raises LookupError where neither a file nor an app has one."""
        if self.file:
            return (DOCS / self.file).read_text("utf-8")
        return _TELLERS[self.code]()


@dataclass(frozen=True, slots=True)
class Part:
    """Chapters for one purpose."""

    label: str
    chapters: tuple[Chapter, ...]


def told_by(code: str, teller: Teller) -> None:
    """Let an app tell the chapter `code`. Raises ValueError for one that is told already."""
    if CHAPTERS[code].file or code in _TELLERS:
        raise ValueError(f"the chapter {code} is told twice")
    _TELLERS[code] = teller


PARTS: Final = (
    Part(
        "开始",
        (
            Chapter(
                "quick-start", "快速上手", "两分钟看一遍：装好、登录、四个动作", "guide/start.md"
            ),
            Chapter(
                "first-steps",
                "第一次使用",
                "登录、改密码、认识页面、看懂数字",
                "guide/first-steps.md",
            ),
            Chapter("english", "English summary", "本手册的英文提要", "guide/english.md"),
        ),
    ),
    Part(
        "按岗位",
        (
            Chapter(
                "specialist", "服务专员", "在手机上记走访、报问题、看企业", "roles/specialist.md"
            ),
            Chapter(
                "station-lead",
                "服务站管理",
                "专员备案与交接、包联企业、走访抽查",
                "roles/station-lead.md",
            ),
            Chapter(
                "district",
                "区级工作人员",
                "核对本区企业与称号，办理问题，报送本区报表",
                "roles/district.md",
            ),
            Chapter(
                "bureau",
                "市经信局",
                "全市数量与目标、批次、资金、到期与口径差异",
                "roles/bureau.md",
            ),
            Chapter(
                "handler",
                "责任单位",
                "办理企业诉求，报送本单位承担的任务",
                "roles/handler.md",
            ),
            Chapter("finance", "财政", "预算、审批、拨付、到账与追回", "roles/finance.md"),
            Chapter("auditor", "审计", "查看全部数据、导出记录与操作留痕", "roles/auditor.md"),
            Chapter(
                "privacy",
                "个人信息保护",
                "答复查阅、复制与删除本人信息的申请",
                "roles/privacy.md",
            ),
            Chapter(
                "administrator",
                "系统管理员",
                "账号、授权、基础数据与工作日历",
                "roles/administrator.md",
            ),
        ),
    ),
    Part(
        "按事情",
        (
            Chapter("board", "看板", "指标、变化原因、大屏、领导一览与批示", "board.md"),
            Chapter(
                "imports", "导入名单", "从上传到撤回：核对列、看清改动、改正问题行", "imports.md"
            ),
            Chapter("reports", "报表与汇报材料", "生成、封存、报送、套表与视图", "reports.md"),
            Chapter(
                "next-tier",
                "研判与培育",
                "谁可以再上一级、差什么、怎样推进，年度指标怎样填",
                "guide/next-tier.md",
            ),
            Chapter("tickets", "问题办理", "企业诉求从登记到销号，批量、审批与督办", "desks.md"),
            Chapter("duties", "任务与台账", "条款由谁负责、本季报了没有，专项台账", "duties.md"),
            Chapter("programmes", "新增兑现项目", "依据、对象、金额、分期与停止", "programmes.md"),
            Chapter("money", "资金流转", "兑现事项的状态与每一步由谁办", "money.md"),
            Chapter("monitoring", "运行监测", "一期的开启、填报、催报与异动", "monitoring.md"),
            Chapter("sign-in", "登录与账号安全", "两步验证、再次验证、会话与口令", "sign-in.md"),
        ),
    ),
    Part(
        "查对",
        (
            Chapter(
                "words", "名词与口径", "梯度、称号、持有与最高、有效期；名词对照", "guide/words.md"
            ),
            Chapter("definitions", "数据口径", "每张报表数什么、按哪一版口径、可选什么"),
            Chapter("import-formats", "导入格式", "每种名单有哪些列、表头可以怎样写"),
            Chapter("ticket-states", "工单的状态与动作", "全部状态、动作与由谁办", "tickets.md"),
            Chapter(
                "programs", "接口使用者", "用令牌读写数据，附可运行的例子", "guide/programs.md"
            ),
            Chapter("errors", "接口出错代码", "每个 code 的含义与处理办法", "guide/errors.md"),
            Chapter(
                "operations", "运行维护", "部署、备份、恢复、监控与核查", "guide/operations.md"
            ),
        ),
    ),
)
CHAPTERS: Final[Mapping[str, Chapter]] = {
    chapter.code: chapter for part in PARTS for chapter in part.chapters
}
