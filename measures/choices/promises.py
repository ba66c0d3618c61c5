"""The closed vocabularies of programmes, payees and what is owed to them."""

from django.db import models


class Mode(models.TextChoices):
    """How money is asked for."""

    MATCHED = "matched", "免申即享"
    INSTANT = "instant", "即申即享"
    APPLIED = "applied", "申报"


class PayeeKind(models.TextChoices):
    """Who is paid; many are no enterprises."""

    ENTERPRISE = "enterprise", "企业"
    PERSON = "person", "个人"
    INSTITUTION = "institution", "机构"
    PARK = "park", "园区"
    DISTRICT = "district", "区"
    STATION = "station", "服务站"
    TEAM = "team", "团队"


class OncePer(models.TextChoices):
    """Within what the best standard is paid at most once."""

    LIFETIME = "lifetime", "终身一次"
    TITLE = "title", "每次认定一次"
    YEAR = "year", "每年一次"


class ProgrammeState(models.TextChoices):
    """A draft feeds the sandbox alone."""

    DRAFT = "draft", "草拟"
    IN_FORCE = "in_force", "施行中"
    ENDED = "ended", "已终止"


class Transition(models.TextChoices):
    """What a programme that takes the place of another does with what that one promised."""

    BY_EVENT = "by_event", "老事老办法：切换日之前的事实按原项目"
    AT_ONCE = "at_once", "新办法统一：尚未审核的一律按新项目"


class Gate(models.TextChoices):
    """What an instalment waits for."""

    NONE = "none", "无条件"
    PERFORMANCE = "performance", "绩效评价合格"


class EvidenceKind(models.TextChoices):
    """What proves the claim. All but papers are looked up in the register."""

    CODE = "code", "统一社会信用代码"
    CONTACT = "contact", "联系人"
    CERTIFICATE = "certificate", "认定文号或证书编号"
    INDICATORS = "indicators", "上年度指标"
    PAPER = "paper", "书面材料"


class EntitlementState(models.TextChoices):
    """How far what is owed has got. The finder moves between the first three and 落空; every other
    step is in the table of the flow.
    """

    MISSING_EVIDENCE = "missing_evidence", "待补证"
    DEFERRED = "deferred", "暂缓"
    PROPOSED = "proposed", "拟兑现"
    DISTRICT_REVIEWED = "district_reviewed", "区审核"
    CITY_CHECKED = "city_checked", "市复核"
    ARRANGED = "arranged", "拟安排"
    NOTICED = "noticed", "公示"
    ORDERED = "ordered", "下达"
    CONFIRMED = "confirmed", "已确认"
    RELEASED = "released", "拨付"
    SETTLED = "settled", "到账"
    RETURNED = "returned", "退票"
    SUSPENDED = "suspended", "异议暂停"
    RECOVERING = "recovering", "追回中"
    RECOVERED = "recovered", "已追回"
    LAPSED = "lapsed", "落空"
    SURPLUS = "surplus", "结余"
    REJECTED = "rejected", "不予兑付"


class EntitlementReason(models.TextChoices):
    """Why a line says what it says."""

    BEST = "best", "按最高标准兑付"
    TOP_UP = "top_up", "已兑付部分，补足差额"
    PAID_BEFORE = "paid_before", "已按最高标准兑付，不重复"
    PAID_UNKNOWN = "paid_unknown", "此前兑付金额不明，待核"
    HIGHER_ELSEWHERE = "higher_elsewhere", "同一事项另有更高标准"
    AMOUNT_UNKNOWN = "amount_unknown", "金额未明确"
    EVIDENCE_MISSING = "evidence_missing", "佐证材料不齐"
    AWAITING_CHECK = "awaiting_check", "待次年核查"
    CHECK_FAILED = "check_failed", "次年条件未满足"
    NO_LONGER_ELIGIBLE = "no_longer_eligible", "不再符合条件"
    HANDED_OVER = "handed_over", "转由新项目兑付"
    TAKEN_OFF = "taken_off", "名单撤回"
