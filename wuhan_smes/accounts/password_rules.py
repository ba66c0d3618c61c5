"""What 等级保护 level 3 asks of a password beside its length (GB/T 22239, 8.1.4.1 身份鉴别)."""

import string
from typing import Final

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from wuhan_smes.accounts.models import FormerPassword, User

CLASSES: Final = (string.ascii_lowercase, string.ascii_uppercase, string.digits)


class ClassesValidator:
    """Small and capital letters, digits, and everything else: at least so many kinds."""

    def __init__(self, least: int = 3) -> None:
        self.least = least

    def validate(self, password: str, user: User | None = None) -> None:
        known = [any(letter in kind for letter in password) for kind in CLASSES]
        other = any(letter not in "".join(CLASSES) for letter in password)
        if sum((*known, other)) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return f"密码须含小写字母、大写字母、数字、其他字符中的至少 {self.least} 类"


class NotAgainValidator:
    """Not the password in use, nor one of those before it."""

    def __init__(self, last: int = 5) -> None:
        self.last = last

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None:
            return
        before = FormerPassword.scoped.of(user)[: self.last - 1]
        if any(check_password(password, kept) for kept in (user.password, *before)):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return f"不能与最近 {self.last} 次使用过的密码相同"
