"""What somebody is told of."""

from django.db import models


class NoticeKind(models.TextChoices):
    ASSIGNED = "assigned", "新交办"
    DUE_SOON = "due_soon", "即将到期"
    OVERDUE = "overdue", "已逾期"
    STUDY = "study", "提请专题研究"
    RETURNED = "returned", "退回重办"
    REPLIED = "replied", "已答复待审核"
    REPORT_DUE = "report_due", "报表待报送"
    SENT_BACK = "sent_back", "报表被退回"
    HANDED_IN = "handed_in", "报表待复核"
    WORD_DUE = "word_due", "进展待报送"
    WORD_BACK = "word_back", "进展被退回"
    DIGEST = "digest", "其余提醒汇总"


class WayKind(models.TextChoices):
    """How somebody is told outside of the product."""

    EMAIL = "email", "电子邮件"
    WEBHOOK = "webhook", "消息平台"


class Rhythm(models.TextChoices):
    """How often the unread is gathered into one message."""

    DAILY = "daily", "每天一次（8:30）"
    HOURLY = "hourly", "每小时一次（8:30 至 18:30）"
