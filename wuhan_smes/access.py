"""What one person may do, and where: plain values, worked out once and passed around by hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Final

from wuhan_smes.errors import ConfirmationRequired, NotPermitted


class Capability(StrEnum):
    """One thing a person can be allowed to do. Roles bundle these; grants say where they hold."""

    REFERENCE_VIEW = "reference.view"
    REFERENCE_EDIT = "reference.edit"
    RULE_EDIT = "rule.edit"
    RULE_ENACT = "rule.enact"
    REGISTER_VIEW = "register.view"
    REGISTER_EDIT = "register.edit"
    REGISTER_EXPORT = "register.export"
    REPORT_SEAL = "report.seal"
    REPORT_CHECK = "report.check"
    CONTACT_REVEAL = "contact.reveal"
    TITLE_EDIT = "title.edit"
    INDICATOR_VIEW = "indicator.view"
    INDICATOR_EDIT = "indicator.edit"
    INDICATOR_FILL = "indicator.fill"
    CULTIVATION_EDIT = "cultivation.edit"
    CULTIVATION_DO = "cultivation.do"
    COMPLAINT_VIEW = "complaint.view"
    COMPLAINT_EDIT = "complaint.edit"
    COMPLAINT_REVEAL = "complaint.reveal"
    PAYMENT_VIEW = "payment.view"
    PAYMENT_EDIT = "payment.edit"
    COUNTS_VIEW = "counts.view"
    TARGET_EDIT = "target.edit"
    MEASURE_VIEW = "measure.view"
    MEASURE_EDIT = "measure.edit"
    PROGRAMME_EDIT = "programme.edit"
    PROGRAMME_APPROVE = "programme.approve"
    ENTITLEMENT_FIND = "entitlement.find"
    ENTITLEMENT_CHASE = "entitlement.chase"
    EVIDENCE_EDIT = "evidence.edit"
    ENTITLEMENT_REVIEW = "entitlement.review"
    ENTITLEMENT_CHECK = "entitlement.check"
    PAYMENT_ARRANGE = "payment.arrange"
    PAYMENT_CONFIRM = "payment.confirm"
    PAYMENT_APPROVE = "payment.approve"
    PAYMENT_RELEASE = "payment.release"
    BUDGET_EDIT = "budget.edit"
    LEDGER_READ = "ledger.read"
    ACCOUNT_REVEAL = "account.reveal"
    PROGRESS_REPORT = "progress.report"
    PROGRESS_CHECK = "progress.check"
    PROPOSAL_EDIT = "proposal.edit"
    PROPOSAL_APPROVE = "proposal.approve"
    RECORD_VIEW = "record.view"
    RECORD_EDIT = "record.edit"
    STATION_VIEW = "station.view"
    STATION_EDIT = "station.edit"
    SPECIALIST_APPROVE = "specialist.approve"
    ASSIGNMENT_EDIT = "assignment.edit"
    VISIT_VIEW = "visit.view"
    VISIT_EDIT = "visit.edit"
    VISIT_CHECK = "visit.check"
    TICKET_VIEW = "ticket.view"
    TICKET_RAISE = "ticket.raise"
    TICKET_HANDLE = "ticket.handle"
    TICKET_TRIAGE = "ticket.triage"
    TICKET_CLOSE = "ticket.close"
    TICKET_APPROVE = "ticket.approve"
    TICKET_POLICY = "ticket.policy"
    CHANNEL_EDIT = "channel.edit"
    CHANNEL_INTAKE = "channel.intake"
    CALENDAR_EDIT = "calendar.edit"
    JOB_VIEW = "job.view"
    JOB_MANAGE = "job.manage"
    TRAIL_VIEW = "trail.view"
    PERSON_ANSWER = "person.answer"
    USER_VIEW = "user.view"
    USER_EDIT = "user.edit"
    GRANT_PROPOSE = "grant.propose"
    GRANT_APPROVE = "grant.approve"

    @property
    def label(self) -> str:
        return CAPABILITY_LABELS[self]

    @property
    def writes(self) -> bool:
        """Whether holding it may change rows; the database's write policies follow this."""
        return self in WRITING


