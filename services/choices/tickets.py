"""The closed vocabularies of tickets. The reply's own words are the default labels of states."""

from typing import Final

from django.db import models


class TicketState(models.TextChoices):
    """Where a ticket stands on its way. What came of it is an outcome, not a state."""

    DRAFT = "draft", "暂存"
    COLLECTED = "collected", "收集"
    TRIAGED = "triaged", "受理"
    SELF_HANDLED = "self_handled", "包办"
    ASSIGNED = "assigned", "交办"
    SIGNED = "signed", "签收"
    RETURNED = "returned", "退回"
    IN_PROGRESS = "in_progress", "承办"
    SUSPENDED = "suspended", "挂起"
    SPECIAL_STUDY = "special_study", "专题研究"
    REPLIED = "replied", "已答复"
    AUDITED = "audited", "审核"
    SURVEYED = "surveyed", "回访"
    LISTED = "listed", "挂账"
    CLOSED = "closed", "销号办结"
    REOPENED = "reopened", "再次反映"


class TicketMove(models.TextChoices):
    """What somebody does with a ticket. Each one is a step, kept for ever."""

    RAISE = "raise", "登记"
    SUBMIT = "submit", "提交"
    TRIAGE = "triage", "受理"
    DECLINE = "decline", "不予受理"
    ANSWER = "answer", "即答即结"
    SELF_HANDLE = "self_handle", "包办"
    ASSIGN = "assign", "交办"
    ARBITRATE = "arbitrate", "裁定承办单位"
    TRANSFER = "transfer", "转办"
    REFER = "refer", "转送上下级"
    SIGN = "sign", "签收"
    RETURN = "return", "退回"
    PROGRESS = "progress", "进展"
    SUSPEND = "suspend", "挂起"
    RESUME = "resume", "恢复办理"
    EXTEND = "extend", "延期"
    REMIND = "remind", "催办"
    SUPERVISE = "supervise", "督办"
    STUDY = "study", "专题研究"
    LIST = "list", "挂账"
    REPLY = "reply", "答复"
    AUDIT = "audit", "审核通过"
    SEND_BACK = "send_back", "退回重办"
    SURVEY = "survey", "回访"
    CLOSE = "close", "销号"
    REOPEN = "reopen", "重开"
    MERGE = "merge", "并单"
    UNMERGE = "unmerge", "撤销并单"
    ASK = "ask", "申请"
    REFUSE = "refuse", "不同意申请"
    RECALCULATE = "recalculate", "重算时限"
    HAND_OVER = "hand_over", "移交"


class Outcome(models.TextChoices):
    """What came of it."""

    SOLVED = "solved", "已解决"
    PARTLY_SOLVED = "partly_solved", "部分解决"
    PLANNED = "planned", "列入计划"
    EXPLAINED = "explained", "解释说明"
    UNSUPPORTED = "unsupported", "政策不支持"
    WITHDRAWN = "withdrawn", "撤回"
    DUPLICATE = "duplicate", "重复"
    DECLINED = "declined", "不予受理"


# What a unit may answer with; the other outcomes come of their own moves.
ANSWERED: Final = (
    Outcome.SOLVED,
    Outcome.PARTLY_SOLVED,
    Outcome.PLANNED,
    Outcome.EXPLAINED,
    Outcome.UNSUPPORTED,
    Outcome.WITHDRAWN,
)


class Nature(models.TextChoices):
    """What a ticket carries: three figures of the reply count by it."""

    PROBLEM = "problem", "困难问题"
    APPEAL = "appeal", "诉求"
    CONSULTATION = "consultation", "咨询"


class Category(models.TextChoices):
    """What it is about."""

    FINANCING = "financing", "融资信贷"
    LABOUR = "labour", "用工人才"
    LAND = "land", "用地用房"
    ENERGY = "energy", "水电气热"
    MARKET = "market", "市场订单"
    ARREARS = "arrears", "账款清欠"
    TECHNOLOGY = "technology", "技术创新"
    DIGITAL = "digital", "数字化转型"
    TITLES = "titles", "梯度认定"
    SUBSIDY = "subsidy", "奖补兑现"
    TAX = "tax", "税费"
    APPROVAL = "approval", "行政审批"
    LAW = "law", "法律维权"
    INTELLECTUAL_PROPERTY = "ip", "知识产权"
    LOGISTICS = "logistics", "物流交通"
    ENVIRONMENT = "environment", "环保安全"
    POLICY = "policy", "政策咨询"
    OTHER = "other", "其他"


class Channel(models.TextChoices):
    """Which way it came; each has numbers of its own."""

    VISIT = "visit", "走访"
    STATION = "station", "服务站"
    HANQITONG = "hanqitong", "汉企通"
    GUANGGU = "guanggu", "光谷i企"
    DIANXIAOER = "dianxiaoer", "店小二"
    HOTLINE = "hotline_12345", "12345热线"
    LETTER = "letter", "来信"
    MEETING = "meeting", "座谈会"
    PHONE = "phone", "来电"
    OTHER = "other", "其他"


class HolderKind(models.TextChoices):
    """Who has the ball: every hour of a ticket's life belongs to exactly one of them."""

    STATION = "station", "服务站"
    UNIT = "unit", "管理单位"
    AGENCY = "agency", "责任单位"
    ENTERPRISE = "enterprise", "企业"


class AgencyPart(models.TextChoices):
    """Co-units answer to the lead unit; only the lead asks for closure."""

    LEAD = "lead", "主办"
    CO = "co", "协办"


class RequestState(models.TextChoices):
    PENDING = "pending", "待审批"
    APPROVED = "approved", "已同意"
    REFUSED = "refused", "不同意"
    LAPSED = "lapsed", "已失效"


class PressureKind(models.TextChoices):
    """A reminder before the due date, pressure after it, a leader's table when both failed."""

    REMIND = "remind", "催办"
    SUPERVISE = "supervise", "督办"
    STUDY = "study", "提请专题研究"


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    FAIRLY = "fairly", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


class WaitingFor(models.TextChoices):
    """What a suspended ticket waits for."""

    ENTERPRISE = "enterprise", "等待企业补充"
    POLICY = "policy", "等待上级政策"
