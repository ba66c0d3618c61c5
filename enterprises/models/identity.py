"""Which rows of the register are one subject: pairs to look at, and merges that were done."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from enterprises.choices import DuplicateReason, DuplicateState
from enterprises.models.enterprise import Enterprise
from enterprises.querysets import DuplicatePairQuerySet, MergeQuerySet


class DuplicatePair(models.Model):
    """Two rows that may be one subject, and what was decided. `a` was registered first.

    A pair is seen only by who reaches both: the two units are copies that the database keeps equal.
    """

    a = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name="企业甲")
    b = models.ForeignKey(Enterprise, models.PROTECT, related_name="+", verbose_name="企业乙")
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="甲的管理单位"
    )
    other_jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="乙的管理单位"
    )
    reasons = ArrayField(models.CharField(max_length=20), verbose_name="理由")
    score = models.PositiveSmallIntegerField("可能性")
    state = models.CharField(
        "状态", max_length=14, choices=DuplicateState, default=DuplicateState.OPEN
    )
    found_at = models.DateTimeField("发现时间")
    decided_at = models.DateTimeField("核对时间", null=True, blank=True)
    decided_by_name = models.CharField("核对人", max_length=150, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "疑似重复企业"
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="duplicate_older_row_first"),
            models.UniqueConstraint(fields=["a", "b"], name="duplicate_pair_once"),
            models.CheckConstraint(
                condition=Q(reasons__contained_by=DuplicateReason.values) & ~Q(reasons=[]),
                name="duplicate_has_known_reasons",
            ),
            models.CheckConstraint(
                condition=Q(score__range=(0, 100)), name="duplicate_score_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DuplicateState.values), name="duplicate_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=DuplicateState.OPEN, decided_at__isnull=True)
                | (~Q(state=DuplicateState.OPEN) & Q(decided_at__isnull=False)),
                name="duplicate_decided_when_not_open",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-score", "id"], name="duplicate_queue"),
            models.Index(
                fields=["jurisdiction", "state", "-score", "id"], name="duplicate_unit_queue"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_state_display()}"

    @property
    def reason_labels(self) -> list[str]:
        """The reasons in words, strongest first."""
        return [reason.label for reason in DuplicateReason if reason in self.reasons]


class Merge(models.Model):
    """One row of the register was found to be another and joined to it; kept, also when undone.

    `memory` is what each kind of rows needs to be taken apart again (actions/merging).
    """

    gone = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="merges_away", verbose_name="并入方"
    )
    into = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="merges_in", verbose_name="保留方"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    gone_name = models.CharField("并入方名称", max_length=200)
    gone_uscc = models.CharField("并入方信用代码", max_length=18, blank=True)
    reason = models.CharField("理由", max_length=200)
    moved = models.JSONField("随迁记录", default=list)
    settled = models.JSONField("冲突与处理", default=list)
    memory = models.JSONField("撤销所需", default=dict)
    merged_at = models.DateTimeField("合并时间")
    merged_by_name = models.CharField("合并人", max_length=150)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by_name = models.CharField("撤销人", max_length=150, blank=True)
    undo_reason = models.CharField("撤销理由", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业合并"
        constraints = [
            models.CheckConstraint(condition=~Q(gone=F("into")), name="merge_joins_two_rows"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undo_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undo_reason="")),
                name="merge_undone_with_reason",
            ),
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at__isnull=True),
                name="merge_stands_once",
                violation_error_message="该企业已并入其他企业",
            ),
        ]
        indexes = [models.Index(fields=["jurisdiction", "-id"], name="merge_by_unit")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.gone_name}"
