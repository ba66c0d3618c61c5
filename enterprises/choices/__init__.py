"""The closed vocabularies of the register and of the gradient. Everything may import them."""

from django.db import models


class EnterpriseKind(models.TextChoices):
    """What kind of subject a row is; only a contest team has no credit code."""

    COMPANY = "company", "企业"
    INDIVIDUAL = "individual", "个体工商户"
    INSTITUTION = "institution", "事业单位"
    ASSOCIATION = "association", "社会组织"
    TEAM = "team", "团队"


class EnterpriseStatus(models.TextChoices):
    """VOIDED: should never have been registered. It keeps its row for the trail's sake, gives its
    code back, and stands on no list.
    """

    ACTIVE = "active", "在营"
    MOVED_OUT = "moved_out", "迁出本市"
    DEREGISTERED = "deregistered", "已注销"
    MERGED = "merged", "已合并"
    VOIDED = "voided", "登记已撤销"


class SizeClass(models.TextChoices):
    """企业划型（工信部联企业〔2011〕300号）。"""

    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    MICRO = "micro", "微型"


class ScaleKind(models.TextChoices):
    """The statistics register an enterprise entered (升规进限)."""

    INDUSTRIAL = "industrial", "规上工业"
    SERVICE = "service", "规上服务业"
    TRADE = "trade", "限上商贸"


class ScaleStage(models.TextChoices):
    """How far an enterprise is on its way into the statistics register."""

    POOL = "pool", "临规培育"
    ENTERED = "entered", "已入规"
    STAYED = "stayed", "稳在规上"
    LEFT = "left", "已退规"


class Tier(models.TextChoices):
    """Every title of the gradient; rules/ladder.py says which of them are rungs."""

    TECH_SME = "tech_sme", "科技型中小企业"
    INNOVATIVE_SME = "innovative_sme", "创新型中小企业"
    TECH_INNOVATIVE = "tech_innovative", "科技和创新型中小企业"
    SRDI_SME = "srdi_sme", "专精特新中小企业"
    LITTLE_GIANT = "little_giant", "专精特新“小巨人”企业"
    LITTLE_GIANT_PROVINCIAL = "little_giant_provincial", "省级专精特新“小巨人”企业（旧）"
    KEY_LITTLE_GIANT = "key_little_giant", "重点“小巨人”企业"
    CHAMPION = "champion", "制造业单项冠军企业"
    CHAMPION_PROVINCIAL = "champion_provincial", "省级制造业单项冠军企业"
    UNICORN = "unicorn", "独角兽企业"
    GAZELLE = "gazelle", "瞪羚企业"


class TierSubclass(models.TextChoices):
    """Kinds within one tier; empty for tiers that have none."""

    DEMONSTRATION = "demonstration", "示范企业"
    PRODUCT = "product", "产品"
    UNICORN = "unicorn", "独角兽"
    POTENTIAL_UNICORN = "potential_unicorn", "潜在独角兽"
    SEED_UNICORN = "seed_unicorn", "种子独角兽"


class RecogniserLevel(models.TextChoices):
    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    MUNICIPAL = "municipal", "市级"
    DISTRICT = "district", "区级"
    INSTITUTE = "institute", "研究机构"


class ApplicationKind(models.TextChoices):
    NEW = "new", "新申报"
    REVIEW = "review", "复核"
    SELF_ASSESSMENT = "self_assessment", "自主评价"


class BatchStage(models.TextChoices):
    """A batch moves one way only: 推荐 → 评审 → 公示 → 公布."""

    RECOMMENDING = "recommending", "推荐"
    REVIEWING = "reviewing", "评审"
    PUBLICISED = "publicised", "公示"
    ANNOUNCED = "announced", "公布"


class CandidateState(models.TextChoices):
    """Where one candidate of a batch stands."""

    DUE = "due", "应复核"
    APPLIED = "applied", "已申请"
    RECOMMENDED = "recommended", "已推荐"
    DECLINED = "declined", "未推荐"
    IN_REVIEW = "in_review", "评审中"
    PUBLICISED = "publicised", "公示中"
    OBJECTED = "objected", "异议待查"
    PASSED = "passed", "通过"
    FAILED = "failed", "不通过"
    WAIVED = "waived", "放弃"
    NOT_SUBMITTED = "not_submitted", "未提交"


class RecognitionOutcome(models.TextChoices):
    """What brought this version of a title about."""

    NEW = "new", "新认定"
    REVIEW_PASSED = "review_passed", "复核通过"
    RENAMED = "renamed", "更名"
    MOVED_IN = "moved_in", "迁入"
    RESTORED = "restored", "恢复"
    CORRECTED = "corrected", "更正"


