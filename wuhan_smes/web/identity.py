"""Who sent a request: by session or by token, worked out once, before any transaction opens."""

from dataclasses import dataclass, replace
from functools import cache
from hmac import compare_digest
from itertools import groupby
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from knox.crypto import hash_token
from knox.settings import CONSTANTS

from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import GRANTS, access_for, access_from
from wuhan_smes.accounts.bindings import bindings
from wuhan_smes.accounts.models import ApiToken, User
from wuhan_smes.prepared import rows_of
from wuhan_smes.web.entrance import proof_is_stale

SCHEME: Final = "token"
# A program sends its token with every request: token, person and grants come in one statement.
SENDER: Final = """
SELECT {token}, {person}, g.*
  FROM accounts_apitoken t
  JOIN accounts_user u ON u.id = t.user_id
  LEFT JOIN LATERAL ({grants}) g ON true
 WHERE t.token_key = %s
 ORDER BY t.digest
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """`refused` says in Chinese why a token was not accepted."""

    user: User | AnonymousUser
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
    access = access_for(request.user)
    if proof_is_stale(request):
        access = replace(access, unconfirmed=True)
    return Identity(request.user, access)


def _by_token(words: list[str]) -> Identity:
    if len(words) != 1:
        return _nobody("Authorization 请求头应为“Token 令牌”")
    try:
        digest = hash_token(words[0])
    except (ValueError, TypeError):
        return _nobody("令牌无效，请重新申请")
    found = _asked_first(_sender(), [words[0][: CONSTANTS.TOKEN_KEY_LENGTH]])
    width = len(_columns(ApiToken))
    for token_values, rows in groupby(found, key=lambda row: row[:width]):
        token = ApiToken.from_db(connection.alias, _columns(ApiToken), token_values)
        if compare_digest(digest, token.digest):
            return _by_known_token(token, [row[width:] for row in rows])
    return _nobody("令牌无效，请重新申请")


def _by_known_token(token: ApiToken, rows: list[tuple[Any, ...]]) -> Identity:
    if token.expiry is not None and token.expiry < timezone.now():
        return _nobody("令牌已过期，请重新申请")
    columns = _columns(User)
    user = User.from_db(connection.alias, columns, rows[0][: len(columns)])
    if not user.is_active:
        return _nobody("该用户已停用，请联系管理员")
    token.user = user
    _note_use(token)
    grants = [row[len(columns) :] for row in rows]
    held = [grant for grant in grants if grant[0] is not None]  # a person without any has one row
    access = access_from(user.pk, user.get_full_name(), held)
    if token.bound_to:
        access = bindings.bound(access, token.bound_to)
    if settings.STEP_UP_MINUTES:
        access = access.only_named(token.scopes)
    return Identity(user, access if token.may_write else access.read_only(), token)


def _note_use(token: ApiToken) -> None:
    """Its owner sees on which day it was last used; one row a day is written for that."""
    today = timezone.localdate()
    if token.last_used_on != today:
        ApiToken.scoped.filter(pk=token.pk).update(last_used_on=today)


def _asked_first(statement: str, words: list[str]) -> list[tuple[Any, ...]]:
    """The rows of a request's first statement, which itself shows whether the connection kept from
    the request before still lives: that spares asking it apart. A dead one is replaced once.
    """
    connection.health_check_done = True  # type: ignore[attr-defined] # Django's own, left out of its stubs
    try:
        return rows_of(statement, words)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block or connection.is_usable():
            raise
    connection.close()
    return rows_of(statement, words)


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def _sender() -> str:
    return SENDER.format(
        token=", ".join(f"t.{name}" for name in _columns(ApiToken)),
        person=", ".join(f"u.{name}" for name in _columns(User)),
        grants=GRANTS % {"user": "u.id"},
    )


def _nobody(why: str) -> Identity:
    return Identity(AnonymousUser(), Access(None, ""), refused=why)
