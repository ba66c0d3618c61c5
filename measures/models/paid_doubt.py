"""Money that was paid on facts which, as they are known now, do not give the right to it."""

from django.db import models
from django.db.models import Q

from measures.choices import DoubtReason, DoubtState
from measures.models.entitlement import Entitlement
from measures.querysets import PaidDoubtQuerySet

S = DoubtState


class PaidDoubt(models.Model):
    """A paid line that a late correction leaves without ground, and what was decided of it.

    `judged_on` is the day of which it was asked, `owed` the standard as it is known now where it is
    lower, null where there is none; `principal` what is too much of all that was paid for the
    matter and had not come back then.
    """

    entitlement = models.ForeignKey(
        Entitlement, models.PROTECT, related_name="doubts", verbose_name="兑现事项"
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    reason = models.CharField("原因", max_length=20, choices=DoubtReason)
    judged_on = models.DateField("核查所依日期")
    owed = models.DecimalField(
        "更正后标准（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    principal = models.DecimalField("建议追回（元）", max_digits=16, decimal_places=2)
    found_at = models.DateTimeField("发现时间")
    state = models.CharField("状态", max_length=10, choices=DoubtState, default=S.OPEN)
    note = models.CharField("说明", max_length=300, blank=True)
    closed_by_name = models.CharField("办结人", max_length=150, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = PaidDoubtQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "已付存疑"
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(state=S.OPEN), name="doubt_open_once_a_line"
            ),
            models.CheckConstraint(
                condition=Q(state__in=S.values, reason__in=DoubtReason.values),
                name="doubt_words_known",
            ),
            models.CheckConstraint(
                condition=Q(reason=DoubtReason.STANDARD_LOWER, owed__isnull=False, owed__gte=0)
                | ~Q(reason=DoubtReason.STANDARD_LOWER) & Q(owed__isnull=True),
                name="doubt_says_what_is_owed",
            ),
            models.CheckConstraint(condition=Q(principal__gt=0), name="doubt_is_of_something"),
            models.CheckConstraint(
                condition=Q(state=S.OPEN, closed_at__isnull=True)
                | ~Q(state=S.OPEN) & Q(closed_at__isnull=False),
                name="doubt_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DISMISSED) | ~Q(note=""), name="doubt_dismissed_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.judged_on}"
