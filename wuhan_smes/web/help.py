"""Help: one page for each kind of work, in the words of whoever does it."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.urls import reverse

from wuhan_smes.web.pages import Crumb, ScopedPage


@dataclass(frozen=True, slots=True)
class Topic:
    """A help page; its text is templates/web/help/<code>.html."""

    code: str
    label: str
    about: str


_TOPICS: Final = (
    Topic("first-steps", "第一次使用", "登录、改密码、认识页面、看懂数字"),
    Topic("district", "区级工作人员", "核对本区企业与称号，导出本区报表"),
    Topic("bureau", "市经信局", "全市数量与目标、批次、到期与口径差异"),
    Topic("imports", "导入名单", "从上传到撤回：核对列、看清改动、改正问题行"),
    Topic("next-tier", "研判与培育", "谁可以再上一级、差什么、怎样推进，年度指标怎样填"),
    Topic("specialist", "服务专员", "在手机上记走访、报问题、看企业"),
    Topic("station-lead", "服务站管理", "专员备案与交接、包联企业、走访抽查"),
    Topic("tickets", "问题办理", "企业诉求从登记到销号，批量、审批与督办"),
    Topic("handler", "责任单位", "办理企业诉求，查本单位承担的措施与条款"),
    Topic("finance", "财政", "查企业、称号与政策依据"),
    Topic("auditor", "审计", "查看全部数据与操作留痕"),
    Topic("administrator", "系统管理员", "账号、授权、基础数据与工作日历"),
    Topic("programs", "接口使用者", "用令牌读写数据"),
    Topic("errors", "接口出错代码", "每个 code 的含义与处理办法"),
    Topic("words", "名词与口径", "梯度、称号、持有与最高、有效期怎么算"),
)
TOPICS: Final = {topic.code: topic for topic in _TOPICS}


class Help(ScopedPage):
    """The list of topics."""

    capability = None
    title = "帮助"
    template_name = "web/help/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(topics=_TOPICS, **kwargs)


class HelpTopic(ScopedPage):
    """One topic."""

    capability = None
    title = "帮助"

    def get_template_names(self) -> list[str]:
        return [f"web/help/{self._topic().code}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        topic = self._topic()
        context = super().get_context_data(**{**kwargs, "topic": topic, "topics": _TOPICS})
        return {**context, "title": topic.label}

    def crumbs(self) -> list[Crumb]:
        return [Crumb("帮助", reverse("help")), Crumb(self._topic().label)]

    def _topic(self) -> Topic:
        try:
            return TOPICS[self.kwargs["topic"]]
        except KeyError:
            raise Http404 from None