CAPABILITY_LABELS: Final[Mapping[Capability, str]] = {
    Capability.REFERENCE_VIEW: "查看基础数据",
    Capability.REFERENCE_EDIT: "维护基础数据",
    Capability.RULE_EDIT: "起草认定规则",
    Capability.RULE_ENACT: "施行认定规则",
    Capability.REGISTER_VIEW: "查看企业与称号",
    Capability.REGISTER_EDIT: "维护企业",
    Capability.REGISTER_EXPORT: "导出企业与统计表",
    Capability.REPORT_SEAL: "封存与报送报表",
    Capability.REPORT_CHECK: "开设报送期、复核与接收报表",
    Capability.CONTACT_REVEAL: "查看完整联系方式",
    Capability.TITLE_EDIT: "维护称号与批次",
    Capability.INDICATOR_VIEW: "查看企业指标",
    Capability.INDICATOR_EDIT: "维护企业指标",
    Capability.INDICATOR_FILL: "代企业填报运行指标",
    Capability.CULTIVATION_EDIT: "开展梯度培育",
    Capability.CULTIVATION_DO: "办结交办的培育任务",
    Capability.COMPLAINT_VIEW: "查看举报（举报人隐去）",
    Capability.COMPLAINT_EDIT: "登记与核查举报",
    Capability.COMPLAINT_REVEAL: "查看举报人",
    Capability.PAYMENT_VIEW: "查看兑付记录",
    Capability.PAYMENT_EDIT: "登记历史兑付",
    Capability.COUNTS_VIEW: "查看梯度统计",
    Capability.TARGET_EDIT: "维护目标与上报数",
    Capability.MEASURE_VIEW: "查看政策措施",
    Capability.MEASURE_EDIT: "维护政策措施",
    Capability.PROGRAMME_EDIT: "维护兑现项目",
    Capability.PROGRAMME_APPROVE: "批准兑现项目施行",
    Capability.ENTITLEMENT_FIND: "查找应兑付企业",
    Capability.ENTITLEMENT_CHASE: "查看待补证企业",
    Capability.EVIDENCE_EDIT: "登记佐证材料",
    Capability.ENTITLEMENT_REVIEW: "审核本区兑现事项",
    Capability.ENTITLEMENT_CHECK: "复核兑现事项",
    Capability.PAYMENT_ARRANGE: "安排、公示与下达资金",
    Capability.PAYMENT_CONFIRM: "登记企业收款账户",
    Capability.PAYMENT_APPROVE: "审批付款与追回",
    Capability.PAYMENT_RELEASE: "拨付资金与登记到账",
    Capability.BUDGET_EDIT: "下达与调整预算",
    Capability.LEDGER_READ: "查看预算与资金台账",
    Capability.ACCOUNT_REVEAL: "查看完整收款账号",
    Capability.PROGRESS_REPORT: "报送任务进展",
    Capability.PROGRESS_CHECK: "审核任务进展",
    Capability.PROPOSAL_EDIT: "办理建议提案与征求意见",
    Capability.PROPOSAL_APPROVE: "审定建议提案答复",
    Capability.RECORD_VIEW: "查看专项台账",
    Capability.RECORD_EDIT: "维护专项台账",
    Capability.STATION_VIEW: "查看服务站与专员",
    Capability.STATION_EDIT: "维护服务站与活动",
    Capability.SPECIALIST_APPROVE: "核准专员备案",
    Capability.ASSIGNMENT_EDIT: "安排包联企业",
    Capability.VISIT_VIEW: "查看走访记录",
    Capability.VISIT_EDIT: "登记走访",
    Capability.VISIT_CHECK: "抽查走访",
    Capability.TICKET_VIEW: "查看问题",
    Capability.TICKET_RAISE: "登记问题",
    Capability.TICKET_HANDLE: "承办问题",
    Capability.TICKET_TRIAGE: "研判与交办问题",
    Capability.TICKET_CLOSE: "审核、回访与销号",
    Capability.TICKET_APPROVE: "审批退回、延期、挂起、督办与专题研究",
    Capability.TICKET_POLICY: "维护办理时限",
    Capability.CHANNEL_EDIT: "维护渠道对接",
    Capability.CHANNEL_INTAKE: "为渠道接入诉求",
    Capability.CALENDAR_EDIT: "维护工作日历",
    Capability.JOB_VIEW: "查看全部后台任务",
    Capability.JOB_MANAGE: "取消与重试他人的后台任务",
    Capability.TRAIL_VIEW: "查看操作留痕",
    Capability.PERSON_ANSWER: "办理个人信息查阅与删除",
    Capability.USER_VIEW: "查看用户与授权",
    Capability.USER_EDIT: "维护用户",
    Capability.GRANT_PROPOSE: "提出授权",
    Capability.GRANT_APPROVE: "批准授权",
}
WRITING: Final = frozenset(
    {
        Capability.REFERENCE_EDIT,
        Capability.RULE_EDIT,
        Capability.RULE_ENACT,
        Capability.REGISTER_EDIT,
        Capability.REPORT_SEAL,
        Capability.REPORT_CHECK,
        Capability.TITLE_EDIT,
        Capability.INDICATOR_EDIT,
        Capability.INDICATOR_FILL,
        Capability.CULTIVATION_EDIT,
        Capability.CULTIVATION_DO,
        Capability.COMPLAINT_EDIT,
        Capability.PAYMENT_EDIT,
        Capability.TARGET_EDIT,
        Capability.MEASURE_EDIT,
        Capability.PROGRAMME_EDIT,
        Capability.PROGRAMME_APPROVE,
        Capability.ENTITLEMENT_FIND,
        Capability.EVIDENCE_EDIT,
        Capability.ENTITLEMENT_REVIEW,
        Capability.ENTITLEMENT_CHECK,
        Capability.PAYMENT_ARRANGE,
        Capability.PAYMENT_CONFIRM,
        Capability.PAYMENT_APPROVE,
        Capability.PAYMENT_RELEASE,
        Capability.BUDGET_EDIT,
        Capability.PROGRESS_REPORT,
        Capability.PROGRESS_CHECK,
        Capability.PROPOSAL_EDIT,
        Capability.PROPOSAL_APPROVE,
        Capability.RECORD_EDIT,
        Capability.STATION_EDIT,
        Capability.SPECIALIST_APPROVE,
        Capability.ASSIGNMENT_EDIT,
        Capability.VISIT_EDIT,
        Capability.VISIT_CHECK,
        Capability.TICKET_RAISE,
        Capability.TICKET_HANDLE,
        Capability.TICKET_TRIAGE,
        Capability.TICKET_CLOSE,
        Capability.TICKET_APPROVE,
        Capability.TICKET_POLICY,
        Capability.CHANNEL_EDIT,
        Capability.CHANNEL_INTAKE,
        Capability.CALENDAR_EDIT,
        Capability.JOB_MANAGE,
        Capability.PERSON_ANSWER,
        Capability.USER_EDIT,
        Capability.GRANT_PROPOSE,
        Capability.GRANT_APPROVE,
    }
)

