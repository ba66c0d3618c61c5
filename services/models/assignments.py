"""Which specialist looks after which enterprise (包联), and how often he calls."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from enterprises.choices import Tier
from enterprises.expressions import DateSpan
from services.models.specialists import Specialist
from services.querysets.stations import AssignmentQuerySet, VisitCadenceQuerySet


class Assignment(models.Model):
    """An enterprise in the care of a specialist, [from, until).

    `jurisdiction` is the unit of the station at the time: an enterprise that moves away leaves
    its specialist (a trigger ends what is open), and the past stays with the unit it was in.
    """

    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        models.PROTECT,
        related_name="assignments",
        verbose_name="企业",
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="管理单位",
        db_index=False,  # assignment_by_unit begins with it
    )
    station = models.ForeignKey(
        "accounts.ServiceStation",
        models.PROTECT,
        related_name="assignments",
        verbose_name="服务站",
        db_index=False,  # assignment_at_station begins with it
    )
    specialist = models.ForeignKey(
        Specialist,
        models.PROTECT,
        related_name="assignments",
        verbose_name="服务专员",
        db_index=False,  # assignment_of_specialist begins with it
    )
    is_lead = models.BooleanField("主责", default=True, help_text="否：协助")
    during = DateRangeField("包联期间")
    cadence_days = models.PositiveSmallIntegerField(
        "走访间隔（天）", null=True, blank=True, help_text="空：按梯度"
    )
    assigned_by_name = models.CharField("安排人", max_length=150)
    assigned_at = models.DateTimeField("安排时间")
    end_reason = models.CharField("结束原因", max_length=200, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "包联"
        constraints = [
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False),
                name="assignment_lasts",
            ),
            models.CheckConstraint(
                condition=Q(cadence_days__isnull=True) | Q(cadence_days__range=(1, 730)),
                name="assignment_cadence_plausible",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(end_reason=""),
                name="assignment_voided_with_reason",
            ),
            ExclusionConstraint(
                name="assignment_one_lead_at_a_time",
                expressions=[
                    ("enterprise", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(is_lead=True, voided_at__isnull=True),
                violation_error_message="该企业在此期间已有主责专员",
            ),
            ExclusionConstraint(
                name="assignment_once_a_specialist",
                expressions=[
                    ("enterprise", RangeOperators.EQUAL),
                    ("specialist", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(voided_at__isnull=True),
                violation_error_message="该企业在此期间已由该专员包联",
            ),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-id"], name="assignment_by_unit"),
            models.Index(fields=["station", "-id"], name="assignment_at_station"),
            models.Index(fields=["specialist", "-id"], name="assignment_of_specialist"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.enterprise_id} → {self.specialist_id}"


class VisitCadence(models.Model):
    """How many days may pass between visits to enterprises of a tier, [effective_from, until).

    Of an enterprise with several titles the shortest counts; `tier` is empty for none.
    """

    tier = models.CharField("梯度", max_length=30, choices=Tier, blank=True)
    days = models.PositiveSmallIntegerField("走访间隔（天）")
    effective_from = models.DateField("执行日期")
    effective_until = models.DateField("停止日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200)

    objects = VisitCadenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访频次"
        constraints = [
            models.CheckConstraint(
                condition=Q(tier__in=["", *Tier.values]), name="cadence_tier_known"
            ),
            models.CheckConstraint(
                condition=Q(days__range=(1, 730)), name="cadence_days_plausible"
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__gt=F("effective_from")),
                name="cadence_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="cadence_one_at_a_time",
                expressions=[
                    ("tier", RangeOperators.EQUAL),
                    (DateSpan("effective_from", "effective_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display() or '无称号'} {self.days} 天"
