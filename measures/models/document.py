"""Documents that promise, regulate or report."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from measures.choices import DocumentKind, DocumentLevel, DocumentStatus
from measures.querysets import PolicyDocumentQuerySet


class PolicyDocument(models.Model):
    """One document. What is not known about it stays empty, with a note saying what is missing.

    In force over [effective_from, effective_until).
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
        ]

    def __str__(self) -> str:
        return self.title or self.number
