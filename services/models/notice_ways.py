"""How a person wants to be told of his notices outside of the product."""

from django.db import models
from django.db.models import Q

from services.choices.notices import Rhythm, WayKind
from services.querysets.notices import NoticeWayQuerySet
from wuhan_smes.accounts.models import User


class NoticeWay(models.Model):
    """One way of one person, off until he chooses it. `told_up_to` is the last notice he was told
    of this way: what was not taken is told with the next digest, and nothing twice.
    """

    user = models.ForeignKey(
        User, models.CASCADE, related_name="+", verbose_name="收件人", db_index=False
    )
    kind = models.CharField("方式", max_length=10, choices=WayKind)
    is_on = models.BooleanField("启用", default=False)
    address = models.EmailField("邮箱", blank=True)
    rhythm = models.CharField("频次", max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    told_up_to = models.BigIntegerField("已通知至", default=0)
    next_at = models.DateTimeField("下次发送时间", null=True)
    attempts = models.PositiveSmallIntegerField("失败次数", default=0)
    tried_at = models.DateTimeField("上次发送时间", null=True)
    answer = models.CharField("上次结果", max_length=500, blank=True)

    objects = NoticeWayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒方式"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notice_way_once_a_person"),
            models.CheckConstraint(
                condition=Q(kind__in=WayKind.values, rhythm__in=Rhythm.values),
                name="notice_way_and_rhythm_known",
            ),
            models.CheckConstraint(
                condition=Q(is_on=True, next_at__isnull=False)
                | Q(is_on=False, next_at__isnull=True),
                name="notice_way_has_a_next_time_while_on",
            ),
            models.CheckConstraint(
                condition=~Q(kind=WayKind.EMAIL, is_on=True, address=""),
                name="notice_way_by_mail_has_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(is_on=True), name="notice_way_next"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
