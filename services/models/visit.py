"""Visits to enterprises: of stations, and of leaders and departments."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from enterprises.choices import Tier
from services.choices.visits import (
    Confirmation,
    ConfirmedBy,
    LocationSource,
    Purpose,
    VisitMode,
    VisitRank,
)
from services.expressions import LocalDay
from services.models.events import Campaign
from services.models.specialists import Specialist
from services.models.visit_facts import BusinessFacts, facts_not_negative
from services.querysets.visits import VisitQuerySet
from wuhan_smes.enciphered import PhoneField, masked_phone

STANDS = Q(voided_at__isnull=True)


class Visit(BusinessFacts):
    """One visit to one enterprise (一户次), whoever went along.

    `jurisdiction` managed the enterprise on that day and keeps the visit when the enterprise moves;
    `rank` is the station's, or that of the highest who came. `client_uuid` was given by the device
    that wrote it down: the same one again, from the same person, is the same visit, and
    `client_sha256` tells whether it was sent with the same words. Empty where no device sent it.
    """

    client_uuid = models.UUIDField("客户端编号")
    client_sha256 = models.CharField("客户端内容摘要", max_length=64, blank=True, db_default="")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        models.PROTECT,
        related_name="visits",
        verbose_name="企业",
        db_index=False,  # visit_of_enterprise begins with it
    )
    enterprise_name = models.CharField("企业名称", max_length=200)
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="管理单位",
        db_index=False,  # visit_by_unit begins with it
    )
    station = models.ForeignKey(
        "accounts.ServiceStation",
        models.PROTECT,
        null=True,
        related_name="visits",
        verbose_name="服务站",
        db_index=False,  # visit_by_station begins with it
    )
    specialist = models.ForeignKey(
        Specialist,
        models.PROTECT,
        null=True,
        related_name="visits",
        verbose_name="服务专员",
        db_index=False,  # visit_by_specialist begins with it
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        related_name="visits",
        verbose_name="专项行动",
        db_index=False,  # visit_by_campaign begins with it
    )
    rank = models.CharField("走访层级", max_length=12, choices=VisitRank)
    external_no = models.CharField("外部编号", max_length=60, blank=True)
    mode = models.CharField("方式", max_length=10, choices=VisitMode)
    place = models.CharField("地点", max_length=200, blank=True)
    visited_at = models.DateTimeField("走访时间")
    visited_on = models.GeneratedField(
        expression=LocalDay(F("visited_at")),
        output_field=models.DateField("走访日期"),
        db_persist=True,
    )
    received_name = models.CharField("接待人", max_length=60, blank=True)
    received_post = models.CharField("接待人职务", max_length=60, blank=True)
    received_phone = PhoneField("接待人电话", max_length=30, blank=True)
    purposes = ArrayField(models.CharField(max_length=20), verbose_name="走访目的")
    template = models.CharField("模板", max_length=40, blank=True)
    intent_tier = models.CharField("申报意向", max_length=30, choices=Tier, blank=True)
    intent_gap = models.CharField("申报差距", max_length=300, blank=True)
    explained = ArrayField(
        models.BigIntegerField(), verbose_name="宣讲的措施", default=list, blank=True
    )
    summary = models.TextField("走访情况")
    next_due_on = models.DateField("下次走访", null=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True)
    location_source = models.CharField(
        "位置来源", max_length=10, choices=LocationSource, blank=True
    )
    confirmation = models.CharField(
        "企业确认", max_length=10, choices=Confirmation, default=Confirmation.PENDING
    )
    confirmed_at = models.DateTimeField("确认时间", null=True)
    confirmed_how = models.CharField("确认方式", max_length=10, choices=ConfirmedBy, blank=True)
    confirmed_by = models.CharField("确认人", max_length=60, blank=True)
    historical = models.BooleanField("历史补录", default=False)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by_id = models.BigIntegerField("登记人编号", null=True)
    recorded_by_name = models.CharField("登记人", max_length=150)
    late_reason = models.CharField("补登理由", max_length=200, blank=True)
    again_reason = models.CharField("当日再访理由", max_length=200, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True)
    voided_by_name = models.CharField("作废人", max_length=150, blank=True)
    void_reason = models.CharField("作废理由", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访"
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=VisitMode.values, rank__in=VisitRank.values)
                & Q(location_source__in=["", *LocationSource.values])
                & Q(intent_tier__in=["", *Tier.values]),
                name="visit_words_known",
            ),
            models.CheckConstraint(
                condition=Q(purposes__contained_by=Purpose.values) & ~Q(purposes=[]),
                name="visit_has_known_purposes",
                violation_error_message="请至少选择一个走访目的",
            ),
            models.CheckConstraint(
                condition=Q(rank=VisitRank.STATION, station__isnull=False)
                | (~Q(rank=VisitRank.STATION) & Q(station__isnull=True)),
                name="visit_of_a_station_ranks_as_one",
            ),
            models.CheckConstraint(
                condition=Q(specialist__isnull=True) | Q(station__isnull=False),
                name="visit_of_a_specialist_is_his_stations",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, location_source="")
                | (
                    Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
                    & ~Q(location_source="")
                ),
                name="visit_location_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    confirmation=Confirmation.PENDING, confirmed_at__isnull=True, confirmed_how=""
                )
                | Q(
                    confirmation=Confirmation.CONFIRMED,
                    confirmed_at__isnull=False,
                    confirmed_how__in=ConfirmedBy.values,
                ),
                name="visit_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="visit_voided_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(summary="") & ~Q(enterprise_name=""), name="visit_says_something"
            ),
            models.CheckConstraint(
                condition=Q(historical=True) | Q(recorded_at__gte=F("visited_at")),
                name="visit_recorded_after_it_happened",
                violation_error_message="走访时间不能晚于登记时间",
            ),
            facts_not_negative(),
            models.UniqueConstraint(
                fields=["client_uuid", "recorded_by_id"],
                nulls_distinct=False,
                name="visit_sent_once_by_a_person",
                violation_error_message="该走访此前已登记，现不在您的管理范围内，没有重复登记",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "station", "visited_on"],
                condition=STANDS & Q(station__isnull=False, again_reason="", historical=False),
                name="visit_again_on_a_day_has_a_reason",
                violation_error_message="本站当日已走访过该企业，再次走访请说明理由",
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "external_no"],
                condition=STANDS & ~Q(external_no=""),
                name="visit_external_number_once",
                violation_error_message="该外部编号的走访已经登记",
            ),
        ]
        indexes = [
            models.Index(fields=["-visited_at", "-id"], name="visit_by_time"),
            models.Index(fields=["jurisdiction", "-visited_at", "-id"], name="visit_by_unit"),
            models.Index(
                fields=["station", "-visited_at", "-id"],
                condition=Q(station__isnull=False),
                name="visit_by_station",
            ),
            models.Index(
                fields=["specialist", "-visited_at", "-id"],
                condition=Q(specialist__isnull=False),
                name="visit_by_specialist",
            ),
            models.Index(fields=["enterprise", "-visited_at", "-id"], name="visit_of_enterprise"),
            models.Index(
                fields=["campaign", "visited_on"],
                condition=Q(campaign__isnull=False),
                name="visit_by_campaign",
            ),
            # What one person wrote down, wherever it was.
            models.Index(
                fields=["recorded_by_id", "-visited_at", "-id"],
                condition=Q(recorded_by_id__isnull=False),
                name="visit_by_recorder",
            ),
            # Those of leaders and departments, some thousands among millions.
            models.Index(
                fields=["-visited_at", "-id"],
                condition=Q(station__isnull=True),
                name="visit_of_leaders",
            ),
            # What counts are made of, without touching the rows.
            models.Index(
                fields=["visited_on", "jurisdiction"],
                include=["enterprise", "station", "rank"],
                condition=STANDS,
                name="visit_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.enterprise_name}"

    @property
    def purpose_labels(self) -> list[str]:
        """The purposes in words, in the order of the vocabulary."""
        return [purpose.label for purpose in Purpose if purpose in self.purposes]

    @property
    def masked_phone(self) -> str:
        """The last four digits, enough to recognise a number one already knows."""
        return masked_phone(self.received_phone)
