"""Roles are code: named, reviewed sets of capabilities. Grants say where they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wuhan_smes.access import Capability as C  # noqa: N817 - a table reads best narrow


class Anchor(StrEnum):
    """What a grant of a role is tied to."""

    JURISDICTION = "jurisdiction"
    AGENCY = "agency"
    STATION = "station"


@dataclass(frozen=True, slots=True)
class Role:
    """`capabilities` hold where the grant says; `unit_capabilities` over the managing unit in
    which a station stands, so that a specialist can look up any enterprise of the district.
    """

    code: str
    label: str
    anchor: Anchor
    capabilities: frozenset[C]
    unit_capabilities: frozenset[C] = frozenset()
    purpose: str = ""


SEE: Final = frozenset({C.REFERENCE_VIEW, C.REGISTER_VIEW, C.COUNTS_VIEW, C.MEASURE_VIEW})
FIGURES: Final = frozenset({C.INDICATOR_VIEW, C.PAYMENT_VIEW, C.RECORD_VIEW})
SERVICES: Final = frozenset({C.STATION_VIEW, C.VISIT_VIEW, C.TICKET_VIEW})
DESK: Final = SERVICES | {C.VISIT_EDIT, C.TICKET_RAISE, C.TICKET_TRIAGE, C.TICKET_CLOSE}
DESK_LEAD: Final = frozenset({C.VISIT_CHECK, C.TICKET_APPROVE})
STAFF: Final = (
    SEE
    | FIGURES
    | DESK
    | {C.CHANNEL_INTAKE}
    | {C.REGISTER_EDIT, C.REGISTER_EXPORT, C.CONTACT_REVEAL, C.INDICATOR_EDIT, C.PAYMENT_EDIT}
    | {C.REPORT_SEAL}
    | {C.CULTIVATION_EDIT, C.CULTIVATION_DO, C.INDICATOR_FILL}
    | {C.COMPLAINT_VIEW, C.COMPLAINT_EDIT}
    | {C.ENTITLEMENT_CHASE, C.EVIDENCE_EDIT}
    | {C.PROGRESS_REPORT, C.RECORD_EDIT, C.PROPOSAL_EDIT}
)
# What is promised to the whole city, and who is looked for all over it.
PROMISES: Final = frozenset({C.PROGRAMME_EDIT, C.ENTITLEMENT_FIND, C.PROGRESS_CHECK})
# 区审核; 市复核, 安排 and 公示; 拨付: nobody has two of them over the same money.
MONEY_REVIEW: Final = frozenset({C.ENTITLEMENT_REVIEW, C.PAYMENT_CONFIRM})
MONEY_ARRANGE: Final = frozenset(
    {C.ENTITLEMENT_CHECK, C.PAYMENT_ARRANGE, C.PAYMENT_CONFIRM, C.LEDGER_READ}
)

_ROLES: Final = (
    Role(
        "bureau_staff",
        "市经信局工作人员",
        Anchor.JURISDICTION,
        STAFF
        | PROMISES
        | MONEY_ARRANGE
        | {C.TITLE_EDIT, C.TARGET_EDIT, C.COMPLAINT_REVEAL, C.RULE_EDIT, C.REPORT_CHECK},
        purpose="掌握全市梯度数量、办理认定与复核批次",
    ),
    Role(
        "bureau_lead",
        "市经信局负责人",
        Anchor.JURISDICTION,
        STAFF
        | PROMISES
        | MONEY_ARRANGE
        | {C.PROGRAMME_APPROVE, C.PROPOSAL_APPROVE}
        | {C.TITLE_EDIT, C.TARGET_EDIT, C.REFERENCE_EDIT, C.MEASURE_EDIT, C.CALENDAR_EDIT}
        | {C.COMPLAINT_REVEAL, C.REPORT_CHECK}
        | DESK_LEAD
        | {C.STATION_EDIT, C.SPECIALIST_APPROVE, C.ASSIGNMENT_EDIT}
        | {C.TICKET_POLICY, C.CHANNEL_EDIT, C.RULE_EDIT, C.RULE_ENACT}
        | {C.TRAIL_VIEW, C.USER_VIEW, C.GRANT_APPROVE, C.JOB_VIEW, C.JOB_MANAGE},
        purpose="审定数据、批准授权、维护目标与日历",
    ),
    Role(
        "district_staff",
        "区级工作人员",
        Anchor.JURISDICTION,
        STAFF | MONEY_REVIEW | {C.STATION_EDIT, C.ASSIGNMENT_EDIT},
        purpose="维护本区企业、核对并报送报表、研判与交办问题",
    ),
    Role(
        "district_lead",
        "区级负责人",
        Anchor.JURISDICTION,
        STAFF
        | MONEY_REVIEW
        | DESK_LEAD
        | {C.STATION_EDIT, C.ASSIGNMENT_EDIT, C.SPECIALIST_APPROVE, C.PROPOSAL_APPROVE}
        | {C.USER_VIEW, C.GRANT_APPROVE, C.TRAIL_VIEW},
        purpose="审核本区数据、核准专员备案、审批督办与延期、批准本区授权",
    ),
    Role(
        "specialist",
        "服务专员",
        Anchor.STATION,
        SERVICES
        | {C.REFERENCE_VIEW, C.VISIT_EDIT, C.TICKET_RAISE, C.TICKET_HANDLE}
        | {C.INDICATOR_FILL, C.CULTIVATION_DO},
        unit_capabilities=frozenset(
            {C.REGISTER_VIEW, C.MEASURE_VIEW, C.COUNTS_VIEW, C.ENTITLEMENT_CHASE}
        ),
        purpose="走访企业、记录诉求",
    ),
    Role(
        "handler",
        "责任单位经办人",
        Anchor.AGENCY,
        frozenset({C.REFERENCE_VIEW, C.MEASURE_VIEW, C.TICKET_VIEW, C.TICKET_HANDLE})
        | {C.PROGRESS_REPORT, C.PROPOSAL_EDIT, C.RECORD_VIEW, C.RECORD_EDIT},
        purpose="办理本单位承担的措施与诉求，维护所牵头条款的专项台账",
    ),
    Role(
        "finance",
        "财政经办人",
        Anchor.JURISDICTION,
        SEE
        | FIGURES
        | {C.PAYMENT_EDIT, C.PAYMENT_RELEASE, C.BUDGET_EDIT, C.LEDGER_READ, C.ACCOUNT_REVEAL},
        purpose="下达预算、拨付奖补资金、登记到账与退票",
    ),
    Role(
        "finance_lead",
        "财政负责人",
        Anchor.JURISDICTION,
        SEE | FIGURES | {C.PAYMENT_APPROVE, C.LEDGER_READ},
        purpose="审批付款与追回",
    ),
    Role(
        "auditor",
        "审计人员",
        Anchor.JURISDICTION,
        SEE
        | FIGURES
        | SERVICES
        | {C.TRAIL_VIEW, C.USER_VIEW, C.REGISTER_EXPORT, C.JOB_VIEW, C.COMPLAINT_VIEW}
        | {C.LEDGER_READ},
        purpose="只读查看全部数据与操作留痕",
    ),
    Role(
        "privacy_officer",
        "个人信息保护负责人",
        Anchor.JURISDICTION,
        frozenset({C.REFERENCE_VIEW, C.PERSON_ANSWER}),
        purpose="答复个人查阅、复制与删除本人信息的申请",
    ),
    Role(
        "administrator",
        "系统管理员",
        Anchor.JURISDICTION,
        frozenset(
            {C.REFERENCE_VIEW, C.REFERENCE_EDIT, C.CALENDAR_EDIT, C.JOB_VIEW, C.JOB_MANAGE}
            | {C.USER_VIEW, C.USER_EDIT, C.GRANT_PROPOSE}
        ),
        purpose="维护账号、提出授权、维护基础数据",
    ),
)
ROLES: Final[Mapping[str, Role]] = {role.code: role for role in _ROLES}
ROLE_CHOICES: Final = [(role.code, role.label) for role in _ROLES]


class Duty(StrEnum):
    """三员分立: who keeps the accounts, who approves rights and who audits are three people."""

    KEEPS = "keeps"
    APPROVES = "approves"
    AUDITS = "audits"


DUTIES: Final[Mapping[str, Duty]] = {
    **{role.code: Duty.KEEPS for role in _ROLES if C.USER_EDIT in role.capabilities},
    **{role.code: Duty.APPROVES for role in _ROLES if C.GRANT_APPROVE in role.capabilities},
    "auditor": Duty.AUDITS,
}
