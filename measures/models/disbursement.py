"""A batch of payments: arranged, publicised, ordered; and what was said against one of them."""

from django.db import models
from django.db.models import F, Q

from measures.choices import BatchState, ObjectionState
from measures.models.entitlement import Entitlement
from measures.querysets import (
    DisbursementBatchQuerySet,
    LineObjectionQuerySet,
    PublicNoticeQuerySet,
)

S = BatchState


class DisbursementBatch(models.Model):
    """Lines that are paid together. `total` and `lines` equal what hangs on it at every commit."""

    number = models.CharField("批次号", max_length=40, unique=True)
    title = models.CharField("名称", max_length=120)
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction",
        models.PROTECT,
        related_name="+",
        verbose_name="安排单位",
        db_index=False,  # batch_by_unit begins with it
    )
    year = models.PositiveSmallIntegerField("预算年度")
    state = models.CharField("状态", max_length=10, choices=BatchState, default=S.ARRANGED)
    total = models.DecimalField("合计（元）", max_digits=16, decimal_places=2)
    lines = models.PositiveIntegerField("项数")
    arranged_by_id = models.BigIntegerField("安排人编号", null=True, editable=False)
    arranged_by_name = models.CharField("安排人", max_length=150)
    arranged_at = models.DateTimeField("安排时间")
    document_no = models.CharField("指标文号", max_length=60, blank=True)
    ordered_on = models.DateField("下达日期", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = DisbursementBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "拨付批次"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BatchState.values), name="disbursement_state_known"
            ),
            models.CheckConstraint(condition=Q(total__gte=0), name="disbursement_not_negative"),
            models.CheckConstraint(
                condition=Q(state=S.ORDERED, ordered_on__isnull=False) & ~Q(document_no="")
                | ~Q(state=S.ORDERED) & Q(ordered_on__isnull=True, document_no=""),
                name="disbursement_ordered_by_a_document",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"], name="disbursement_by_unit")]

    def __str__(self) -> str:
        return self.number


class PublicNotice(models.Model):
    """A batch shown to everybody for some working days, the first one counted."""

    batch = models.OneToOneField(
        DisbursementBatch, models.PROTECT, related_name="notice", verbose_name="批次"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="公示单位"
    )
    shown_from = models.DateField("公示开始")
    shown_to = models.DateField("公示截止（含）")
    workdays = models.PositiveSmallIntegerField("工作日数")
    provisional = models.BooleanField("日历待定", default=False)
    discipline_phone = models.CharField("纪检监督电话", max_length=40)
    business_phone = models.CharField("业务咨询电话", max_length=40)
    published_by_name = models.CharField("公示人", max_length=150)
    published_at = models.DateTimeField("公示时间")

    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_to__gte=F("shown_from")),
                name="public_notice_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(discipline_phone="") & ~Q(business_phone=""),
                name="public_notice_names_two_telephones",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_from} 至 {self.shown_to}"


class Objection(models.Model):
    """What somebody said against one line while it was shown; the others go on."""

    entitlement = models.ForeignKey(
        Entitlement, models.PROTECT, related_name="objections", verbose_name="兑现事项"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    notice = models.ForeignKey(
        PublicNotice, models.PROTECT, related_name="objections", verbose_name="公示"
    )
    raised_on = models.DateField("提出日期")
    by_whom = models.CharField("提出人", max_length=120, blank=True)
    text = models.TextField("异议内容")
    ticket_no = models.CharField("诉求编号", max_length=60, blank=True)
    recorded_by_name = models.CharField("登记人", max_length=150)
    recorded_at = models.DateTimeField("登记时间")
    state = models.CharField(
        "结论", max_length=10, choices=ObjectionState, default=ObjectionState.OPEN
    )
    finding = models.CharField("核查说明", max_length=300, blank=True)
    decided_by_name = models.CharField("核查人", max_length=150, blank=True)
    decided_at = models.DateTimeField("核查时间", null=True)

    objects = LineObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示异议"
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement"],
                condition=Q(state=ObjectionState.OPEN),
                name="objection_open_once_a_line",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ObjectionState.values), name="objection_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN, decided_at__isnull=True)
                | ~Q(state=ObjectionState.OPEN) & Q(decided_at__isnull=False) & ~Q(finding=""),
                name="objection_decided_with_a_finding",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]
