"""What documents promise and report, beside what the system counts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from enterprises.choices import FigureBasis, TargetBasis, Tier
from enterprises.models.reference import IndustryChain
from enterprises.querysets import FigureQuerySet, SharedQuerySet, TargetQuerySet


class Qualifier(models.TextChoices):
    """How exactly a document states a figure."""

    EXACT = "exact", "准确数"
    ABOUT = "about", "约"
    OVER = "over", "超过（余、以上）"
    UNDER = "under", "不到（近）"


class SourceFlag(models.Model):
    """Something odd in a source that we carry and show instead of mending (domain: j)."""

    code = models.CharField("编号", max_length=4, unique=True)
    place = models.CharField("所在", max_length=60)
    text = models.CharField("说明", max_length=400)

    objects = SharedQuerySet["SourceFlag"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "口径存疑"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^F[0-9]{1,3}$"), name="flag_code_is_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class TierTarget(models.Model):
    """How many of a tier a document wants by a day, with its basis and doubts."""

    code = models.SlugField("代码", max_length=60, unique=True)
    label = models.CharField("目标", max_length=120)
    tier = models.CharField("梯度", max_length=30, choices=Tier)
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="targets", verbose_name="管理单位"
    )
    chain = models.ForeignKey(
        IndustryChain,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="产业链",
    )
    each_chain = models.BooleanField("每条产业链", default=False)
    starts_on = models.DateField("起算日期", null=True, blank=True)
    due_on = models.DateField("到期日期")
    every_year = models.BooleanField("每年", default=False)
    value = models.PositiveIntegerField("目标值")
    unit = models.CharField("单位", max_length=10, default="家")
    basis = models.CharField("口径", max_length=10, choices=TargetBasis)
    definition = models.CharField("口径说明", max_length=300, blank=True)
    document = models.CharField("文件", max_length=200)
    clause = models.CharField("条款", max_length=20)
    flags = ArrayField(
        models.CharField(max_length=4), verbose_name="存疑", default=list, blank=True
    )
    version = models.PositiveIntegerField("版本", default=1)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "梯度目标"
        constraints = [
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="target_tier_known"),
            models.CheckConstraint(
                condition=Q(basis__in=TargetBasis.values), name="target_basis_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(starts_on__lt=F("due_on")),
                name="target_starts_before_it_is_due",
            ),
            models.CheckConstraint(
                condition=~Q(document="") & ~Q(clause=""), name="target_has_a_source"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ReportedFigure(models.Model):
    """A figure some document states, carried as stated; the computed one stands beside it."""

    code = models.SlugField("代码", max_length=80, unique=True)
    label = models.CharField("指标", max_length=120)
    group = models.CharField("分组", max_length=40)
    value = models.DecimalField("公布数", max_digits=18, decimal_places=2)
    qualifier = models.CharField("表述", max_length=6, choices=Qualifier, default=Qualifier.EXACT)
    unit = models.CharField("单位", max_length=10)
    basis_note = models.CharField("口径", max_length=200, blank=True)
    as_of = models.DateField("统计截止日", null=True, blank=True)
    stated_on = models.DateField("公布日期", null=True, blank=True)
    document = models.CharField("文件", max_length=200)
    clause = models.CharField("条款", max_length=40)
    counterpart = models.CharField("对照", max_length=10, choices=FigureBasis)
    computed_by = models.CharField("计算项", max_length=60, blank=True)
    tier = models.CharField("梯度", max_length=30, choices=Tier, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    flags = ArrayField(
        models.CharField(max_length=4), verbose_name="存疑", default=list, blank=True
    )
    display_order = models.PositiveSmallIntegerField("排序", default=0)
    version = models.PositiveIntegerField("版本", default=1)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公布数据"
        constraints = [
            models.CheckConstraint(
                condition=~Q(document="") & ~Q(clause="") & ~Q(unit=""),
                name="figure_has_source_and_unit",
                violation_error_message="须写明文件、条款与单位",
            ),
            models.CheckConstraint(
                condition=Q(as_of__isnull=False) | Q(stated_on__isnull=False),
                name="figure_has_a_date",
                violation_error_message="须写明统计截止日，不知道的写公布日期",
            ),
            models.CheckConstraint(
                condition=Q(qualifier__in=Qualifier.values, counterpart__in=FigureBasis.values),
                name="figure_words_known",
            ),
            models.CheckConstraint(
                condition=Q(tier__in=["", *Tier.values]), name="figure_tier_known"
            ),
            models.CheckConstraint(
                condition=Q(counterpart=FigureBasis.REPORTED) ^ ~Q(computed_by="")
                | Q(counterpart=FigureBasis.RECORDED),
                name="figure_computed_by_a_query",
            ),
        ]

    def __str__(self) -> str:
        return self.label
