"""What one person may do, and where: plain values, worked out once and passed around by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from wuhan_smes.errors import NotPermitted


class Capability(StrEnum):
    """One thing a person can be allowed to do. Roles bundle these; grants say where they hold."""

    REFERENCE_VIEW = "reference.view"
    REFERENCE_EDIT = "reference.edit"
    REGISTER_VIEW = "register.view"
    REGISTER_EDIT = "register.edit"
    REGISTER_EXPORT = "register.export"
    CONTACT_REVEAL = "contact.reveal"
    TITLE_EDIT = "title.edit"
    INDICATOR_VIEW = "indicator.view"
    INDICATOR_EDIT = "indicator.edit"
    PAYMENT_VIEW = "payment.view"
    PAYMENT_EDIT = "payment.edit"
    COUNTS_VIEW = "counts.view"
    TARGET_EDIT = "target.edit"
    MEASURE_VIEW = "measure.view"
    MEASURE_EDIT = "measure.edit"
    CALENDAR_EDIT = "calendar.edit"
    JOB_VIEW = "job.view"
    JOB_MANAGE = "job.manage"
    TRAIL_VIEW = "trail.view"
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
    Capability.REGISTER_VIEW: "查看企业与称号",
    Capability.REGISTER_EDIT: "维护企业",
    Capability.REGISTER_EXPORT: "导出企业与统计表",
    Capability.CONTACT_REVEAL: "查看完整联系方式",
    Capability.TITLE_EDIT: "维护称号与批次",
    Capability.INDICATOR_VIEW: "查看企业指标",
    Capability.INDICATOR_EDIT: "维护企业指标",
    Capability.PAYMENT_VIEW: "查看兑付记录",
    Capability.PAYMENT_EDIT: "登记历史兑付",
    Capability.COUNTS_VIEW: "查看梯度统计",
    Capability.TARGET_EDIT: "维护目标与上报数",
    Capability.MEASURE_VIEW: "查看政策措施",
    Capability.MEASURE_EDIT: "维护政策措施",
    Capability.CALENDAR_EDIT: "维护工作日历",
    Capability.JOB_VIEW: "查看全部后台任务",
    Capability.JOB_MANAGE: "取消与重试他人的后台任务",
    Capability.TRAIL_VIEW: "查看操作留痕",
    Capability.USER_VIEW: "查看用户与授权",
    Capability.USER_EDIT: "维护用户",
    Capability.GRANT_PROPOSE: "提出授权",
    Capability.GRANT_APPROVE: "批准授权",
}
WRITING: Final = frozenset(
    {
        Capability.REFERENCE_EDIT,
        Capability.REGISTER_EDIT,
        Capability.TITLE_EDIT,
        Capability.INDICATOR_EDIT,
        Capability.PAYMENT_EDIT,
        Capability.TARGET_EDIT,
        Capability.MEASURE_EDIT,
        Capability.CALENDAR_EDIT,
        Capability.JOB_MANAGE,
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

    @classmethod
    def of_system(cls, name: str) -> "Access":
        """The product itself, for scheduled work; the trail shows `name` as the actor."""
        return cls(None, name, {c: Reach(everywhere=True) for c in Capability})

    def reach(self, capability: Capability) -> Reach:
        """Where this person holds `capability`; refuses if nowhere."""
        try:
            return self.reaches[capability]
        except KeyError:
            raise NotPermitted(
                f"您没有“{capability.label}”的权限，如需办理请联系管理员", capability=capability
            ) from None

    def holds(self, capability: Capability) -> bool:
        return capability in self.reaches

    def read_only(self) -> "Access":
        """The same person with a token that may only read."""
        return Access(
            self.actor_id,
            self.actor_name,
            {c: reach for c, reach in self.reaches.items() if not c.writes},
        )

    def total_reach(self, *, writing: bool = False) -> Reach:
        """Everything reached by any capability (`writing`: by those that change rows)."""
        total = Reach()
        for capability, reach in self.reaches.items():
            if capability.writes or not writing:
                total |= reach
        return total
