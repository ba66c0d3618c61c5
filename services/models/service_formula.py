"""By which weights the service of stations and districts is assessed."""

from django.db import models
from django.db.models import F, Q

from services.querysets.service_formulas import ServiceFormulaQuerySet


class ServiceFormula(models.Model):
    """One edition of the weights, in percent, from a day on; never changed."""

    edition = models.PositiveIntegerField("版次", unique=True)
    effective_from = models.DateField("施行日期", unique=True)
    service = models.PositiveSmallIntegerField("办结成效（%）")
    satisfaction = models.PositiveSmallIntegerField("满意率（%）")
    coverage = models.PositiveSmallIntegerField("覆盖率（%）")
    source = models.CharField("依据", max_length=200)
    set_by_name = models.CharField("制定人", max_length=150, blank=True)

    objects = ServiceFormulaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务指数公式"
        constraints = [
            models.CheckConstraint(
                condition=Q(service=100 - F("satisfaction") - F("coverage")),
                name="service_formula_weighs_100",
                violation_error_message="三项权重合计须为 100",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="service_formula_has_its_source"),
        ]

    def __str__(self) -> str:
        return f"第 {self.edition} 版"
