"""What makes a password good enough, said as the product says no; and replacing one."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from wuhan_smes.accounts.models import FormerPassword, User
from wuhan_smes.errors import Fault, InputRefused

# More than any profile compares with.
KEPT: Final = 5
REPLACED: Final = ("password", "password_set_at")


def refuse_weak(password: str, user: User, *, field: str) -> None:
    """Raises InputRefused with every reason why `password` will not do for `user`."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        faults = (Fault(field, "password_weak", message) for message in error.messages)
        raise InputRefused(*faults) from None


def replace_password(user: User, password: str, at: datetime) -> None:
    """Set on `user`, whom the caller saves (REPLACED); what was before is kept as a digest."""
    if user.password:
        FormerPassword(user=user, password=user.password, replaced_at=at).save(force_insert=True)
        kept = FormerPassword.scoped.filter(user=user).order_by("-replaced_at", "-pk")[:KEPT]
        FormerPassword.scoped.filter(user=user).exclude(pk__in=kept.values("pk")).delete()
    user.set_password(password)
    user.password_set_at = at


def is_too_old(user: User, at: datetime) -> bool:
    """Whether the profile asks for a new one before anything else."""
    days = settings.PASSWORD_DAYS
    return bool(days) and at - user.password_set_at >= timedelta(days=days)
