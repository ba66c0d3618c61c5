"""What the doors themselves must remember."""

from django.db import models

from wuhan_smes.accounts.models import User


class IdempotencyKey(models.Model):
    """One POST a client may safely send again. Written first, in the request's own transaction."""

    client_id = models.BigIntegerField("用户编号")
    key = models.CharField("键", max_length=100)
    method = models.CharField("方法", max_length=8)
    path = models.CharField("地址", max_length=300)
    fingerprint = models.BinaryField("内容摘要")
    status = models.PositiveSmallIntegerField("状态码", null=True)
    body = models.JSONField("答复", null=True)
    created_at = models.DateTimeField("时间")

    objects = models.Manager["IdempotencyKey"]()

    class Meta:
        verbose_name = verbose_name_plural = "幂等请求"
        constraints = [
            models.UniqueConstraint(fields=["client_id", "key"], name="idempotency_key_once"),
            models.CheckConstraint(
                condition=models.Q(key__regex=r"^[\x21-\x7e]{8,100}$"),
                name="idempotency_key_is_printable",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.method} {self.path}"


class PutOff(models.Model):
    """A matter of a queue that one person leaves for later; everybody else still finds it there.

    `matter` is its number in the queue, chosen by the queue.
    """

    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, verbose_name="用户"
    )
    queue = models.CharField("队列", max_length=40)
    matter = models.BigIntegerField("事项")
    at = models.DateTimeField("时间")

    objects = models.Manager["PutOff"]()

    class Meta:
        verbose_name = verbose_name_plural = "稍后处理"
        constraints = [
            models.UniqueConstraint(fields=["user", "queue", "matter"], name="put_off_once"),
            models.CheckConstraint(condition=~models.Q(queue=""), name="put_off_from_a_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.matter}"
