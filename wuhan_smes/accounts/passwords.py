"""What makes a password good enough, said as the product says no."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from wuhan_smes.accounts.models import User
from wuhan_smes.errors import Fault, InputRefused


def refuse_weak(password: str, user: User, *, field: str) -> None:
    """Raises InputRefused with every reason why `password` will not do for `user`."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        faults = (Fault(field, "password_weak", message) for message in error.messages)
        raise InputRefused(*faults) from None
