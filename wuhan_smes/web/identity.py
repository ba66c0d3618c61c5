"""Who sent a request: by session or by token, worked out once, before any transaction opens."""

from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING, Final, cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from knox.crypto import hash_token
from knox.settings import CONSTANTS

from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import ApiToken

if TYPE_CHECKING:
    from wuhan_smes.accounts.models import User

SCHEME: Final = "token"


@dataclass(frozen=True, slots=True)
class Identity:
    """`refused` says in Chinese why a token was not accepted."""

    user: "User | AnonymousUser"
    access: Access
    token: ApiToken | None = None
    refused: str = ""


def access_of(request: HttpRequest) -> Access:
    """What the sender may do, as ScopeMiddleware found out."""
    return cast("Access", request.access)  # type: ignore[attr-defined] # set by ScopeMiddleware


def identify(request: HttpRequest) -> Identity:
    """The sender of `request`. A token wins over a session; a bad token is nobody."""
    words = request.META.get("HTTP_AUTHORIZATION", "").split()
    if words and words[0].lower() == SCHEME:
        return _by_token(words[1:])
    return Identity(request.user, access_for(request.user))


def _by_token(words: list[str]) -> Identity:
    if len(words) != 1:
        return _nobody("Authorization 请求头应为“Token 令牌”")
    try:
        digest = hash_token(words[0])
    except (ValueError, TypeError):
        return _nobody("令牌无效，请重新申请")
    key = words[0][: CONSTANTS.TOKEN_KEY_LENGTH]
    for token in ApiToken.scoped.filter(token_key=key).select_related("user__jurisdiction"):
        if compare_digest(digest, token.digest):
            return _by_known_token(token)
    return _nobody("令牌无效，请重新申请")


def _by_known_token(token: ApiToken) -> Identity:
    if token.expiry is not None and token.expiry < timezone.now():
        return _nobody("令牌已过期，请重新申请")
    if not token.user.is_active:
        return _nobody("该用户已停用，请联系管理员")
    access = access_for(token.user)
    return Identity(token.user, access if token.may_write else access.read_only(), token)


def _nobody(why: str) -> Identity:
    return Identity(AnonymousUser(), Access(None, ""), refused=why)
