"""Named drives, the events held for enterprises, and who came."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from services.choices.stations import EventKind
from services.querysets.stations import (
    CampaignQuerySet,
    EventAttendanceQuerySet,
    ServiceEventQuerySet,
)


class Campaign(models.Model):
    """A named drive (解稳促, 服务月 …) visits and events count under, both its days included."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="campaigns", verbose_name="发起单位"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    description = models.CharField("说明", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项行动"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="campaign_has_a_name"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceEvent(models.Model):
    """A gathering for enterprises, held by a unit or one of its stations, with others or alone."""

    title = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=12, choices=EventKind)
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="管理单位",
        db_index=False,  # event_by_unit begins with it
    )
    station = models.ForeignKey(
        "accounts.ServiceStation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name="服务站",
        db_index=False,  # event_at_station begins with it
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name="专项行动",
    )
    held_on = models.DateField("举办日期")
    place = models.CharField("地点", max_length=120, blank=True)
    co_hosts = ArrayField(
        models.CharField(max_length=60), verbose_name="协办单位", default=list, blank=True
    )
    persons = models.PositiveIntegerField("参加人数", null=True, blank=True, help_text="空：未统计")
    summary = models.CharField("内容", max_length=500, blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ServiceEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务活动"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="event_has_a_title"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="event_cancelled_with_reason",
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "station", "held_on", "title"],
                condition=Q(cancelled_at__isnull=True),
                nulls_distinct=False,
                name="event_told_once",
                violation_error_message="当日已登记同名活动",
            ),
            models.UniqueConstraint(fields=["id", "jurisdiction"], name="event_scope_key"),
        ]
        indexes = [
            models.Index(fields=["jurisdiction", "-held_on", "-id"], name="event_by_unit"),
            models.Index(fields=["station", "-held_on", "-id"], name="event_at_station"),
            models.Index(fields=["-held_on", "-id"], name="event_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.title}"


class EventAttendance(models.Model):
    """An enterprise came to an event: one of the register, or one that only its name tells of.

    `jurisdiction` is the event's; the enterprise may be managed elsewhere, then or later.
    """

    event = models.ForeignKey(
        ServiceEvent, models.PROTECT, related_name="attendances", verbose_name="服务活动"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name="企业",
    )
    enterprise_name = models.CharField("企业名称", max_length=200)
    persons = models.PositiveSmallIntegerField("人数", default=1)
    note = models.CharField("备注", max_length=200, blank=True)

    objects = EventAttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加企业"
        constraints = [
            models.CheckConstraint(
                condition=~Q(enterprise_name=""), name="attendance_names_the_enterprise"
            ),
            models.CheckConstraint(condition=Q(persons__gte=1), name="attendance_counts_somebody"),
            models.UniqueConstraint(
                fields=["event", "enterprise_name"],
                name="attendance_once_an_event",
                violation_error_message="该企业已登记参加",
            ),
            models.UniqueConstraint(
                fields=["event", "enterprise"],
                name="attendance_enterprise_once_an_event",
                violation_error_message="该企业已登记参加",
            ),
        ]

    def __str__(self) -> str:
        return self.enterprise_name
