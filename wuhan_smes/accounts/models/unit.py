"""The bodies that people, enterprises and duties belong to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wuhan_smes.accounts.querysets import (
    AgencyQuerySet,
    JurisdictionQuerySet,
    ServiceStationQuerySet,
)


class JurisdictionKind(models.TextChoices):
    NATION = "nation", "国家"
    PROVINCE = "province", "省"
    CITY = "city", "市"
    DISTRICT = "district", "行政区"
    FUNCTIONAL_ZONE = "functional_zone", "功能区"


class AgencyKind(models.TextChoices):
    DEPARTMENT = "department", "部门"
    GROUP = "group", "市属集团"
    DISTRICT_GOVERNMENT = "district_government", "区人民政府"


class Jurisdiction(models.Model):
    """A unit that manages enterprises and reports (domain: 15 managing units under the city).

    Not a statutory district: `statutory_code` is kept apart, with the dates it held.
    """

    code = models.SlugField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    short = models.CharField("简称", max_length=20)
    kind = models.CharField("类别", max_length=20, choices=JurisdictionKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    statutory_code = models.CharField("行政区划代码", max_length=6, blank=True)
    aliases = ArrayField(
        models.CharField(max_length=60), verbose_name="别名", default=list, blank=True
    )
    display_order = models.PositiveSmallIntegerField("排序", default=0)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_until = models.DateField("停用日期", null=True, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "管理单位"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=JurisdictionKind.values), name="jurisdiction_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(statutory_code="") | Q(statutory_code__regex=r"^[0-9]{6}$"),
                name="jurisdiction_statutory_code_has_six_digits",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="jurisdiction_is_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="jurisdiction_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A unit responsible for measures and tickets (责任单位), its spellings folded into aliases."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("类别", max_length=20, choices=AgencyKind)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        related_name="agencies",
        verbose_name="所属管理单位",
    )
    aliases = ArrayField(
        models.CharField(max_length=60), verbose_name="别名", default=list, blank=True
    )
    display_order = models.PositiveSmallIntegerField("排序", default=0)
    source = models.CharField("出处", max_length=200, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AgencyKind.values), name="agency_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ServiceStation(models.Model):
    """A point of service (服务站); what stations do is told in the app `services`."""

    code = models.SlugField("编号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="stations", verbose_name="管理单位"
    )
    address = models.CharField("地址", max_length=200, blank=True)
    opened_on = models.DateField("设立日期", null=True, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    objects = ServiceStationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务站"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="station_closes_after_it_opens",
            ),
            models.UniqueConstraint(fields=["id", "jurisdiction"], name="station_scope_key"),
        ]
        indexes = [models.Index(fields=["jurisdiction", "id"], name="station_by_unit")]

    def __str__(self) -> str:
        return self.name
