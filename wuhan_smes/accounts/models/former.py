"""Passwords somebody had before, as digests: they are not to be chosen again so soon."""

from django.db import models

from wuhan_smes.accounts.models.user import User
from wuhan_smes.accounts.querysets import FormerPasswordQuerySet


class FormerPassword(models.Model):
    """One password of the past, kept as Argon2 keeps it."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, verbose_name="用户"
    )
    password = models.CharField("密码（摘要）", max_length=128)
    replaced_at = models.DateTimeField("更换时间")

    scoped = FormerPasswordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(password=""), name="former_password_is_known"
            ),
        ]
        indexes = [models.Index(fields=["user", "-replaced_at"], name="former_password_by_user")]

    def __str__(self) -> str:
        return f"#{self.pk}"
