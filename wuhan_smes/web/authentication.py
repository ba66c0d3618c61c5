"""Tells DRF what ScopeMiddleware found out; nobody is identified twice."""

from typing import TYPE_CHECKING, cast

from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request

from wuhan_smes.web.identity import Identity

if TYPE_CHECKING:
    from wuhan_smes.accounts.models import ApiToken, User


class ScopeAuthentication(SessionAuthentication):
    """Session (with CSRF) or `Authorization: Token …`."""

    def authenticate(self, request: Request) -> "tuple[User, ApiToken | None] | None":
        identity: Identity = request._request.identity  # type: ignore[attr-defined] # noqa: SLF001 - DRF's name for Django's request
        if identity.refused:
            raise exceptions.AuthenticationFailed(identity.refused)
        if identity.access.actor_id is None:
            return None
        if identity.token is None:
            self.enforce_csrf(request)
        return cast("User", identity.user), identity.token

    def authenticate_header(self, request: Request) -> str:
        return "Token"
