"""Ending one's own sessions, one by one or all the others at once."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from wuhan_smes.access import Access
from wuhan_smes.accounts.ending import remove
from wuhan_smes.accounts.models import Session, User
from wuhan_smes.errors import ActionRefused, NotPermitted

CURRENT: Final = "这是您正在使用的登录，要结束它请退出登录"


@transaction.atomic
def end(handle: UUID, *, access: Access, at: datetime, current: UUID | None = None) -> None:
    """End one of one's own sessions; `current` is the one that asks, and stays."""
    user = _person(access)
    session = Session.scoped.filter(user=user, handle=handle).get()
    if session.handle == current:
        raise ActionRefused(CURRENT)
    remove([session], user, access=access, at=at)


@transaction.atomic
def end_others(*, access: Access, at: datetime, current: UUID | None = None) -> int:
    """End all of one's own sessions but `current`; returns how many there were."""
    user = _person(access)
    others = list(Session.scoped.filter(user=user).but(current))
    if not others:
        raise ActionRefused("没有其他登录")
    remove(others, user, access=access, at=at)
    return len(others)


def _person(access: Access) -> User:
    """Locked, so that of two who end the same session one finds it gone."""
    if access.actor_id is None:
        raise NotPermitted("只有本人可以结束自己的登录")
    user: User = User.objects.locked(access.actor_id)
    return user
