"""A key for a program. Stored as a digest, shown once, read-only unless said otherwise."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from knox.models import AbstractAuthToken

from wuhan_smes.accounts.querysets import ApiTokenQuerySet


class ApiToken(AbstractAuthToken):  # type: ignore[misc] # knox carries no types
    """`may_write` widens it from reading to everything its user may do; `bound_to` leaves of that
    one thing, under one word: a channel may raise requests of its own and ask after them. What
    a person must prove to be himself for, a key may do only if it is one of its `scopes`.
    """

    name = models.CharField("用途", max_length=100)
    may_write = models.BooleanField("可写", default=False)
    bound_to = models.SlugField("限定渠道", max_length=40, blank=True, db_index=False)
    scopes = ArrayField(
        models.CharField(max_length=40), verbose_name="特别权限", default=list, blank=True
    )
    last_used_on = models.DateField("最近使用", null=True, blank=True)

    scoped = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="token_has_a_purpose"),
            models.CheckConstraint(
                condition=models.Q(bound_to="") | models.Q(may_write=True),
                name="token_bound_may_write",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.token_key}…）"
