"""The closed vocabularies of background work."""

from django.db import models


class Queue(models.TextChoices):
    """The lines work stands in; each is served by workers of its own, or by all of them."""

    INTERACTIVE = "interactive", "有人等候"
    BULK = "bulk", "大批处理"
    SCHEDULE = "schedule", "定时"


class JobState(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"
