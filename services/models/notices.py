"""What a person is told in the product about tickets he holds."""

from django.db import models
from django.db.models import Q

from services.choices.notices import NoticeKind
from services.models.tickets import Ticket
from services.querysets.notices import NoticeQuerySet
from wuhan_smes.accounts.models import User


class Notice(models.Model):
    """One thing to know; the database writes it with the step it tells of.

    Beyond so many a day the rest of a person's day is one digest with a count.
    """

    user = models.ForeignKey(
        User, models.CASCADE, related_name="+", verbose_name="收件人", db_index=False
    )
    kind = models.CharField("提醒", max_length=10, choices=NoticeKind)
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, related_name="+", verbose_name="工单"
    )
    subject = models.CharField("事项", max_length=200, blank=True)
    address = models.CharField("页面", max_length=200, blank=True, db_default="")
    count = models.PositiveIntegerField("件数", default=1)
    day = models.DateField("日期")
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=NoticeKind.DIGEST, ticket__isnull=True)
                | Q(kind__in=[k for k in NoticeKind.values if k != "digest"], count=1),
                name="notice_tells_of_one_ticket_or_counts_many",
            ),
            models.UniqueConstraint(
                fields=["user", "day"],
                condition=Q(ticket__isnull=True, kind=NoticeKind.DIGEST),
                name="notice_one_digest_a_day",
            ),
            models.UniqueConstraint(
                fields=["user", "day", "address"],
                condition=~Q(address=""),
                name="notice_of_a_page_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notice_newest_first"),
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"