class WithdrawalCause(models.TextChoices):
    """Why a title ended before its time; rules/withdrawal.py says what follows."""

    FALSIFICATION = "falsification", "数据造假"
    VIOLATION = "violation", "严重违法失信或重大事故"
    UNFIT = "unfit", "不再符合条件"
    WAIVED = "waived", "自愿放弃"
    NOT_REVIEWED = "not_reviewed", "未参加复核"
    REVIEW_FAILED = "review_failed", "复核未通过"
    MOVED_OUT = "moved_out", "迁出"
    DEREGISTERED = "deregistered", "注销"
    MERGED = "merged", "合并"
    ERROR = "error", "认定有误"


class ListOutcome(models.TextChoices):
    """What a published list says became of an enterprise on it."""

    GIVEN = "given", "新认定"
    PASSED = "passed", "复核通过"
    FAILED = "failed", "复核未通过"
    ABSENT = "absent", "未参加复核"


class ListEffect(models.TextChoices):
    """What a row of such a list would do to the register."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    UNCHANGED = "unchanged", "无变化"
    CONFLICT = "conflict", "有冲突"


class StayCause(models.TextChoices):
    """Why an enterprise began or ceased to be managed by a unit."""

    REGISTERED = "registered", "新设登记"
    ENTERED = "entered", "纳入名录"
    MOVED_IN = "moved_in", "市外迁入"
    TRANSFERRED = "transferred", "区间迁移"
    BOUNDARY = "boundary", "管辖调整"
    MOVED_OUT = "moved_out", "迁出本市"
    DEREGISTERED = "deregistered", "注销"
    MERGED = "merged", "合并"
    REACTIVATED = "reactivated", "恢复在营"


class DuplicateReason(models.TextChoices):
    """Why two rows of the register may be one subject."""

    SAME_ORGANISATION = "same_organisation", "组织机构代码相同"
    SAME_NAME = "same_name", "名称相同"
    FORMER_NAME = "former_name", "与曾用名相同"
    SAME_PHONE = "same_phone", "联系电话相同"
    SIMILAR_NAME = "similar_name", "名称相近"
    NEAR_CODE = "near_code", "信用代码只差一位"


class DuplicateState(models.TextChoices):
    """What somebody decided about a pair; a decision is not asked for again."""

    OPEN = "open", "待核对"
    NOT_DUPLICATE = "not_duplicate", "不是重复"
    MERGED = "merged", "已合并"


class PlaceKind(models.TextChoices):
    STREET = "street", "街道（乡镇）"
    PARK = "park", "园区"
    BUILDING = "building", "楼宇"
    CLUSTER = "cluster", "产业集群"


class Wugu(models.TextChoices):
    """The five cluster brands of the city (五谷), or none of them."""

    GUANGGU = "guanggu", "光谷"
    CHEGU = "chegu", "车谷"
    WANGGU = "wanggu", "网谷"
    XINGGU = "xinggu", "星谷"
    YAOGU = "yaogu", "药谷"
    NONE = "none", "不属五谷"


class OwnershipKind(models.TextChoices):
    """How the holder of a link relates to the other side."""

    CONTROLS = "controls", "控股"
    INVESTS = "invests", "参股"
    SAME_GROUP = "same_group", "同一集团"


class TargetBasis(models.TextChoices):
    """What a target counts: on a day, within a period, or since a day."""

    STOCK = "stock", "时点"
    FLOW = "flow", "当期新增"
    CUMULATIVE = "cumulative", "累计"


class FigureBasis(models.TextChoices):
    """Where the figure beside a reported one comes from."""

    COMPUTED = "computed", "系统计算"
    RECORDED = "recorded", "专项台账"
    REPORTED = "reported", "仅有公布数"


class CountBasis(models.TextChoices):
    """Whether an enterprise counts in every tier it holds or only in its highest."""

    HOLDER = "holder", "持有口径"
    HIGHEST = "highest", "最高层级口径"


class CountCut(models.TextChoices):
    """What a table of counts is cut by, each as it was on the day counted."""

    ALL = "all", "合计"
    JURISDICTION = "jurisdiction", "管理单位"
    STREET = "street", "街道（乡镇）"
    PARK = "park", "园区"
    CLUSTER = "cluster", "产业集群"
    CHAIN = "chain", "产业链（主链）"
    INDUSTRY = "industry", "行业大类"
    BATCH = "batch", "批次"
    SIZE = "size", "企业划型"


class FlowColumn(models.TextChoices):
    """Why the number of holders changed over a period (增减变动)."""

    RECOGNISED = "recognised", "新认定"
    MOVED_IN = "moved_in", "迁入"
    RESTORED = "restored", "恢复"
    UPGRADED_IN = "upgraded_in", "由低层级升入"
    RECLASSIFIED_IN = "reclassified_in", "归类调入"
    EXPIRED = "expired", "到期"
    NOT_REVIEWED = "not_reviewed", "复核未通过或未参加"
    REVOKED = "revoked", "撤销"
    WAIVED = "waived", "放弃"
    MOVED_OUT = "moved_out", "迁出"
    DEREGISTERED = "deregistered", "注销或合并"
    UPGRADED_OUT = "upgraded_out", "升入高层级"
    RECLASSIFIED_OUT = "reclassified_out", "归类调出"


class RdInstitutionLevel(models.TextChoices):
    """The highest level at which an enterprise's R&D institution is recognised, lowest first."""

    NONE = "none", "无"
    BELOW_MUNICIPAL = "below_municipal", "市级以下"
    MUNICIPAL = "municipal", "市级"
    PROVINCIAL = "provincial", "省级"
    NATIONAL = "national", "国家级"


