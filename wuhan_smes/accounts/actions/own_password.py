"""What a person may do to his own account."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db import transaction

from wuhan_smes.access import Access
from wuhan_smes.accounts.ending import end_but
from wuhan_smes.accounts.models import User
from wuhan_smes.accounts.passwords import REPLACED, refuse_weak, replace_password
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, NotPermitted


@transaction.atomic
def change_own_password(
    user_id: int,
    *,
    access: Access,
    at: datetime,
    current: str,
    password: str,
    session: UUID | None = None,
) -> User:
    """Replace one's own password. Every session but `session`, which asked, ends with it.

    The trail says that it changed, never what it was or is.
    """
    if access.actor_id != user_id:
        raise NotPermitted("只能修改自己的密码；他人忘记密码时请平台管理员重置")
    user: User = User.objects.locked(user_id)
    if not check_password(current, user.password):
        raise ActionRefused("当前密码不正确，可能刚刚在别处修改过，请重新输入")
    if current == password:
        raise ActionRefused("新密码不能与当前密码相同")
    refuse_weak(password, user, field="password")
    replace_password(user, password, at)
    user.save(update_fields=REPLACED)
    end_but(user, session, access=access, at=at)
    trail.record("account.password_changed", user, access=access, at=at, changes={})
    return user
