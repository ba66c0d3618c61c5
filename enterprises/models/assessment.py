"""How enterprises stand against rules: kept for the record, and worked out for lists."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from enterprises.choices import ApplicationKind, Tier
from enterprises.models.enterprise import Enterprise
from enterprises.querysets import AssessmentQuerySet, ProspectQuerySet, ProspectRunQuerySet
from enterprises.querysets.assessment import READY
from wuhan_smes.rulekit.choices import Result


def _codes(label: str) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=12), verbose_name=label, default=list, blank=True)


class Assessment(models.Model):
    """How one enterprise stood when somebody kept it: the versions of the rules, the facts as they
    were, and what each line said. Never changed.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="assessments", verbose_name="企业", db_index=False
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    tier = models.CharField("梯度", max_length=30, choices=Tier)
    application_kind = models.CharField("申请类别", max_length=16, choices=ApplicationKind)
    judged_on = models.DateField("评估日")
    rule_set = models.SlugField("认定规则", max_length=40, db_index=False)
    rule_versions = models.CharField("规则版本", max_length=200)
    document_no = models.CharField("文件", max_length=200)
    verdict = models.CharField("结论", max_length=16, choices=Result)
    subclass = models.CharField("子类", max_length=30, null=True, blank=True)  # noqa: DJ001 - unknown is null, '' is none
    score_low = models.DecimalField(
        "最低得分", max_digits=6, decimal_places=2, null=True, blank=True
    )
    score_high = models.DecimalField(
        "最高得分", max_digits=6, decimal_places=2, null=True, blank=True
    )
    lacking = _codes("不符合")
    open = _codes("待定")
    facts = models.JSONField("当时的数据")
    criteria = models.JSONField("逐条结果")
    note = models.CharField("说明", max_length=200, blank=True)
    kept_at = models.DateTimeField("存档时间")
    kept_by_name = models.CharField("存档人", max_length=150)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评估存档"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    tier__in=Tier.values,
                    application_kind__in=ApplicationKind.values,
                    verdict__in=Result.values,
                ),
                name="assessment_words_known",
            ),
            models.CheckConstraint(
                condition=Q(score_low__isnull=True, score_high__isnull=True)
                | Q(score_low__lte=F("score_high")),
                name="assessment_scores_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-id"], name="assessment_of_enterprise"),
            models.Index(fields=["jurisdiction", "-id"], name="assessment_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.judged_on} {self.get_tier_display()} {self.get_verdict_display()}"


class Prospect(models.Model):
    """Where one enterprise stood for one tier when the lists were last worked out.

    Worked out, never entered: a row may be thrown away and made again at any time. `steps` is all
    that is not met or not known; `sole` the only thing not met, where it is one. A review has the
    last day of the title it is about.
    """

    enterprise = models.ForeignKey(
        Enterprise,
        models.CASCADE,
        related_name="prospects",
        verbose_name="企业",
        db_index=False,
        db_constraint=False,  # the scope key implies it
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="管理单位",
        db_index=False,
        db_constraint=False,  # the scope key implies it
    )
    tier = models.CharField("目标梯度", max_length=30, choices=Tier)
    application_kind = models.CharField("申请类别", max_length=16, choices=ApplicationKind)
    judged_on = models.DateField("评估日")
    rule_versions = models.CharField("规则版本", max_length=200)
    verdict = models.CharField("结论", max_length=16, choices=Result)
    lacking = _codes("不符合")
    open = _codes("待定")
    steps = models.PositiveSmallIntegerField("还差几项")
    sole = models.CharField("只差一项", max_length=12, blank=True)
    due_on = models.DateField("称号到期", null=True, blank=True)
    worked_at = models.DateTimeField("计算时间", db_default=Now())

    objects = ProspectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "梯度研判"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "tier", "application_kind"], name="prospect_once_a_tier"
            ),
            models.CheckConstraint(
                condition=Q(
                    tier__in=Tier.values,
                    application_kind__in=ApplicationKind.values,
                    verdict__in=Result.values,
                ),
                name="prospect_words_known",
            ),
            models.CheckConstraint(
                condition=Q(application_kind=ApplicationKind.REVIEW, due_on__isnull=False)
                | (~Q(application_kind=ApplicationKind.REVIEW) & Q(due_on__isnull=True)),
                name="prospect_of_a_review_has_its_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tier", "application_kind", "steps", "enterprise"], name="prospect_queue"
            ),
            models.Index(
                fields=["jurisdiction", "tier", "application_kind", "steps", "enterprise"],
                name="prospect_unit_queue",
            ),
            models.Index(
                fields=["tier", "application_kind", "sole", "steps", "enterprise"],
                condition=~Q(sole=""),
                name="prospect_lacking_one",
            ),
            models.Index(
                fields=["tier", "application_kind", "steps", "enterprise"],
                condition=~Q(sole=""),
                name="prospect_one_short",
            ),
            models.Index(
                fields=["tier", "due_on", "enterprise"],
                condition=Q(due_on__isnull=False),
                name="prospect_due",
            ),
            # 主动发现: the few who meet a tier, however many do not.
            models.Index(
                fields=["tier", "application_kind", "steps", "enterprise"],
                condition=Q(verdict__in=READY),
                name="prospect_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()} {self.get_verdict_display()}"


class ProspectRun(models.Model):
    """When one list of a unit was last worked out, and for which day; also if nobody is on it."""

    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="管理单位",
        db_index=False,  # prospect_run_once_a_list begins with it
    )
    tier = models.CharField("目标梯度", max_length=30, choices=Tier)
    application_kind = models.CharField("申请类别", max_length=16, choices=ApplicationKind)
    judged_on = models.DateField("评估日")
    worked_at = models.DateTimeField("计算时间")

    objects = ProspectRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "研判计算"
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "tier", "application_kind"], name="prospect_run_once_a_list"
            ),
            models.CheckConstraint(
                condition=Q(tier__in=Tier.values, application_kind__in=ApplicationKind.values),
                name="prospect_run_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()} {self.judged_on}"
