"""The vocabularies of typed records."""

from django.db import models


class CountOver(models.TextChoices):
    """Which records a figure of a day counts."""

    STOCK = "stock", "当日在册"
    TOTAL = "total", "截至当日累计"
    YEAR = "year", "截至当日的一年内"
    CALENDAR = "calendar", "当年 1 月 1 日至当日"


class EventForm(models.TextChoices):
    FAIR = "fair", "招聘会"
    CAMPUS_FAIR = "campus_fair", "校园招聘"
    PROJECT_MATCHING = "project_matching", "重大项目供需对接"
    CHAIN_MATCHING = "chain_matching", "产业链供需对接"
    FINANCE = "finance", "融资对接"
    MANAGERS = "managers", "企业管理人员培训"
    WORKERS = "workers", "企业职工培训"
    EXHIBITION = "exhibition", "展会"
    SERVICE = "service", "助企活动"


class ContestGroup(models.TextChoices):
    ENTERPRISE = "enterprise", "企业组"
    STARTUP = "startup", "创客组"


class ContestResult(models.TextChoices):
    ENTERED = "entered", "参赛"
    MUNICIPAL = "municipal", "市级获奖"
    TOP = "top", "全国 500 强（企业组）或 300 强（创客组）"
    TOP_50 = "top50", "全国 50 强"


class LeadStage(models.TextChoices):
    """The way of an incoming enterprise, from the first word to the register."""

    CONTACT = "contact", "初次接触"
    TALKS = "talks", "洽谈"
    SIGNED = "signed", "签约"
    REGISTERED = "registered", "登记落户"
    LOST = "lost", "终止"


class PlatformForm(models.TextChoices):
    RD_CENTRE = "rd_centre", "企业研发中心"
    LABORATORY = "laboratory", "产业创新联合实验室"
    PILOT = "pilot", "中试平台"
    INCUBATOR = "incubator", "孵化载体"
    PROOF = "proof", "概念验证中心"
    CAMPUS_BLOCK = "campus_block", "环大学创新街区"


class ChallengeState(models.TextChoices):
    POSTED = "posted", "发榜"
    TAKEN = "taken", "揭榜"
    SOLVED = "solved", "完成"
    WITHDRAWN = "withdrawn", "撤榜"


class FundForm(models.TextChoices):
    PARENT = "parent", "母基金"
    CHILD = "child", "子基金"
    SCHOLARS = "scholars", "院士基金"


class ListingStage(models.TextChoices):
    RESERVE = "reserve", "后备入库"
    RESTRUCTURED = "restructured", "股改"
    TUTORED = "tutored", "辅导备案"
    FILED = "filed", "申报受理"
    LISTED = "listed", "上市挂牌"


class LandStep(models.TextChoices):
    """How far the land of a major project has come."""

    NONE = "none", "不涉及"
    ASKED = "asked", "用地申请"
    PLANNED = "planned", "规划选址"
    OFFERED = "offered", "挂牌出让"
    DELIVERED = "delivered", "交地"
    BUILDING = "building", "开工"


class AeoLevel(models.TextChoices):
    GENERAL = "general", "一般认证"
    ADVANCED = "advanced", "高级认证"
