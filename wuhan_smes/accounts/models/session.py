"""An open session with its owner: who signed in where, from which device, and when last seen."""

from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from wuhan_smes.accounts.devices import device
from wuhan_smes.accounts.models.user import User
from wuhan_smes.accounts.querysets import SessionQuerySet

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase


class Session(AbstractBaseSession):
    """One browser's session. `handle` names it on pages and opens nothing; the key does.

    `user` is empty until somebody has signed in. Everything here is a copy of what the session
    itself says, made when it is saved.
    """

    handle = models.UUIDField("编号", unique=True, editable=False)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="sessions", verbose_name="用户"
    )
    started_at = models.DateTimeField("登录时间", null=True)
    seen_at = models.DateTimeField("最近使用", null=True)
    address = models.GenericIPAddressField("登录地址", null=True)
    agent = models.CharField("浏览器", max_length=300, blank=True)

    scoped = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登录"
        constraints = [
            models.CheckConstraint(
                condition=Q(started_at__isnull=True) | Q(seen_at__gte=F("started_at")),
                name="session_is_seen_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.device

    @property
    def device(self) -> str:
        """What it was opened with, as people say it."""
        return device(self.agent)

    @classmethod
    def get_session_store_class(cls) -> "type[SessionBase]":
        """Asked by name: the store is made of this model and cannot be imported before it."""
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
