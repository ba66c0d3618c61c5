"""The vocabularies of target plans, of the assessment of districts, and of replies."""

from django.db import models


class GlideShape(models.TextChoices):
    """How the way to a target runs."""

    LINEAR = "linear", "逐日均匀推进"
    SEASONAL = "seasonal", "按各月认定占比推进"


class ShareBy(models.TextChoices):
    """By what the way still to go is shared out."""

    HOLDERS = "holders", "按现有持有企业数"
    CANDIDATES = "candidates", "按候选企业数"
    EQUAL = "equal", "平均分配"


class ShareOf(models.TextChoices):
    UNIT = "unit", "管理单位"
    CHAIN = "chain", "产业链"


class TargetSource(models.TextChoices):
    """Where the number beside a target comes from; by hand only where nothing else counts it."""

    COMPUTED = "computed", "系统计算"
    RECORDED = "recorded", "专项台账汇总"
    REPORTED = "reported", "责任单位报送"
    NONE = "none", "尚无可用数"


class IndicatorSource(models.TextChoices):
    COMPUTED = "computed", "系统计算"
    REPORTED = "reported", "管理单位自报"


class IndicatorAim(models.TextChoices):
    MORE = "more", "越多越好"
    LESS = "less", "越少越好"


class ReturnState(models.TextChoices):
    """What a unit reports of itself goes to the city, which checks it or gives it back."""

    SUBMITTED = "submitted", "已自评"
    RETURNED = "returned", "已退回"
    CHECKED = "checked", "已核定"


class ProposalKind(models.TextChoices):
    SUGGESTION = "suggestion", "人大代表建议"
    MOTION = "motion", "政协委员提案"


class ProposalState(models.TextChoices):
    """From receipt to what the proposer thought of the answer."""

    RECEIVED = "received", "已受理"
    SUBMITTED = "submitted", "答复待审定"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "答复已审定"
    ANSWERED = "answered", "已答复"
    RATED = "rated", "已反馈"


class ReplySatisfaction(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    FAIRLY = "fairly", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class CommentVerdict(models.TextChoices):
    """What became of a comment on a draft."""

    PENDING = "pending", "待研究"
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    DECLINED = "declined", "未采纳"
