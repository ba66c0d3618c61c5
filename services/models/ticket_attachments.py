"""Files that hang on a ticket, each with the step it came with."""

from django.db import models
from django.db.models import Q

from services.models.ticket_steps import TicketStep
from services.models.tickets import Ticket
from services.querysets.tickets import OfTicketQuerySet


class TicketAttachment(models.Model):
    """A file as evidence of one step, never changed; whoever sees the ticket may fetch it."""

    ticket = models.ForeignKey(
        Ticket, models.PROTECT, related_name="attachments", verbose_name="工单"
    )
    step = models.ForeignKey(
        TicketStep,
        models.PROTECT,
        related_name="attachments",
        verbose_name="步骤",
        db_index=False,  # ticket_step_shows_a_file_once begins with it
    )
    file = models.OneToOneField(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件"
    )
    name = models.CharField("文件名", max_length=150)
    media_type = models.CharField("类型", max_length=120)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_at = models.DateTimeField("上传时间")
    added_by_name = models.CharField("上传人", max_length=150)

    objects = OfTicketQuerySet["TicketAttachment"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工单附件"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="ticket_attachment_has_a_name"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="ticket_attachment_is_fingerprinted",
            ),
            models.UniqueConstraint(
                fields=["step", "sha256"], name="ticket_step_shows_a_file_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
