"""A link by which an enterprise does one thing without an account."""

from django.db import models
from django.db.models import F, Q

from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.files.models import StoredFile
from wuhan_smes.links.promises import seal
from wuhan_smes.links.querysets import ActionLinkQuerySet, LinkMissQuerySet
from wuhan_smes.links.rules import Standing


class ActionLink(models.Model):
    """One act, once, until `expires_at`. Of the secret only its digest is kept.

    `number` and `title` are all that the page without sign-in shows of the object.
    """

    purpose = models.SlugField("用途", max_length=40, db_index=False)
    object_id = models.BigIntegerField("对象编号")
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="+", verbose_name="管理单位", db_index=False
    )
    station = models.ForeignKey(
        ServiceStation, models.PROTECT, null=True, related_name="+", verbose_name="服务站"
    )
    number = models.CharField("编号", max_length=60)
    title = models.CharField("标题", max_length=120)
    promise = models.TextField("承诺书", blank=True)
    promise_version = models.PositiveSmallIntegerField("承诺书版本", null=True)
    digest = models.CharField("密钥摘要", max_length=64, unique=True)
    phone = models.CharField("验证手机", max_length=20, blank=True)
    code_digest = models.CharField("验证码摘要", max_length=64, blank=True)
    code_until = models.DateTimeField("验证码有效至", null=True)
    code_tries = models.PositiveSmallIntegerField("验证码错误次数", default=0)
    code_sends = models.PositiveSmallIntegerField("验证码发送次数", default=0)
    code_sent_at = models.DateTimeField("验证码发送时间", null=True)
    issued_at = models.DateTimeField("发出时间")
    issued_by_id = models.BigIntegerField("发出人编号", null=True)
    issued_by_name = models.CharField("发出人", max_length=150)
    expires_at = models.DateTimeField("有效至")
    used_at = models.DateTimeField("使用时间", null=True)
    signed_name = models.CharField("承诺人", max_length=60, blank=True)
    signed_digest = models.CharField("承诺书签署摘要", max_length=64, blank=True)
    proxy_name = models.CharField("代填人", max_length=150, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="签字扫描件"
    )
    revoked_at = models.DateTimeField("作废时间", null=True)
    revoked_reason = models.CharField("作废原因", max_length=200, blank=True)

    objects = ActionLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业办理链接"
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="link_keeps_only_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="link_expires_after_it_was_issued"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
                name="link_is_used_or_revoked",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="link_revoked_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(proxy_name="", scan__isnull=True)
                | (~Q(proxy_name="") & Q(scan__isnull=False, used_at__isnull=False)),
                name="link_used_by_proxy_with_a_scan",
            ),
            models.CheckConstraint(
                condition=Q(promise="", promise_version__isnull=True)
                | (~Q(promise="") & Q(promise_version__isnull=False, promise_version__gte=1)),
                name="link_promise_has_a_version",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, signed_digest="")
                | Q(used_at__isnull=False, promise="", signed_digest="")
                | (
                    Q(used_at__isnull=False, signed_digest__regex=r"^[0-9a-f]{64}$")
                    & ~Q(promise="")
                    & ~Q(signed_name="")
                ),
                name="link_promise_is_signed_when_used",
            ),
            models.UniqueConstraint(
                fields=["purpose", "object_id"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="link_open_once_a_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["purpose", "object_id", "-id"], name="link_of_object"),
            models.Index(fields=["jurisdiction", "-id"], name="link_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.number}（{self.purpose}）"

    @property
    def standing(self) -> Standing:
        return Standing(self.expires_at, self.used_at, self.revoked_at, self.code_tries)

    def seal(self) -> str:
        """The digest of what was promised, by whom and when; empty where nothing was."""
        if self.promise_version is None or self.used_at is None:
            return ""
        return seal(
            version=self.promise_version,
            text=self.promise,
            number=self.number,
            title=self.title,
            signed_name=self.signed_name,
            signed_at=self.used_at,
        )

    @property
    def signature_holds(self) -> bool:
        """Whether what was signed is still what stands here."""
        return self.signed_digest == self.seal()


class LinkMiss(models.Model):
    """Somebody opened an address that is no link; counted for a while, to slow guessing."""

    address = models.GenericIPAddressField("地址")
    at = models.DateTimeField("时间")

    objects = LinkMissQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "无效链接访问"
        indexes = [models.Index(fields=["address", "at"], name="link_misses_of_an_address")]

    def __str__(self) -> str:
        return f"{self.address} {self.at:%Y-%m-%d %H:%M}"
