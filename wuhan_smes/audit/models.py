"""The trail: what was done, by whom, when. Nothing here points at anything by foreign key."""

from django.db import models

from wuhan_smes.audit.querysets import AuditEventQuerySet


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
