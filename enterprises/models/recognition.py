"""Titles: what was awarded, for how long, and every later version of what we knew about it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Coalesce, Greatest, Least

from enterprises.choices import (
    ApplicationKind,
    BatchStage,
    CandidateState,
    RecogniserLevel,
    RecognitionOutcome,
    Tier,
    TierSubclass,
    WithdrawalCause,
)
from enterprises.choices.holding import ExpertOutcome
from enterprises.expressions import DateSpan, KnownSpan
from enterprises.models.enterprise import Enterprise
from enterprises.querysets import BatchCandidateQuerySet, BatchQuerySet, RecognitionQuerySet
from enterprises.rules.batches import OUT

# While a review is pending the title stays valid (2号文); a withdrawal always ends it, and never
# before it began, which leaves an empty span for a title struck from the start.
TERM_END = Case(
    When(review_pending=True, then=Value(None)),
    default=Coalesce("extended_until", "valid_until"),
    output_field=models.DateField(),
)
IN_FORCE = DateSpan(
    F("valid_from"),
    Case(
        When(withdrawn_on__isnull=True, then=TERM_END),
        default=Greatest(F("valid_from"), Least(F("withdrawn_on"), TERM_END)),
        output_field=models.DateField(),
    ),
)


class RecognitionBatch(models.Model):
    """A numbered round of one recogniser for one tier: 推荐 → 评审 → 公示 → 公布."""

    tier = models.CharField("梯度", max_length=30, choices=Tier)
    kind = models.CharField("类型", max_length=16, choices=ApplicationKind)
    recogniser_level = models.CharField("认定层级", max_length=12, choices=RecogniserLevel)
    recogniser = models.CharField("认定机关", max_length=60)
    ordinal = models.PositiveSmallIntegerField("批次")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("名称", max_length=120)
    document_no = models.CharField("文号", max_length=60, blank=True)
    stage = models.CharField(
        "阶段", max_length=12, choices=BatchStage, default=BatchStage.RECOMMENDING
    )
    announced_on = models.DateField("公布日期", null=True, blank=True)
    valid_from = models.DateField("有效期起", null=True, blank=True)
    valid_until = models.DateField("有效期止（不含）", null=True, blank=True)
    rule_set = models.CharField("适用规则", max_length=40, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    frozen_on = models.DateField("名单冻结日", null=True, blank=True)
    frozen_rules = models.CharField("冻结时的规则版本", max_length=200, blank=True)
    recommend_until = models.DateField("推荐截止日", null=True, blank=True)
    notice_from = models.DateField("公示起", null=True, blank=True)
    notice_until = models.DateField("公示止", null=True, blank=True)
    closed_by = models.BigIntegerField("定公示名单的人", null=True, blank=True)
    announced_by = models.BigIntegerField("公布的人", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "认定与复核批次"
        constraints = [
            models.UniqueConstraint(
                fields=["tier", "kind", "recogniser", "ordinal", "year"],
                name="batch_is_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    tier__in=Tier.values,
                    kind__in=ApplicationKind.values,
                    stage__in=BatchStage.values,
                    recogniser_level__in=RecogniserLevel.values,
                ),
                name="batch_words_known",
            ),
            models.CheckConstraint(
                condition=~Q(stage=BatchStage.ANNOUNCED)
                | Q(announced_on__isnull=False, valid_from__isnull=False),
                name="batch_announced_with_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="batch_term_positive",
            ),
            models.CheckConstraint(
                condition=Q(frozen_on__isnull=False) | Q(recommend_until__isnull=True),
                name="batch_frozen_before_it_is_recommended_from",
            ),
            models.CheckConstraint(
                condition=Q(notice_from__isnull=True, notice_until__isnull=True)
                | Q(notice_until__gte=F("notice_from")),
                name="batch_notice_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True)
                | Q(announced_by__isnull=True)
                | ~Q(closed_by=F("announced_by")),
                name="batch_announced_by_another_than_closed_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Recognition(models.Model):
    """One version of a dated title. `series` is the title; (series, version) names this row.

    [valid_from, valid_until) as awarded; `in_force` is what counts, after extension, pending
    review and withdrawal. A change adds a version and closes the one before (`superseded_at`).
    """

    series = models.BigIntegerField(
        "称号编号",
        db_default=Func(Value("enterprises_recognition_series"), function="nextval"),
    )
    version = models.PositiveIntegerField("版本", default=1)
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        related_name="recognitions",
        verbose_name="企业",
        db_index=False,  # recognition_history begins with it
        db_constraint=False,  # the scope key implies it
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="管理单位",
        db_constraint=False,  # the scope key implies it
    )
    tier = models.CharField("梯度", max_length=30, choices=Tier)
    subclass = models.CharField("子类", max_length=20, choices=TierSubclass, blank=True, default="")
    recogniser_level = models.CharField("认定层级", max_length=12, choices=RecogniserLevel)
    batch = models.ForeignKey(
        RecognitionBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name="批次",
        db_index=False,  # recognition_by_batch begins with it
    )
    document_no = models.CharField("文号", max_length=60, blank=True)
    certificate_no = models.CharField("证书编号", max_length=60, blank=True)
    announced_on = models.DateField("公布日期", null=True, blank=True)
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("有效期止（不含）", null=True, blank=True)
    extended_until = models.DateField("延长至（不含）", null=True, blank=True)
    review_pending = models.BooleanField("复核中", default=False)
    withdrawn_on = models.DateField("终止日期", null=True, blank=True)
    withdrawal_cause = models.CharField(
        "终止原因", max_length=16, choices=WithdrawalCause, blank=True
    )
    withdrawal_document = models.CharField("终止文号", max_length=60, blank=True)
    barred_until = models.DateField("限制申报至（不含）", null=True, blank=True)
    outcome = models.CharField(
        "结果", max_length=16, choices=RecognitionOutcome, default=RecognitionOutcome.NEW
    )
    predecessor_series = models.BigIntegerField("前一称号", null=True, blank=True)
    round = models.CharField("申报轮次", max_length=40, blank=True)
    rule_set = models.CharField("适用规则", max_length=40, blank=True)
    recorded_at = models.DateTimeField("记录时间")
    superseded_at = models.DateTimeField("更正时间", null=True, blank=True)
    change_note = models.CharField("变更说明", max_length=200, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    in_force = models.GeneratedField(
        expression=IN_FORCE,
        output_field=DateRangeField(),
        db_persist=True,
        verbose_name="在有效期内",
    )

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "梯度称号"
        constraints = [
            models.CheckConstraint(
                condition=Q(tier__in=[t for t in Tier.values if t != Tier.TECH_INNOVATIVE]),
                name="recognition_tier_is_awarded",
            ),
            models.CheckConstraint(
                condition=Q(subclass__in=["", *TierSubclass.values]),
                name="recognition_subclass_known",
            ),
            models.CheckConstraint(
                condition=Q(recogniser_level__in=RecogniserLevel.values),
                name="recognition_level_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=RecognitionOutcome.values), name="recognition_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="recognition_term_positive",
                violation_error_message="有效期止应晚于有效期起",
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True) | Q(extended_until__gt=F("valid_until")),
                name="recognition_extension_lengthens",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawal_cause="")
                | (Q(withdrawn_on__isnull=False) & Q(withdrawal_cause__in=WithdrawalCause.values)),
                name="recognition_withdrawn_with_cause",
            ),
            models.CheckConstraint(
                condition=Q(barred_until__isnull=True) | Q(withdrawn_on__isnull=False),
                name="recognition_bar_follows_withdrawal",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="recognition_superseded_after_recorded",
            ),
            models.UniqueConstraint(
                fields=["series", "version"], name="recognition_version_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["series"],
                condition=Q(superseded_at__isnull=True),
                name="recognition_has_one_current_version",
            ),
            ExclusionConstraint(
                name="recognition_one_in_force",
                expressions=[
                    ("enterprise", RangeOperators.EQUAL),
                    ("tier", RangeOperators.EQUAL),
                    ("subclass", RangeOperators.EQUAL),
                    ("in_force", RangeOperators.OVERLAPS),
                    (KnownSpan("recorded_at", "superseded_at"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="该企业在同一时间已有同一称号",
            ),
        ]
        indexes = [
            models.Index(
                fields=["enterprise", "tier"],
                include=["subclass", "in_force", "batch", "series", "outcome", "withdrawal_cause"],
                condition=Q(superseded_at__isnull=True),
                name="recognition_of_enterprise",
            ),
            models.Index(
                fields=["enterprise", "tier"],
                include=["subclass", "in_force", "recorded_at", "superseded_at"],
                name="recognition_history",
            ),
            models.Index(
                fields=["tier", "enterprise"],
                condition=Q(superseded_at__isnull=True),
                name="recognition_by_tier",
            ),
            models.Index(
                fields=["tier", "series"],
                condition=Q(superseded_at__isnull=True),
                name="recognition_in_tier",
            ),
            models.Index(
                fields=["jurisdiction", "series"],
                include=["tier", "in_force"],
                condition=Q(superseded_at__isnull=True),
                name="recognition_of_unit",
            ),
            models.Index(
                Func("in_force", function="upper"),
                "series",
                include=["tier", "in_force", "jurisdiction"],
                condition=Q(superseded_at__isnull=True),
                name="recognition_ending",
            ),
            models.Index(fields=["batch", "series"], name="recognition_by_batch"),
            models.Index(
                fields=["document_no", "series"],
                condition=Q(superseded_at__isnull=True) & ~Q(document_no=""),
                name="recognition_by_document",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.series} {self.get_tier_display()}"


class BatchCandidate(models.Model):
    """One enterprise in one batch and how far it got."""

    batch = models.ForeignKey(
        RecognitionBatch, models.PROTECT, related_name="candidates", verbose_name="批次"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="candidacies", verbose_name="企业"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    state = models.CharField("状态", max_length=14, choices=CandidateState)
    reviewed_series = models.BigIntegerField("复核的称号", null=True, blank=True)
    excluded = models.CharField("不得推荐的原因", max_length=200, blank=True)
    assessment = models.ForeignKey(
        "enterprises.Assessment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="candidacies",
        verbose_name="冻结时的评估",
    )
    rank = models.PositiveSmallIntegerField("推荐排序", null=True, blank=True)
    expert_outcome = models.CharField("专家评审", max_length=10, choices=ExpertOutcome, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    written = ArrayField(
        models.BigIntegerField(), verbose_name="公布时登记的称号版本", default=list, blank=True
    )
    changed_at = models.DateTimeField("更新时间")
    version = models.PositiveIntegerField("版本", default=1)

    objects = BatchCandidateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批次名单"
        constraints = [
            models.UniqueConstraint(fields=["batch", "enterprise"], name="candidate_once_a_batch"),
            models.CheckConstraint(
                condition=Q(state__in=CandidateState.values), name="candidate_state_known"
            ),
            models.CheckConstraint(
                condition=Q(expert_outcome__in=["", *ExpertOutcome.values]),
                name="candidate_expert_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(excluded="") | Q(state__in=[CandidateState.DUE, *OUT]),
                name="candidate_excluded_goes_no_further",
            ),
            models.UniqueConstraint(fields=["id", "jurisdiction"], name="candidate_is_of_one_unit"),
        ]
        indexes = [models.Index(fields=["jurisdiction", "batch", "id"], name="candidate_by_unit")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_state_display()}"
