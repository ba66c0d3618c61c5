"""What a station is, beyond the name that accounts knows it by."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from services.choices.stations import StationKind
from services.querysets.stations import StationProfileQuerySet


class StationProfile(models.Model):
    """The kind, place and merits of a station. Name, address and dates stand with the station.

    A station never changes its unit: it closes here and opens there, so that past counts stay.
    """

    station = models.OneToOneField(
        "accounts.ServiceStation",
        models.PROTECT,
        primary_key=True,
        related_name="profile",
        verbose_name="服务站",
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    kind = models.CharField("类别", max_length=12, choices=StationKind)
    street = models.ForeignKey(
        "enterprises.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="街道",
    )
    host = models.CharField("依托单位", max_length=100, blank=True)
    phone = models.CharField("服务电话", max_length=30, blank=True, help_text="对外公布的办公电话")
    awards = ArrayField(
        models.CharField(max_length=120), verbose_name="荣誉", default=list, blank=True
    )
    close_reason = models.CharField("撤销原因", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = StationProfileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务站概况"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=StationKind.values), name="station_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["street", "station"], name="station_by_street")]

    def __str__(self) -> str:
        return self.station.name
