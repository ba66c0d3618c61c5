"""Random checks of holders (双随机): the draw, which anybody can repeat, and what was found."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from enterprises.choices import InspectionResult, Tier
from enterprises.models.enterprise import Enterprise
from enterprises.querysets import DrawnEnterpriseQuerySet, InspectionDrawQuerySet
from enterprises.rules.cultivation import TARGETS


class InspectionDraw(models.Model):
    """One draw among the holders of a tier on a day. Never changed: seed and list make it."""

    title = models.CharField("名称", max_length=120)
    tier = models.CharField("梯度", max_length=30, choices=Tier)
    on = models.DateField("名单日期")
    seed = models.CharField("随机种子", max_length=120)
    population = models.PositiveIntegerField("名单家数")
    fingerprint = models.CharField("名单指纹（SHA-256）", max_length=64)
    count = models.PositiveIntegerField("抽取家数")
    inspectors = ArrayField(models.CharField(max_length=60), verbose_name="检查人员")
    each = models.PositiveSmallIntegerField("每家检查人数")
    drawn_at = models.DateTimeField("抽取时间")
    drawn_by_name = models.CharField("抽取人", max_length=150)

    objects = InspectionDrawQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "随机抽查"
        constraints = [
            models.CheckConstraint(
                condition=Q(tier__in=[tier.value for tier in TARGETS]), name="draw_is_of_a_tier"
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1) & Q(population__gte=models.F("count")),
                name="draw_takes_some_of_the_list",
            ),
            models.UniqueConstraint(
                fields=["tier", "on"],
                name="draw_once_a_list",
                violation_error_message="这一梯度当日名单已抽取过，不能重抽",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DrawnEnterprise(models.Model):
    """One enterprise that was drawn, who checks it, and what the check found."""

    draw = models.ForeignKey(
        InspectionDraw, models.PROTECT, related_name="drawn", verbose_name="抽查"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="inspections", verbose_name="企业"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    position = models.PositiveIntegerField("序号")
    code = models.CharField("抽取所用代码", max_length=18)
    inspectors = ArrayField(models.CharField(max_length=60), verbose_name="检查人员")
    result = models.CharField("检查结果", max_length=10, choices=InspectionResult, blank=True)
    checked_on = models.DateField("检查日期", null=True, blank=True)
    note = models.CharField("检查情况", max_length=200, blank=True)
    recorded_by_name = models.CharField("登记人", max_length=150, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = DrawnEnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽查企业"
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "position"], name="drawn_enterprise_has_its_place"
            ),
            models.CheckConstraint(
                condition=Q(result="", checked_on__isnull=True)
                | Q(result__in=InspectionResult.values, checked_on__isnull=False),
                name="drawn_enterprise_found_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "draw"], name="drawn_by_unit")]

    def __str__(self) -> str:
        return f"#{self.position}"
