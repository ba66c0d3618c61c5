"""The closed vocabularies of documents, measures and clauses."""

from django.db import models


class DocumentLevel(models.TextChoices):
    NATIONAL = "national", "国家"
    PROVINCIAL = "provincial", "省"
    MUNICIPAL = "municipal", "市"
    DISTRICT = "district", "区"


class DocumentKind(models.TextChoices):
    MEASURES = "measures", "政策措施"
    RULE = "rule", "管理办法"
    PLAN = "plan", "计划与方案"
    NOTICE = "notice", "年度通知"
    REPLY = "reply", "建议提案答复"
    REPORT = "report", "公开报道"


class DocumentStatus(models.TextChoices):
    DRAFT = "draft", "征求意见"
    IN_FORCE = "in_force", "现行有效"
    REPEALED = "repealed", "已废止"
    UNKNOWN = "unknown", "效力待核"
    NOT_APPLICABLE = "not_applicable", "不适用"


class Theme(models.TextChoices):
    """The five parts of the measures, in their order."""

    ENTERPRISE = "enterprise", "根企业"
    TECHNOLOGY = "technology", "根技术"
    INDUSTRY = "industry", "根产业"
    TALENT = "talent", "根人才"
    CULTURE = "culture", "根文化"


class AgencyRole(models.TextChoices):
    """The unit named first leads by custom; the text itself does not say so."""

    LEAD = "lead", "牵头"
    CO = "co", "配合"


class ClauseEffect(models.TextChoices):
    """What a clause brings about."""

    MONEY = "money", "资金"
    FINANCE = "finance", "融资"
    TARGET = "target", "目标"
    SERVICE = "service", "服务"
    LIST = "list", "名单"
    RULE = "rule", "规则"


class ClauseKind(models.TextChoices):
    TARGET = "target", "目标"
    AWARD = "award", "奖励支持"
    DISTRICT_AWARD = "district_award", "区级奖补"
    SUBSIDY = "subsidy", "补助"
    PROJECT_SUPPORT = "project_support", "项目支持"
    VOUCHER = "voucher", "创新券"
    TALENT = "talent", "人才资助"
    RENT_RELIEF = "rent_relief", "租金减免"
    RELIEF = "relief", "费用减免"
    INTEREST_SUBSIDY = "interest_subsidy", "贴息"
    FUND = "fund", "基金"
    FINANCE = "finance", "股权融资"
    BOND = "bond", "债券"
    THRESHOLD = "threshold", "申请门槛"
    SERVICE = "service", "服务"
    PLATFORM = "platform", "平台"
    PROGRAMME = "programme", "行动计划"
    PROJECT = "project", "产业化项目"
    MATCHING = "matching", "揭榜对接"
    PILOT = "pilot", "试点"
    INSTITUTION = "institution", "机构建设"
    EVENT = "event", "活动"
    LIST = "list", "名单清单"
    TITLE = "title", "创建称号"
    LAND = "land", "用地"
    REFORM = "reform", "改革"
    TITLE_REFORM = "title_reform", "职称改革"
    ENFORCEMENT = "enforcement", "执法"
    STATISTICS = "statistics", "统计监测"
    ASSESSMENT = "assessment", "评估考核"
    EXEMPTION = "exemption", "尽职免责"


class AmountStatus(models.TextChoices):
    """Why an amount is there or not. An unknown amount is 未明确, never zero."""

    STATED = "stated", "已明确"
    NOT_STATED = "not_stated", "未明确"
    BY_REFERENCE = "by_reference", "按其他规定"
    NOT_APPLICABLE = "not_applicable", "不涉及"


class Comparison(models.TextChoices):
    AT_LEAST = "at_least", "不少于"
    ABOUT = "about", "左右"


class Subject(models.TextChoices):
    """Who is paid or served; many are no enterprises."""

    ENTERPRISE = "enterprise", "企业"
    INDIVIDUAL_BUSINESS = "individual_business", "个体工商户"
    PROJECT_TEAM = "project_team", "项目团队"
    TALENT = "talent", "人才"
    TALENT_TEAM = "talent_team", "人才团队"
    SERVICE_INSTITUTION = "service_institution", "服务机构"
    INNOVATION_PLATFORM = "innovation_platform", "创新平台"
    CARRIER_PROJECT = "carrier_project", "载体项目"
    PARK = "park", "园区"
    DISTRICT = "district", "区"
    PLATFORM_OPERATOR = "platform_operator", "平台运营主体"
    SERVICE_STATION = "service_station", "服务站"
