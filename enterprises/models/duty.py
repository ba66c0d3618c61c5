"""动态管理: what a holder of a title owes each year, and after a change."""

from django.db import models
from django.db.models import F, Q

from enterprises.choices import Tier
from enterprises.choices.holding import ChangeCause, DutyKind
from enterprises.models.enterprise import Enterprise
from enterprises.querysets import TitleDutyQuerySet


class TitleDuty(models.Model):
    """One thing owed about one title by a day. Its state is worked out of its days.

    A yearly update is of the year it is due in; a change report is of the day of the change.
    `lost_on`: not done in spite of a reminder, so that the title cannot be reviewed.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="duties", verbose_name="企业", db_index=False
    )
    jurisdiction = models.ForeignKey(
        "accounts.Jurisdiction", models.PROTECT, related_name="+", verbose_name="管理单位"
    )
    series = models.BigIntegerField("称号编号")
    tier = models.CharField("梯度", max_length=30, choices=Tier)
    kind = models.CharField("类型", max_length=16, choices=DutyKind)
    cause = models.CharField("变更事项", max_length=12, choices=ChangeCause, blank=True)
    counted_from = models.DateField("起算日")
    due_on = models.DateField("截止日")
    reminded_on = models.DateField("提醒日期", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    done_by_name = models.CharField("登记人", max_length=150, blank=True)
    lost_on = models.DateField("丧失复核资格日", null=True, blank=True)
    excused_on = models.DateField("恢复资格日", null=True, blank=True)
    ended_on = models.DateField("称号终止日", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = TitleDutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "动态管理事项"
        constraints = [
            models.CheckConstraint(
                condition=Q(tier__in=Tier.values, kind__in=DutyKind.values),
                name="duty_words_known",
            ),
            models.CheckConstraint(
                condition=Q(kind=DutyKind.YEARLY_UPDATE, cause="")
                | Q(kind=DutyKind.CHANGE_REPORT, cause__in=ChangeCause.values),
                name="duty_report_says_what_changed",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("counted_from")), name="duty_due_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by_name="")
                | (Q(done_on__isnull=False) & ~Q(done_by_name="")),
                name="duty_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(lost_on__isnull=True)
                | Q(reminded_on__isnull=False, lost_on__gt=F("due_on")),
                name="duty_right_lost_after_a_reminder",
            ),
            models.CheckConstraint(
                condition=Q(excused_on__isnull=True) | Q(lost_on__isnull=False),
                name="duty_right_given_back_was_lost",
            ),
            models.UniqueConstraint(
                fields=["series", "kind", "cause", "counted_from"], name="duty_owed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-due_on"], name="duty_of_enterprise"),
            models.Index(fields=["jurisdiction", "due_on", "id"], name="duty_by_unit"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(done_on__isnull=True, ended_on__isnull=True),
                name="duty_waiting",
            ),
            models.Index(
                fields=["series"],
                condition=Q(lost_on__isnull=False, excused_on__isnull=True),
                name="duty_right_lost",
            ),
        ]

    def __str__(self) -> str:
        what = self.get_cause_display() or f"{self.due_on.year} 年"
        return f"{what}{self.get_kind_display()}"
