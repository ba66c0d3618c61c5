"""What a unit may set about visits: limits with the day they begin, and templates."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from services.choices.visits import Purpose, VisitMode
from services.querysets.visits import VisitLimitsQuerySet, VisitTemplateQuerySet


class VisitLimits(models.Model):
    """The limits of visits from one day on, until the next row begins. No document fixes them."""

    effective_from = models.DateField("启用日期", unique=True)
    late_after_days = models.PositiveSmallIntegerField("几天后登记须说明理由")
    backdating_days = models.PositiveSmallIntegerField("最多补登几天内的走访")
    amend_days = models.PositiveSmallIntegerField("登记后几天内可更正")
    often_a_month = models.PositiveSmallIntegerField("同一企业每月超过几次提醒减负")
    photos = models.PositiveSmallIntegerField("每次走访照片张数上限")
    photo_kilobytes = models.PositiveIntegerField("单张照片大小上限（KB）")
    source = models.CharField("出处", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = VisitLimitsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访规则"
        constraints = [
            models.CheckConstraint(
                condition=Q(late_after_days__lte=models.F("backdating_days")),
                name="visit_late_before_too_late",
                violation_error_message="须说明理由的天数不能超过最多补登的天数",
            ),
            models.CheckConstraint(
                condition=Q(backdating_days__lte=366, amend_days__lte=366, photos__lte=50),
                name="visit_limits_plausible",
            ),
            models.CheckConstraint(
                condition=Q(often_a_month__gt=0, photo_kilobytes__range=(50, 20_000)),
                name="visit_limits_allow_something",
            ),
        ]

    def __str__(self) -> str:
        return f"自 {self.effective_from} 起"


class VisitTemplate(models.Model):
    """Words to begin with for a usual purpose; what is written from it is the visit's own."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    purposes = ArrayField(models.CharField(max_length=20), verbose_name="走访目的")
    mode = models.CharField("方式", max_length=10, choices=VisitMode, default=VisitMode.PLACE)
    summary = models.TextField("走访情况（起头）", blank=True)
    display_order = models.PositiveSmallIntegerField("排序", default=0)
    ended_on = models.DateField("停用日期", null=True, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = VisitTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访模板"
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=VisitMode.values), name="visit_template_mode_known"
            ),
            models.CheckConstraint(
                condition=Q(purposes__contained_by=Purpose.values) & ~Q(purposes=[]),
                name="visit_template_purposes_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name
