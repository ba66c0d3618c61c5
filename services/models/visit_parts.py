"""What belongs to a visit: who went, and the photos."""

from django.db import models
from django.db.models import Q

from services.choices.visits import VisitRank
from services.models.visit import Visit
from services.querysets.visits import VisitMemberQuerySet, VisitPhotoQuerySet


class VisitMember(models.Model):
    """One person of the visiting team, with unit and rank as they were on that day."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="members", verbose_name="走访")
    ordinal = models.PositiveSmallIntegerField("次序")
    name = models.CharField("姓名", max_length=60)
    post = models.CharField("职务", max_length=60, blank=True)
    unit = models.CharField("单位", max_length=100)
    agency = models.ForeignKey(
        "accounts.Agency",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="责任单位",
    )
    rank = models.CharField("层级", max_length=12, choices=VisitRank)

    objects = VisitMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访人员"
        constraints = [
            models.CheckConstraint(
                condition=Q(rank__in=VisitRank.values), name="visit_member_rank_known"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(unit=""), name="visit_member_is_named_with_a_unit"
            ),
            models.UniqueConstraint(
                fields=["visit", "ordinal"], name="visit_member_stands_in_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"


class VisitPhoto(models.Model):
    """A photo of a visit. What the camera wrote into it was read, kept here and taken out of the
    picture; `sha256` is of the picture without it, so that the same photo is found again.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photos", verbose_name="走访")
    client_uuid = models.UUIDField("客户端编号")
    file = models.OneToOneField(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件"
    )
    media_type = models.CharField("类型", max_length=20)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("SHA-256", max_length=64)
    taken_at = models.DateTimeField("拍摄时间", null=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True)
    added_at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("撤下时间", null=True)
    removed_reason = models.CharField("撤下理由", max_length=200, blank=True)

    objects = VisitPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访照片"
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="visit_photo_is_fingerprinted"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="visit_photo_location_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_reason="")
                | (Q(removed_at__isnull=False) & ~Q(removed_reason="")),
                name="visit_photo_removed_with_reason",
            ),
            models.UniqueConstraint(
                fields=["client_uuid", "visit"], name="visit_photo_sent_once_to_a_visit"
            ),
            models.UniqueConstraint(
                fields=["visit", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="visit_shows_a_photo_once",
                violation_error_message="该走访已有这张照片",
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="visit_photo_by_fingerprint")]

    def __str__(self) -> str:
        return f"#{self.pk}"
