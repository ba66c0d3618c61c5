"""Something one has beside what one knows: an app that shows a code, and codes for its loss."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wuhan_smes.accounts.models.user import User
from wuhan_smes.accounts.querysets import SecondFactorQuerySet
from wuhan_smes.ciphers import ring


class SecondFactor(models.Model):
    """A person's authenticator. Until its first code is confirmed it asks nobody for anything.

    The secret is enciphered, recovery codes are digests; `last_counter` is the step of the last
    code taken, so that none is taken twice.
    """

    user = models.OneToOneField(
        User, models.PROTECT, primary_key=True, related_name="factor", verbose_name="用户"
    )
    secret = models.TextField("密钥（加密）")
    begun_at = models.DateTimeField("开始设置")
    confirmed_at = models.DateTimeField("启用时间", null=True)
    last_counter = models.BigIntegerField("最近一次的步数", default=0)
    recovery = ArrayField(
        models.CharField(max_length=64), verbose_name="恢复码（摘要）", default=list
    )
    wrong = models.PositiveSmallIntegerField("连续输错", default=0)
    locked_until = models.DateTimeField("锁定至", null=True)

    scoped = SecondFactorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "两步验证"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(recovery=[]),
                name="factor_recovers_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(recovery__len__lte=10), name="factor_has_ten_recovery_codes_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}的两步验证"

    def keep(self, secret: str) -> None:
        self.secret = ring().enciphered(secret, self._about)

    @property
    def opened(self) -> str:
        """The secret itself. Raises CipherRefused when its key is not on the ring."""
        return ring().deciphered(self.secret, self._about)

    @property
    def _about(self) -> str:
        return f"second factor of {self.user_id}"
