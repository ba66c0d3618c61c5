"""Work to be done after a transaction has committed: the outbox and its progress in one row.

PostgreSQL is the truth; the broker only rings.
"""

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from wuhan_smes.accounts.models import User
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.querysets import JobQuerySet
from wuhan_smes.jobs.rules import MOST_ATTEMPTS, UNFINISHED, percent

LAST_STATES: Final = [JobState.DONE, JobState.FAILED, JobState.CANCELLED]


class Job(models.Model):
    """One piece of background work, ordered in the transaction that made it necessary.

    Who ordered it is kept, never what he was allowed then: access is worked out when it runs.
    """

    task = models.CharField("任务", max_length=100)
    title = models.CharField("名称", max_length=200)
    kwargs = models.JSONField("参数", default=dict)
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="jobs", verbose_name="发起人"
    )
    capability = models.CharField("所需权限", max_length=60, blank=True)
    state = models.CharField("状态", max_length=20, choices=JobState, default=JobState.QUEUED)
    created_at = models.DateTimeField("提交时间", db_default=Now())
    not_before = models.DateTimeField("最早开始", db_default=Now())
    published_at = models.DateTimeField("派发时间", null=True)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    most_attempts = models.PositiveSmallIntegerField("最多次数", default=MOST_ATTEMPTS)
    lease = models.UUIDField("租约", null=True)
    lease_until = models.DateTimeField("租约到期", null=True)
    heartbeat_at = models.DateTimeField("最近心跳", null=True)
    cancel_requested_at = models.DateTimeField("请求取消时间", null=True)
    done_count = models.PositiveBigIntegerField("已处理", default=0)
    total_count = models.PositiveBigIntegerField("总数", null=True)
    message = models.CharField("进展", max_length=200, blank=True)
    result = models.JSONField("结果", null=True)
    error = models.TextField("未完成原因", blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(task__regex=r"^[a-z_]+(\.[a-z_]+)+$"), name="job_task_is_dotted"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="job_has_a_title"),
            models.CheckConstraint(
                condition=Q(
                    state=JobState.RUNNING,
                    lease__isnull=False,
                    lease_until__isnull=False,
                    started_at__isnull=False,
                )
                | ~Q(state=JobState.RUNNING) & Q(lease__isnull=True, lease_until__isnull=True),
                name="job_is_leased_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LAST_STATES, finished_at__isnull=False)
                | ~Q(state__in=LAST_STATES) & Q(finished_at__isnull=True),
                name="job_is_finished_in_its_last_states",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.FAILED) & ~Q(error="")
                | ~Q(state=JobState.FAILED) & Q(error=""),
                name="job_says_why_it_failed",
            ),
            models.CheckConstraint(
                condition=Q(total_count__isnull=True) | Q(done_count__lte=F("total_count")),
                name="job_does_no_more_than_there_is",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=F("most_attempts")), name="job_is_tried_only_so_often"
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "-id"], name="job_by_actor"),
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state=JobState.QUEUED),
                name="job_waiting",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state=JobState.RUNNING), name="job_leased"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"

    @property
    def percent(self) -> int | None:
        return percent(self.done_count, self.total_count)

    @property
    def is_unfinished(self) -> bool:
        return JobState(self.state) in UNFINISHED
