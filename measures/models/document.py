"""Documents that promise, regulate or report."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from measures.choices import DocumentKind, DocumentLevel, DocumentStatus
from measures.querysets import PolicyDocumentQuerySet


class PolicyDocument(models.Model):
    """One document. What is not known about it stays empty, with a note saying what is missing.

    In force over [effective_from, effective_until). A draft that somebody asks to put into force
    says from when; `approved_by` is who did it here, empty for what came with the reference data.
    """

    code = models.SlugField("代码", max_length=40, unique=True)
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200, blank=True)
    level = models.CharField("层级", max_length=12, choices=DocumentLevel)
    kind = models.CharField("类别", max_length=12, choices=DocumentKind)
    status = models.CharField("状态", max_length=16, choices=DocumentStatus)
    issuer = models.CharField("发文单位", max_length=100, blank=True)
    issued_on = models.DateField("发文日期", null=True, blank=True)
    issued_note = models.CharField("发文日期说明", max_length=100, blank=True)
    effective_from = models.DateField("施行日期", null=True, blank=True)
    effective_until = models.DateField("失效日期", null=True, blank=True)
    repeals = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repealed_by",
        verbose_name="废止",
    )
    flags = ArrayField(
        models.CharField(max_length=4), verbose_name="存疑", default=list, blank=True
    )
    note = models.CharField("说明", max_length=300, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    proposed_by_id = models.BigIntegerField("提请人编号", null=True, editable=False)
    proposed_by_name = models.CharField("提请人", max_length=150, blank=True)
    proposed_at = models.DateTimeField("提请时间", null=True, blank=True)
    approved_by_id = models.BigIntegerField("批准人编号", null=True, editable=False)
    approved_by_name = models.CharField("批准人", max_length=150, blank=True)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = PolicyDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政策文件"
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") | ~Q(title=""), name="document_can_be_cited"
            ),
            models.CheckConstraint(
                condition=Q(
                    level__in=DocumentLevel.values,
                    kind__in=DocumentKind.values,
                    status__in=DocumentStatus.values,
                ),
                name="document_words_known",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_until__gt=F("effective_from")),
                name="document_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(repeals__isnull=True) | ~Q(repeals=F("id")),
                name="document_does_not_repeal_itself",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by_id=F("proposed_by_id")), name="document_needs_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True)
                | Q(proposed_by_id__isnull=False, effective_from__isnull=False)
                & ~Q(status=DocumentStatus.DRAFT),
                name="document_approved_as_proposed",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.number
