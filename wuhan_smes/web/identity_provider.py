"""What a government's identity provider is asked: OpenID Connect, the code flow with PKCE.

It says who somebody is. What he may do, and whether he has an account at all, stays ours.
"""

import base64
import json
import secrets
import ssl
import time
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final, Self
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS: Final = ["RS256", "PS256", "ES256"]
CONFIGURATION: Final = "/.well-known/openid-configuration"
PATIENCE_SECONDS: Final = 10
MOST_BYTES: Final = 512 * 1024
KEPT_SECONDS: Final = 3600
LEEWAY_SECONDS: Final = 60


class ProviderRefused(Exception):
    """The provider could not be asked, or its word proves nothing; said for the log."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What one visit to the provider is bound to; kept in the visitor's own session."""

    state: str
    nonce: str
    verifier: str
    began: int
    leads_to: str

    @classmethod
    def begun(cls, leads_to: str) -> Self:
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, int(time.time()), leads_to)

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    def address(self, back: str) -> str:
        """Where the visitor is sent."""
        challenge = base64.urlsafe_b64encode(sha256(self.verifier.encode()).digest())
        asked = {
            "response_type": "code",
            "client_id": settings.OIDC_CLIENT_ID,
            "redirect_uri": back,
            "scope": "openid profile",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": challenge.rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{_told('authorization_endpoint')}?{urlencode(asked)}"


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER)


def username_of(code: str, journey: Journey, back: str) -> str:
    """Whom the provider names for `code`. Raises ProviderRefused."""
    body = urlencode(
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": journey.verifier,
        }
    )
    client = f"{settings.OIDC_CLIENT_ID}:{settings.OIDC_CLIENT_SECRET}".encode()
    answer = _asked(
        "POST",
        _told("token_endpoint"),
        body,
        {
            "Authorization": f"Basic {base64.b64encode(client).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    claims = _proven(str(answer.get("id_token", "")), journey.nonce)
    name = claims.get(settings.OIDC_USERNAME_CLAIM)
    if not isinstance(name, str) or not name:
        raise ProviderRefused(f"no claim {settings.OIDC_USERNAME_CLAIM}")
    return name


def _proven(token: str, nonce: str) -> dict[str, Any]:
    """The claims of a token that this provider signed for us, now, for this visit."""
    wanted = jwt.JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": settings.OIDC_ISSUER},
        aud={"essential": True, "value": settings.OIDC_CLIENT_ID},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        read = jwt.decode(token, _keys(_hour()), algorithms=ALGORITHMS)
        wanted.validate(read.claims)
    except (JoseError, ValueError) as fault:
        raise ProviderRefused(f"the token proves nothing: {fault}") from fault
    parties = read.claims["aud"]
    if isinstance(parties, list) and len(parties) > 1:
        raise ProviderRefused("the token is for others, too")
    return dict(read.claims)


def _told(name: str) -> str:
    """One address of the provider's own description of itself."""
    found = _configuration(_hour()).get(name)
    if not isinstance(found, str):
        raise ProviderRefused(f"the provider names no {name}")
    return found


@lru_cache(maxsize=1)
def _configuration(hour: int) -> dict[str, Any]:
    found = _asked("GET", settings.OIDC_ISSUER.rstrip("/") + CONFIGURATION)
    if found.get("issuer") != settings.OIDC_ISSUER:
        raise ProviderRefused("the description is of another issuer")
    return found


@lru_cache(maxsize=1)
def _keys(hour: int) -> KeySet:
    return KeySet.import_key_set(_asked("GET", _told("jwks_uri")))  # type: ignore[arg-type] # its own shape, checked by it


def _hour() -> int:
    """Keys and addresses are asked for anew every hour."""
    return int(time.time()) // KEPT_SECONDS


def forget() -> None:
    """Ask for addresses and keys anew."""
    _configuration.cache_clear()
    _keys.cache_clear()


def _asked(
    method: str, address: str, body: str | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """One JSON answer. Redirects are not followed, certificates are checked."""
    parts = urlsplit(address)
    if parts.scheme != "https" and settings.PRODUCTION:
        raise ProviderRefused(f"{address} is not https")
    connection = (
        HTTPSConnection(
            parts.netloc, timeout=PATIENCE_SECONDS, context=ssl.create_default_context()
        )
        if parts.scheme == "https"
        else HTTPConnection(parts.netloc, timeout=PATIENCE_SECONDS)
    )
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, path or "/", body, headers or {})
        response = connection.getresponse()
        text = response.read(MOST_BYTES + 1)
    except (OSError, HTTPException) as fault:
        raise ProviderRefused(f"{parts.netloc} does not answer: {fault}") from fault
    finally:
        connection.close()
    if response.status != 200 or len(text) > MOST_BYTES:
        raise ProviderRefused(f"{parts.netloc}{parts.path} answered {response.status}")
    try:
        found = json.loads(text)
    except ValueError as fault:
        raise ProviderRefused(f"{parts.netloc}{parts.path} answered no JSON") from fault
    if not isinstance(found, dict):
        raise ProviderRefused(f"{parts.netloc}{parts.path} answered no object")
    return found
