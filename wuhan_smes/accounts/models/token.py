"""A key for a program. Stored as a digest, shown once, read-only unless said otherwise."""

from django.db import models
from knox.models import AbstractAuthToken

from wuhan_smes.accounts.querysets import ApiTokenQuerySet


class ApiToken(AbstractAuthToken):  # type: ignore[misc] # knox carries no types
    """`may_write` widens it from reading to everything its user may do."""

    name = models.CharField("用途", max_length=100)
    may_write = models.BooleanField("可写", default=False)
    last_used_on = models.DateField("最近使用", null=True, blank=True)

    scoped = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="token_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.token_key}…）"
