"""The closed vocabularies of time limits."""

from django.db import models


class ClockKind(models.TextChoices):
    """What a unit has to have done when the clock runs out, in the order they usually end."""

    SIGN = "sign", "签收"
    CONTACT = "contact", "联系企业"
    PLAN = "plan", "拿出方案或答复"
    STUDY = "study", "专题研究"
    SOLVE = "solve", "办结"


class LimitUnit(models.TextChoices):
    """Working days end with the day; hours run by the clock, through nights and holidays."""

    WORKDAYS = "workdays", "个工作日"
    HOURS = "hours", "小时（按自然时间连续计算）"


class Urgency(models.TextChoices):
    """How long a ticket may take, decided when it is judged."""

    NORMAL = "normal", "一般"
    COMPLEX = "complex", "复杂"
    URGENT = "urgent", "紧急"