# What moves money, shows what is otherwise masked, or changes who may do what: whoever does it at a
# screen has just proven to be himself, and a program's key must name it.
CONFIRMED: Final = frozenset(
    {
        Capability.CONTACT_REVEAL,
        Capability.COMPLAINT_REVEAL,
        Capability.ACCOUNT_REVEAL,
        Capability.PAYMENT_CONFIRM,
        Capability.PAYMENT_APPROVE,
        Capability.PAYMENT_RELEASE,
        Capability.BUDGET_EDIT,
        Capability.PERSON_ANSWER,
        Capability.USER_EDIT,
        Capability.GRANT_PROPOSE,
        Capability.GRANT_APPROVE,
    }
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where one capability is held. The default reaches nothing."""

    jurisdiction_ids: frozenset[int] = frozenset()
    agency_ids: frozenset[int] = frozenset()
    station_ids: frozenset[int] = frozenset()
    everywhere: bool = False

    def __or__(self, other: "Reach") -> "Reach":
        return Reach(
            self.jurisdiction_ids | other.jurisdiction_ids,
            self.agency_ids | other.agency_ids,
            self.station_ids | other.station_ids,
            self.everywhere or other.everywhere,
        )

    def covers(self, jurisdiction_id: int) -> bool:
        """Whether one jurisdiction lies inside."""
        return self.everywhere or jurisdiction_id in self.jurisdiction_ids


@dataclass(frozen=True, slots=True)
class Access:
    """Capabilities stay paired with their reach: seeing the whole city and handling one
    district must never add up to handling the whole city.
    """

    actor_id: int | None
    actor_name: str
    reaches: Mapping[Capability, Reach] = field(default_factory=dict)
    # What a program's key is bound to, if to anything: see `bound`.
    bound_to: str = ""
    # Whether the person must prove anew to be himself before he uses a capability of CONFIRMED.
    unconfirmed: bool = False

    @classmethod
    def of_system(cls, name: str) -> "Access":
        """The product itself, for scheduled work; the trail shows `name` as the actor."""
        return cls(None, name, {c: Reach(everywhere=True) for c in Capability})

    def reach(self, capability: Capability) -> Reach:
        """Where this person holds `capability`; refuses if nowhere.

        Raises ConfirmationRequired when it is one of CONFIRMED and he must prove anew who he is.
        """
        try:
            held = self.reaches[capability]
        except KeyError:
            raise NotPermitted(
                f"您没有“{capability.label}”的权限，如需办理请联系管理员", capability=capability
            ) from None
        if self.unconfirmed and capability in CONFIRMED:
            raise ConfirmationRequired(f"“{capability.label}”需要再次验证是您本人")
        return held

    def holds(self, capability: Capability) -> bool:
        return capability in self.reaches

    def offered(self) -> "Access":
        """The same person as far as buttons go: what a page offers is no use of a right, and asks
        for no proof; pressing the button does.
        """
        return replace(self, unconfirmed=False)

    def read_only(self) -> "Access":
        """The same person with a token that may only read."""
        held = {c: reach for c, reach in self.reaches.items() if not c.writes}
        return replace(self, reaches=held)

    def only_named(self, scopes: Collection[str]) -> "Access":
        """The same person with a key: of CONFIRMED only what the key names is left."""
        kept = {c: reach for c, reach in self.reaches.items() if c not in CONFIRMED or c in scopes}
        return replace(self, reaches=kept)

    def bound(self, capability: Capability, to: str) -> "Access":
        """The same person with a key for one thing: of all he may do only `capability` is left,
        and of its rows only those that the doors which ask for it find under `to`.
        """
        held = {c: reach for c, reach in self.reaches.items() if c == capability}
        return replace(self, reaches=held, bound_to=to)

    def require_unbound(self) -> None:
        """Refuses a key for one thing where no right is asked for at all."""
        if self.bound_to:
            raise NotPermitted("该令牌只供指定渠道登记和查询诉求")

    def total_reach(self, *, writing: bool = False) -> Reach:
        """Everything reached by any capability (`writing`: by those that change rows)."""
        counted = {
            reach
            for capability, reach in self.reaches.items()
            if not writing or capability in WRITING
        }
        return reduce(or_, counted, Reach())  # most capabilities are held at the same place
