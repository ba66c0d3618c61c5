"""A person who signs in. What he may do is said by grants alone, never by flags here."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from wuhan_smes.accounts.models.unit import Agency, Jurisdiction, ServiceStation
from wuhan_smes.accounts.querysets import UserQuerySet


class UserManager(BaseUserManager.from_queryset(UserQuerySet)["User"]):  # type: ignore[misc] # django-stubs cannot follow a dynamic base
    """Reading through the scoped queryset; creating is the business of accounts.actions."""

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(username=username)
        return user


class User(AbstractBaseUser):  # type: ignore[django-manager-missing] # knox carries no types
    """One person. `jurisdiction`, `agency` or `station` is where he works (one of them)."""

    username = models.CharField(
        "用户名",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "该用户名已被使用"},
    )
    display_name = models.CharField("姓名", max_length=60)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="users", verbose_name="所属管理单位"
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="所属责任单位",
    )
    station = models.ForeignKey(
        ServiceStation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="所属服务站",
    )
    is_active = models.BooleanField("启用", default=True)
    joined_at = models.DateTimeField("创建时间", default=timezone.now)
    password_set_at = models.DateTimeField("密码设置时间", default=timezone.now)
    sessions_ended = models.PositiveIntegerField("作废登录次数", default=0, editable=False)
    version = models.PositiveIntegerField("版本", default=1)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=True) | Q(station__isnull=True),
                name="user_works_in_one_place",
            ),
            models.CheckConstraint(condition=~Q(display_name=""), name="user_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.display_name}（{self.username}）"

    @property
    def is_staff(self) -> bool:
        """Django's admin asks; who may see what there is decided by grants."""
        return self.is_active

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must prove: the password, and that nobody ended it in the meantime."""
        return salted_hmac(
            "wuhan_smes.accounts.session",
            f"{self.sessions_ended}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """No right comes from Django's permission tables."""
        return False

    def has_perms(self, perm_list: object, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
