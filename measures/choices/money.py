"""The closed vocabularies of budgets, the ledger and the way of money to who is owed it."""

from django.db import models


class FlowMove(models.TextChoices):
    """What somebody does with a line. Each one is a step, kept for ever."""

    REVIEW = "review", "区审核通过"
    REJECT = "reject", "不予兑付"
    REOPEN = "reopen", "重新审核"
    CHECK = "check", "市复核通过"
    SEND_BACK = "send_back", "退回区重审"
    ARRANGE = "arrange", "列入批次"
    TAKE_OUT = "take_out", "移出批次"
    PUBLISH = "publish", "公示"
    OBJECT = "object", "提出异议"
    DISMISS = "dismiss", "异议不成立"
    UPHOLD = "uphold", "异议成立"
    ORDER = "order", "下达"
    CONFIRM = "confirm", "企业确认"
    DECLINE = "decline", "企业放弃"
    APPROVE = "approve", "审批付款"
    RELEASE = "release", "拨付"
    SETTLE = "settle", "到账"
    SETTLE_PART = "settle_part", "部分到账"
    BOUNCE = "bounce", "退票"
    EVALUATE = "evaluate", "绩效合格"
    ADVANCE = "advance", "绩效合格，进入下一笔"
    FORFEIT = "forfeit", "绩效不合格，余额不再拨付"
    CORRECT = "correct", "更正绩效结论"
    CLAW_BACK = "claw_back", "追回"
    RECEIVE = "receive", "收到部分追回款"
    RECOVER = "recover", "追回款全部收到"
    WAIVE = "waive", "撤销追回"


class LedgerAccount(models.TextChoices):
    """What a budget is made of. Every entry moves money from one account to another."""

    SOURCE = "source", "预算来源"
    AVAILABLE = "available", "可用"
    RESERVED = "reserved", "已占用"
    PAID = "paid", "已拨付"
    RECOVERED = "recovered", "已追回"
    INTEREST = "interest", "利息"
    SURPLUS = "surplus", "结余交回"


class LedgerMove(models.TextChoices):
    ALLOT = "allot", "预算下达"
    CUT = "cut", "预算调减"
    RESERVE = "reserve", "占用"
    VOID = "void", "取消占用"
    POST = "post", "拨付"
    REVERSE = "reverse", "退票冲回"
    RECOVER = "recover", "追回本金"
    INTEREST = "interest", "追回利息"
    CLOSE = "close", "结余交回"


class BatchState(models.TextChoices):
    ARRANGED = "arranged", "拟安排"
    NOTICED = "noticed", "公示中"
    ORDERED = "ordered", "已下达"
    VOID = "void", "已撤销"


class PaperKind(models.TextChoices):
    """What goes out about a batch."""

    NOTICE = "notice", "公示"
    ORDER = "order", "下达通知"


class PaymentState(models.TextChoices):
    """One sum from one budget: it leaves once, or not at all."""

    RESERVED = "reserved", "已占用预算"
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "已审批"
    RELEASED = "released", "已拨付"
    SETTLED = "settled", "已到账"
    RETURNED = "returned", "已退票"
    VOID = "void", "已取消"


class ConfirmedVia(models.TextChoices):
    LINK = "link", "企业凭链接确认"
    UNIT = "unit", "单位凭签字材料登记"


class ObjectionState(models.TextChoices):
    OPEN = "open", "核查中"
    UPHELD = "upheld", "成立"
    DISMISSED = "dismissed", "不成立"


class ClawbackState(models.TextChoices):
    OPEN = "open", "追回中"
    DONE = "done", "已追回"
    WAIVED = "waived", "已撤销"


class DoubtReason(models.TextChoices):
    """What a correction says of money that was paid before it."""

    NO_LONGER_ELIGIBLE = "no_longer_eligible", "不再符合条件"
    CHECK_FAILED = "check_failed", "次年条件未满足"
    STANDARD_LOWER = "standard_lower", "标准降低，已多付"


class DoubtState(models.TextChoices):
    OPEN = "open", "待决定"
    DEMANDED = "demanded", "已决定追回"
    DISMISSED = "dismissed", "不追回"
    CLEARED = "cleared", "更正后符合"
    SUPERSEDED = "superseded", "又经更正，另列一条"