class ProductChainRole(models.TextChoices):
    """What the main product does for its chain."""

    GAP_FILLING = "gap_filling", "补短板、锻长板、填空白"
    SIX_BASE_OR_KEY_SUPPLIER = "six_base_or_key_supplier", "六基领域、老字号或龙头配套"
    OTHER = "other", "其他"


class CkcnList(models.TextChoices):
    """The best list reached in the enterprise group of “创客中国”, lowest first."""

    NONE = "none", "未入围"
    TOP500 = "top500", "全国 500 强"
    TOP50 = "top50", "全国 50 强"


class Honour(models.TextChoices):
    """Qualifications beside the titles of the gradient."""

    HNTE = "hnte", "高新技术企业"
    NATIONAL_TECH_INNOVATION_DEMO = "national_tech_innovation_demo", "国家技术创新示范企业"
    IP_ADVANTAGE = "ip_advantage", "知识产权优势企业"
    IP_DEMONSTRATION = "ip_demonstration", "知识产权示范企业"


class PeriodKind(models.TextChoices):
    """How long a running figure covers."""

    MONTH = "month", "月"
    QUARTER = "quarter", "季"


class PeriodBasis(models.TextChoices):
    """Whether a running figure is of the period alone or since the year began."""

    CURRENT = "current", "当期"
    CUMULATIVE = "cumulative", "本年累计"


class JumpAgainst(models.TextChoices):
    """Which earlier figure a running figure is compared with."""

    LAST = "last", "上期"
    YEAR_AGO = "year_ago", "上年同期"


class CultivationStage(models.TextChoices):
    """How far an enterprise is on its way to a tier it does not hold yet."""

    SEEDLING = "seedling", "种苗"
    GROWING = "growing", "培育"
    PREPARING = "preparing", "拟申报"
    APPLIED = "applied", "申报"
    RECOGNISED = "recognised", "认定"
    DROPPED = "dropped", "退出"


class CultivationMove(models.TextChoices):
    """What can be done with one on its way; rules/cultivation.py says from where to where."""

    PUT_IN = "put_in", "入库"
    NURTURE = "nurture", "转入培育"
    PREPARE = "prepare", "列入拟申报"
    APPLY = "apply", "已申报"
    BACK = "back", "退回培育"
    RECOGNISE = "recognise", "已认定"
    DROP = "drop", "退出"
    RESUME = "resume", "重新培育"
    UNDO = "undo", "撤回认定"


class DropCause(models.TextChoices):
    """Why an enterprise left the pipeline without the title."""

    UNFIT = "unfit", "条件差距大"
    UNWILLING = "unwilling", "企业无意愿"
    FAILED = "failed", "申报未通过"
    OTHER_TIER = "other_tier", "改报其他梯度"
    GONE = "gone", "迁出、注销或合并"
    OTHER = "other", "其他"


class TaskOutcome(models.TextChoices):
    """How a task of cultivation ended."""

    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"


class InspectionResult(models.TextChoices):
    """What a check of a drawn enterprise found."""

    FIT = "fit", "符合条件"
    CORRECT = "correct", "限期整改"
    UNFIT = "unfit", "不再符合条件"
    ABSENT = "absent", "无法核查"
