"""What holders of titles owe, what is said against them, and the projects of key little giants."""

from django.db import models


class BatchSource(models.TextChoices):
    """Where the list of a batch comes from, if not from names or codes."""

    READY = "ready", "研判达标"
    DISCOVERED = "discovered", "主动发现"
    REVIEWS = "reviews", "本年应复核"


class ExpertOutcome(models.TextChoices):
    """What the experts said of one candidate."""

    PASSED = "passed", "评审通过"
    FAILED = "failed", "评审不通过"


class ObjectionOutcome(models.TextChoices):
    """What an objection to a public notice came to."""

    DISMISSED = "dismissed", "异议不成立"
    UPHELD = "upheld", "异议成立"


class DutyKind(models.TextChoices):
    YEARLY_UPDATE = "yearly_update", "年度更新"
    CHANGE_REPORT = "change_report", "变更报告"


class ChangeCause(models.TextChoices):
    """What a holder has to report within three months."""

    RENAMED = "renamed", "更名"
    MERGED = "merged", "合并"
    REORGANISED = "reorganised", "分立或重组"
    MOVED = "moved", "跨省市迁移"


class DutyState(models.TextChoices):
    """How a duty stands; worked out of its days, never entered."""

    OPEN = "open", "待办"
    LATE = "late", "逾期"
    LOST = "lost", "丧失复核资格"
    EXCUSED = "excused", "已恢复资格"
    DONE = "done", "已办"
    ENDED = "ended", "称号已终止"


class ComplaintOutcome(models.TextChoices):
    """What a complaint came to."""

    UPHELD = "upheld", "查实"
    PARTLY = "partly", "部分查实"
    DISMISSED = "dismissed", "查否"
    WITHDRAWN = "withdrawn", "举报人撤回"


class ProjectState(models.TextChoices):
    """Where a key little giant's three years stand."""

    RUNNING = "running", "实施中"
    PASSED = "passed", "评价通过"
    FAILED = "failed", "评价不通过"
    STOPPED = "stopped", "已终止"
