"""A real OpenID provider in this process: Authlib's authorization server behind http.server."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload, OAuth2Request
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "wuhan-smes", "a secret between the two"


@dataclass
class Client(ClientMixin):
    """The product, as the provider knows it."""

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == "http://testserver/sign-in/back/"

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code:
    """One code given out, and what it was given out for."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    user: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Server(AuthorizationServer):
    """Authlib's server, spoken to in plain values."""

    def query_client(self, client_id: str) -> Client | None:
        return Client() if client_id == CLIENT else None

    def save_token(self, token: Any, request: Any) -> None:
        """Nobody asks with it."""

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def create_oauth2_request(self, request: Any) -> OAuth2Request:
        return request if isinstance(request, OAuth2Request) else Asked(*request)

    def handle_response(self, status: int, body: Any, headers: Any) -> tuple[int, str, Any]:
        return status, body if isinstance(body, str) else json.dumps(body), dict(headers)


class Asked(OAuth2Request):
    """One request as http.server hands it over."""

    def __init__(self, method: str, uri: str, body: str, headers: Any) -> None:
        super().__init__(method, uri, headers=headers)
        self.said, self.sent = dict(parse_qsl(urlsplit(uri).query)), dict(parse_qsl(body))
        self.payload = BasicOAuth2Payload(self.said | self.sent)

    @property
    def args(self) -> dict[str, str]:
        return self.said

    @property
    def form(self) -> dict[str, str]:
        return self.sent


@dataclass
class Provider:
    """Whoever stands in `user` is signed in there. `claims` are told beside, or instead."""

    user: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    signs_with: RSAKey | None = None
    codes: dict[str, Code] = field(default_factory=dict)
    issuer: str = ""

    @cached_property
    def key(self) -> RSAKey:
        return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)

    @cached_property
    def server(self) -> Server:
        provider = self

        class Grant(AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

            def save_authorization_code(self, code: str, request: Any) -> None:
                said = request.payload.data
                provider.codes[code] = Code(
                    code,
                    request.payload.redirect_uri,
                    request.scope,
                    said.get("nonce", ""),
                    said.get("code_challenge", ""),
                    said.get("code_challenge_method", ""),
                    request.user,
                )

            def query_authorization_code(self, code: str, client: Any) -> Code | None:
                return provider.codes.get(code)

            def delete_authorization_code(self, authorization_code: Code) -> None:
                del provider.codes[authorization_code.code]

            def authenticate_user(self, authorization_code: Code) -> str:
                return authorization_code.user

        class IdToken(OpenIDCode):
            def exists_nonce(self, nonce: str, request: Any) -> bool:
                return False

            def get_client_algorithm(self, client: Any) -> str:
                return "RS256"

            def get_client_claims(self, client: Any) -> dict[str, Any]:
                return {"iss": provider.issuer}

            def resolve_client_private_key(self, client: Any) -> RSAKey:
                return provider.signs_with or provider.key

            def generate_user_info(self, user: str, scope: str) -> UserInfo:
                said = {"sub": "42", "preferred_username": user, **provider.claims}
                return UserInfo(said)

        server = Server()
        server.register_token_generator(
            "default",
            lambda **_: {"access_token": "opaque", "token_type": "Bearer", "scope": "openid"},
        )
        server.register_grant(Grant, [CodeChallenge(required=True), IdToken(require_nonce=True)])
        return server

    def answer(self, method: str, path: str, body: str, headers: Any) -> tuple[int, str, Any]:
        here = urlsplit(path).path
        if here == "/.well-known/openid-configuration":
            said = {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
            return 200, json.dumps(said), {}
        if here == "/keys":
            return 200, json.dumps(KeySet([self.key]).as_dict(private=False)), {}
        request = Asked(method, f"{self.issuer}{path}", body, headers)
        if here == "/authorize":
            grant = self.server.get_consent_grant(request, end_user=self.user)
            return self.server.create_authorization_response(request, self.user, grant)
        return self.server.create_token_response(request)


@contextmanager
def provider() -> Iterator[Provider]:
    one = Provider()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            status, text, headers = one.answer(self.command, self.path, body, self.headers)
            self.send_response(status)
            for name, value in dict(headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = _answer  # noqa: N815 - named by http.server

        def log_message(self, *args: Any) -> None:
            """Nothing on the terminal."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.issuer = f"http://127.0.0.1:{httpd.server_port}"
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield one
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
