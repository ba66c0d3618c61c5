"""How the environment for enterprises in each unit is assessed (措施 25)."""

from django.db import models
from django.db.models import F, Q

from measures.choices import IndicatorAim, IndicatorSource, ReturnState
from measures.querysets import (
    AssessmentRoundQuerySet,
    DistrictFigureQuerySet,
    DistrictIndexQuerySet,
    DistrictReturnQuerySet,
    IndexIndicatorQuerySet,
    ReturnEvidenceQuerySet,
)

R = ReturnState


class DistrictIndex(models.Model):
    """One edition of the index, from a day on; never changed. Its weights add up to 100."""

    edition = models.PositiveIntegerField("版次", unique=True)
    title = models.CharField("名称", max_length=120)
    effective_from = models.DateField("施行日期", unique=True)
    source = models.CharField("依据", max_length=200)
    set_by_name = models.CharField("制定人", max_length=150, blank=True)

    objects = DistrictIndexQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "各区评估指标体系"
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="district_index_has_its_source")
        ]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.edition} 版）"


class IndexIndicator(models.Model):
    """One line of an edition: `full` earns its whole weight, less of it a part (or, where less is
    better, `full` earns nothing).
    """

    index = models.ForeignKey(
        DistrictIndex,
        models.PROTECT,
        related_name="indicators",
        verbose_name="版次",
        db_index=False,
    )
    code = models.SlugField("代码", max_length=40)
    label = models.CharField("指标", max_length=80)
    weight = models.PositiveSmallIntegerField("权重")
    unit = models.CharField("单位", max_length=10)
    source = models.CharField("数据来源", max_length=10, choices=IndicatorSource)
    computed_by = models.CharField("计算项", max_length=60, blank=True)
    aim = models.CharField("方向", max_length=6, choices=IndicatorAim)
    full = models.DecimalField("满分值", max_digits=14, decimal_places=2)
    definition = models.CharField("口径", max_length=200)
    display_order = models.PositiveSmallIntegerField("排序", default=0)

    objects = IndexIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评估指标"
        constraints = [
            models.UniqueConstraint(fields=["index", "code"], name="indicator_coded_once"),
            models.CheckConstraint(
                condition=Q(weight__range=(1, 100)), name="indicator_weighs_something"
            ),
            models.CheckConstraint(condition=Q(full__gt=0), name="indicator_can_be_reached"),
            models.CheckConstraint(
                condition=Q(source__in=IndicatorSource.values, aim__in=IndicatorAim.values),
                name="indicator_words_known",
            ),
            models.CheckConstraint(
                condition=Q(source=IndicatorSource.COMPUTED) & ~Q(computed_by="")
                | Q(source=IndicatorSource.REPORTED, computed_by=""),
                name="indicator_computed_by_a_query",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}（{self.weight}）"


class AssessmentRound(models.Model):
    """One period the units are assessed for, by the edition in force on its last day."""

    index = models.ForeignKey(
        DistrictIndex, models.PROTECT, related_name="rounds", verbose_name="指标体系"
    )
    name = models.CharField("名称", max_length=60)
    first_on = models.DateField("起始日")
    last_on = models.DateField("截止日", unique=True)
    due_on = models.DateField("自评截止")
    opened_by_name = models.CharField("发起人", max_length=150)
    opened_at = models.DateTimeField("发起时间")

    objects = AssessmentRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "各区评估期"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on__lt=F("last_on")) & Q(last_on__lt=F("due_on")),
                name="assessment_round_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DistrictReturn(models.Model):
    """What one unit reports of itself for a round; somebody else checks it for the city."""

    round = models.ForeignKey(
        AssessmentRound,
        models.PROTECT,
        related_name="returns",
        verbose_name="评估期",
        db_index=False,
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    state = models.CharField("状态", max_length=10, choices=ReturnState, default=R.SUBMITTED)
    note = models.CharField("自评说明", max_length=1000, blank=True)
    signed_by_id = models.BigIntegerField("自评人编号", editable=False)
    signed_by_name = models.CharField("自评人", max_length=150)
    submitted_at = models.DateTimeField("自评时间")
    judged_by_id = models.BigIntegerField("核定人编号", null=True, editable=False)
    judged_by_name = models.CharField("核定人", max_length=150, blank=True)
    judged_at = models.DateTimeField("核定时间", null=True, blank=True)
    reason = models.CharField("退回理由", max_length=300, blank=True)
    times_returned = models.PositiveSmallIntegerField("退回次数", default=0)
    version = models.PositiveIntegerField("版本", default=1)

    objects = DistrictReturnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "各区自评"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "jurisdiction"], name="district_reports_once_a_round"
            ),
            models.UniqueConstraint(
                fields=["id", "jurisdiction"], name="district_return_is_of_one_unit"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReturnState.values), name="district_return_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=R.RETURNED) & ~Q(reason="") | ~Q(state=R.RETURNED) & Q(reason=""),
                name="district_return_given_back_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=R.SUBMITTED, judged_at__isnull=True, judged_by_id__isnull=True)
                | ~Q(state=R.SUBMITTED) & Q(judged_at__isnull=False, judged_by_id__isnull=False),
                name="district_return_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(judged_by_id__isnull=True) | ~Q(judged_by_id=F("signed_by_id")),
                name="district_return_judged_by_another",
                violation_error_message="本人自评的，由他人核定",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.get_state_display()}"


class DistrictFigure(models.Model):
    """One indicator as the unit reports it (or as the query counts it), and as the city holds it.

    A null is unknown and earns no points; the city says why where its figure is another.
    """

    of = models.ForeignKey(
        DistrictReturn, models.PROTECT, related_name="figures", verbose_name="自评", db_index=False
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    indicator = models.ForeignKey(
        IndexIndicator, models.PROTECT, related_name="+", verbose_name="指标"
    )
    reported = models.DecimalField("自评数", max_digits=16, decimal_places=2, null=True, blank=True)
    checked = models.DecimalField("核定数", max_digits=16, decimal_places=2, null=True, blank=True)
    reason = models.CharField("核定理由", max_length=300, blank=True)

    objects = DistrictFigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "各区指标数"
        constraints = [
            models.UniqueConstraint(fields=["of", "indicator"], name="district_figure_told_once"),
            models.UniqueConstraint(
                fields=["id", "jurisdiction"], name="district_figure_is_of_one_unit"
            ),
            models.CheckConstraint(
                condition=Q(checked__isnull=True)
                | Q(reported__isnull=False, checked=F("reported"))
                | ~Q(reason=""),
                name="district_figure_corrected_with_a_reason",
            ),
            models.CheckConstraint(
                condition=(Q(reported__isnull=True) | Q(reported__gte=0))
                & (Q(checked__isnull=True) | Q(checked__gte=0)),
                name="district_figure_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.reported}"


class ReturnEvidence(models.Model):
    """A file that shows a reported figure. Added with it, never taken away."""

    figure = models.ForeignKey(
        DistrictFigure,
        models.PROTECT,
        related_name="evidence",
        verbose_name="指标数",
        db_index=False,
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    file = models.OneToOneField(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件"
    )
    name = models.CharField("文件名", max_length=150)
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by_name = models.CharField("上传人", max_length=150)
    added_at = models.DateTimeField("上传时间")

    objects = ReturnEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评估佐证"
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "sha256"], name="district_figure_shows_a_file_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="return_evidence_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
