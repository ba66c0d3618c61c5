"""What an auditor asks of the trail first: which kinds of entries tell of it, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Subject:
    """One question. `areas` are the first words of whole families of kinds."""

    code: str
    label: str
    kinds: Mapping[str, str]
    areas: tuple[str, ...] = ()

    def condition(self) -> Q:
        """ "." up to "/" is every kind of an area, as a range the index by kind serves."""
        found = Q(kind__in=list(self.kinds))
        for area in self.areas:
            found |= Q(kind__gte=f"{area}.", kind__lt=f"{area}/")
        return found


_SUBJECTS: Final = (
    Subject(
        "seen",
        "谁看了隐去的信息",
        {
            "contact.reveal": "查看联系人电话",
            "visit.reveal": "查看接待人电话",
            "ticket.reveal": "查看诉求人电话",
            "specialist.reveal": "查看专员手机",
            "complaint.reveal": "查看举报人",
            "payee_account.reveal": "查看收款账号",
            "person.reveal": "查阅一个人的全部信息",
            "person.exported": "导出一个人的全部信息",
            "person.forgotten": "删除一个人的信息",
        },
    ),
    Subject(
        "exports",
        "谁导出了什么",
        {
            "export.made": "导出名单",
            "export.ordered": "后台导出名单",
            "export.fetched": "下载导出文件",
            "report.ordered": "生成报表",
            "report.sealed": "封存报表",
            "import.errors_taken": "取走导入错误清单",
        },
        areas=("export",),
    ),
    Subject(
        "rights",
        "账号与授权的变化",
        {
            "user.enable": "启用用户",
            "user.disable": "停用用户",
            "user.amend": "修改用户",
            "user.set_password": "重置密码",
            "user.factor_taken_away": "解除两步验证",
            "grant.propose": "提出授权",
            "grant.approve": "批准授权",
            "grant.at_installation": "安装时授权",
            "token.issue": "签发令牌",
            "token.revoke": "撤销令牌",
        },
        areas=("user", "grant", "token", "account"),
    ),
    Subject("refusals", "越权尝试", {"refusal.permission": "没有权限"}, areas=("refusal",)),
    Subject(
        "sessions",
        "登录与退出",
        {
            "session.opened": "登录",
            "session.closed": "退出",
            "session.ended": "登录被结束",
            "session.refused": "登录或验证失败",
            "session.confirmed": "再次验证本人",
        },
        areas=("session",),
    ),
)
SUBJECTS: Final[Mapping[str, Subject]] = {one.code: one for one in _SUBJECTS}
LABELS: Final = {kind: label for one in _SUBJECTS for kind, label in one.kinds.items()}


def label_of(kind: str) -> str:
    """The act in words, or its kind where nobody gave it any."""
    return LABELS.get(kind, kind)
