"""What is pushed back to the platforms requests came from: to whom, and what became of it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from services.choices.channels import OUTSIDE, PushEvent, PushState
from services.choices.tickets import Channel
from services.models.tickets import Ticket
from services.querysets.channels import DeliveryQuerySet, SubscriptionQuerySet


class ChannelSubscription(models.Model):
    """Whether a channel is told of results, and where. Off unless somebody switched it on.

    No secret is kept: it is made from the installation's key and `seed`, and ends with the seed.
    """

    channel = models.CharField("来源", max_length=16, choices=Channel, unique=True)
    address = models.CharField("接收地址", max_length=500, blank=True)
    seed = models.UUIDField("密钥批号", default=uuid4)
    is_on = models.BooleanField("启用回推", default=False)
    changed_at = models.DateTimeField("修改时间", null=True)
    changed_by_name = models.CharField("修改人", max_length=150, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "渠道回推"
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[it.value for it in OUTSIDE]),
                name="channel_pushed_to_is_outside",
            ),
            models.CheckConstraint(
                condition=Q(is_on=False) | ~Q(address=""), name="channel_pushed_to_has_an_address"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_channel_display())


class ChannelDelivery(models.Model):
    """One message to a channel about a request of its own; the database writes it with the
    closing. `next_at` is when it is due, and while it is being sent when it may be taken again.
    """

    message_id = models.UUIDField("消息编号", unique=True)
    channel = models.CharField("来源", max_length=16, choices=Channel)
    ticket = models.ForeignKey(
        Ticket,
        models.PROTECT,
        related_name="+",
        verbose_name="工单",
        db_index=False,  # channel_delivery_of_ticket begins with it
    )
    external_no = models.CharField("来源编号", max_length=60)
    event = models.CharField("事项", max_length=20, choices=PushEvent)
    facts = models.JSONField("内容")
    state = models.CharField("状态", max_length=10, choices=PushState, default=PushState.WAITING)
    at = models.DateTimeField("产生时间")
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    next_at = models.DateTimeField("下次发送", null=True)
    tried_at = models.DateTimeField("最近发送", null=True)
    status = models.PositiveSmallIntegerField("应答代码", null=True)
    answer = models.CharField("应答", max_length=500, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "渠道回推记录"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    channel__in=Channel.values,
                    event__in=PushEvent.values,
                    state__in=PushState.values,
                ),
                name="channel_delivery_words_known",
            ),
            models.CheckConstraint(
                condition=Q(state=PushState.WAITING, next_at__isnull=False)
                | ~Q(state=PushState.WAITING) & Q(next_at__isnull=True),
                name="channel_delivery_is_due_while_it_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state=PushState.DELIVERED) | Q(status__gte=200, status__lt=300),
                name="channel_delivery_was_answered_well",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="channel_delivery_of_ticket"),
            models.Index(fields=["channel", "-id"], name="channel_delivery_by_channel"),
            models.Index(fields=["state", "-id"], name="channel_delivery_by_state"),
            models.Index(
                fields=["next_at", "id"],
                condition=Q(state=PushState.WAITING),
                name="channel_delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.external_no}"
