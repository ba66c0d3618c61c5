"""The trail: what was done, by whom, when. Nothing here points at anything by foreign key."""

from django.db import models

from wuhan_smes.audit.querysets import AuditEventQuerySet, SealQuerySet


class AuditEvent(models.Model):
    """One thing somebody did. Written in the transaction of the act, never edited.

    No foreign keys: the trail must outlive whatever it describes.
    """

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_name = models.CharField("操作人", max_length=150)
    kind = models.CharField("事项", max_length=60)
    target = models.CharField("对象类型", max_length=80)
    target_id = models.BigIntegerField("对象编号", null=True)
    target_name = models.CharField("对象", max_length=200, blank=True)
    jurisdiction_id = models.BigIntegerField("管理单位编号", null=True)
    changes = models.JSONField("变更", default=dict)
    request_id = models.CharField("请求编号", max_length=36, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作留痕"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__regex=r"^[a-z_]+(\.[a-z_]+)+$"),
                name="audit_kind_is_dotted",
            ),
            models.CheckConstraint(condition=~models.Q(actor_name=""), name="audit_actor_is_named"),
        ]
        indexes = [
            models.Index(fields=["target", "target_id", "-id"], name="audit_by_target"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            models.Index(fields=["jurisdiction_id", "-id"], name="audit_by_unit"),
            models.Index(fields=["kind", "-id"], name="audit_by_kind"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.target_name}"


class Seal(models.Model):
    """A batch of entries closed for good; its hash contains the seal before it."""

    count = models.PositiveIntegerField("条数")
    algorithm = models.CharField("算法", max_length=20)
    previous = models.BinaryField("前一封条")
    root = models.BinaryField("内容摘要")
    hash = models.BinaryField("封条")
    sealed_at = models.DateTimeField("封存时间")

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "留痕封条"
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gt=0), name="seal_closes_something"),
            models.UniqueConstraint(fields=["previous"], name="seal_chain_does_not_fork"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {bytes(self.hash).hex()[:12]}"


class SealedEvent(models.Model):
    """What one entry hashed to when it was sealed; it stays when the entry is taken away."""

    event_id = models.BigIntegerField("留痕编号", primary_key=True)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="events", verbose_name="封条")
    hash = models.BinaryField("摘要")

    objects = models.Manager["SealedEvent"]()

    class Meta:
        verbose_name = verbose_name_plural = "已封留痕"

    def __str__(self) -> str:
        return f"#{self.event_id}"
