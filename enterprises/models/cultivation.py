"""The way of an enterprise to a tier it does not hold: stages, every step taken, tasks."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q

from enterprises.choices import (
    CultivationMove,
    CultivationStage,
    DropCause,
    TaskOutcome,
    Tier,
)
from enterprises.models.enterprise import Enterprise
from enterprises.models.recognition import RecognitionBatch
from enterprises.querysets import (
    CultivationQuerySet,
    CultivationStepQuerySet,
    CultivationTaskQuerySet,
)
from enterprises.rules.cultivation import OPEN, STEPS, TARGETS


class Cultivation(models.Model):
    """One enterprise on its way to one tier. Its stage is where its last step led: `step_no`."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="cultivations", verbose_name="企业"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    tier = models.CharField("目标梯度", max_length=30, choices=Tier)
    stage = models.CharField("阶段", max_length=12, choices=CultivationStage)
    step_no = models.PositiveSmallIntegerField("第几步", default=1)
    put_in_on = models.DateField("入库日期")
    stage_since = models.DateField("本阶段自")
    target_batch = models.ForeignKey(
        RecognitionBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cultivations",
        verbose_name="目标批次",
    )
    owner = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="责任人账号",
        db_index=False,  # cultivation_of_owner begins with it
    )
    owner_name = models.CharField("责任人", max_length=60, blank=True)
    drop_cause = models.CharField("退出原因", max_length=12, choices=DropCause, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = CultivationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "梯度培育"
        constraints = [
            models.CheckConstraint(
                condition=Q(tier__in=[tier.value for tier in TARGETS]),
                name="cultivation_aims_at_a_tier",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=CultivationStage.values), name="cultivation_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(stage=CultivationStage.DROPPED, drop_cause__in=DropCause.values)
                | (~Q(stage=CultivationStage.DROPPED) & Q(drop_cause="")),
                name="cultivation_dropped_with_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(stage_since__gte=F("put_in_on")), name="cultivation_goes_forward"
            ),
            models.UniqueConstraint(
                fields=["enterprise", "tier"],
                condition=Q(stage__in=[stage.value for stage in OPEN]),
                name="cultivation_open_once_a_tier",
                violation_error_message="该企业已在这一梯度的培育库中",
            ),
            models.UniqueConstraint(
                fields=["id", "jurisdiction"], name="cultivation_is_of_one_unit"
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "stage", "id"], name="cultivation_by_unit"),
            models.Index(fields=["tier", "stage", "id"], name="cultivation_by_tier"),
            models.Index(
                fields=["owner", "-id"],
                condition=Q(owner__isnull=False),
                name="cultivation_of_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()}（{self.get_stage_display()}）"


class CultivationStep(models.Model):
    """One step on the way, never changed. `after` is the number of the step before it."""

    cultivation = models.ForeignKey(
        Cultivation, models.PROTECT, related_name="steps", verbose_name="培育"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    ordinal = models.PositiveSmallIntegerField("第几步")
    after = models.PositiveSmallIntegerField("上一步", null=True, blank=True)
    move = models.CharField("操作", max_length=12, choices=CultivationMove)
    stage_before = models.CharField("原阶段", max_length=12, choices=CultivationStage, blank=True)
    stage_after = models.CharField("新阶段", max_length=12, choices=CultivationStage)
    at = models.DateTimeField("时间")
    actor_name = models.CharField("办理人", max_length=150)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = CultivationStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培育过程"
        constraints = [
            models.CheckConstraint(
                condition=reduce(
                    or_,
                    (
                        Q(move=move, stage_before=before, stage_after=after)
                        for move, before, after in sorted(STEPS)
                    ),
                ),
                name="cultivation_step_is_in_the_table",
            ),
            models.CheckConstraint(
                condition=Q(ordinal=1, after__isnull=True, move=CultivationMove.PUT_IN)
                | (Q(ordinal=F("after") + 1) & ~Q(move=CultivationMove.PUT_IN)),
                name="cultivation_step_follows_the_last",
            ),
            models.UniqueConstraint(
                fields=["cultivation", "ordinal", "stage_after"],
                name="cultivation_step_leads_to_a_stage",
            ),
            models.UniqueConstraint(
                fields=["cultivation", "ordinal"], name="cultivation_step_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_move_display()} → {self.get_stage_after_display()}"


class CultivationTask(models.Model):
    """Something to be done for an enterprise by a day; `for_station`: by the specialist who looks
    after it, on whose telephone it stands until he or his unit ends it. `station` is his.
    """

    cultivation = models.ForeignKey(
        Cultivation, models.PROTECT, related_name="tasks", verbose_name="培育"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    title = models.CharField("任务", max_length=120)
    due_on = models.DateField("完成期限")
    for_station = models.BooleanField("交服务专员", default=False)
    station = models.ForeignKey(
        "accounts.ServiceStation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承办服务站",
    )
    set_at = models.DateTimeField("下达时间")
    set_by_name = models.CharField("下达人", max_length=150)
    outcome = models.CharField("结果", max_length=12, choices=TaskOutcome, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    ended_by_name = models.CharField("办结人", max_length=150, blank=True)
    note = models.CharField("办理情况", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = CultivationTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培育任务"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True)
                | Q(outcome__in=TaskOutcome.values, ended_at__isnull=False),
                name="cultivation_task_ended_with_an_outcome",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="cultivation_task_says_what"),
            models.CheckConstraint(
                condition=Q(for_station=True) | Q(station__isnull=True),
                name="cultivation_task_of_a_station_is_for_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["jurisdiction", "due_on"],
                condition=Q(outcome=""),
                name="cultivation_task_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.title
