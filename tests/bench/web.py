"""The real HTTP stack: gunicorn with the web's own database login, asked over the loopback."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, RemoteDisconnected

from tests.bench.city import GIVEN, ROOT, Bench
from wuhan_smes.launcher.programs import Endpoint, Programs, wait_for_web


class Busy(Exception):
    """Refused after the web's statement timeout of five seconds (503)."""


class Barred(Exception):
    """Not for this person to see (403)."""


@dataclass(slots=True)
class Web:
    """One server; each thread that asks keeps its own connection."""

    port: int
    secrets: dict[str, str]
    local: threading.local = field(default_factory=threading.local)

    def get(self, path: str, *, user: str = "bureau") -> bytes:
        """The body of an address, or of one below the API; anything but 200 stops the run."""
        status, body = self._ask(path, user)
        if status == 503:
            raise Busy(path)
        if status == 403:
            raise Barred(path)
        if status != 200:
            raise SystemExit(f"{path}: {status} {body[:300].decode(errors='replace')}")
        return body

    def post(self, path: str, *, user: str = "bureau") -> bytes:
        """Make a move without words; anything but 200 stops the run."""
        status, body = self._ask(path, user, b"{}")
        if status != 200:
            raise SystemExit(f"{path}: {status} {body[:300].decode(errors='replace')}")
        return body

    def _ask(self, path: str, user: str, sent: bytes | None = None) -> tuple[int, bytes]:
        try:
            return self._asked(path, user, sent)
        except (RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            del self.local.connection  # it was idle for longer than the server keeps one
            return self._asked(path, user, sent)

    def _asked(self, path: str, user: str, sent: bytes | None) -> tuple[int, bytes]:
        connection = self._connection()
        connection.request(
            "GET" if sent is None else "POST",
            path if path.startswith("/") else f"/api/v1/{path}",
            sent,
            {
                "Authorization": f"Token {self.secrets[user]}",
                **({} if sent is None else {"Content-Type": "application/json"}),
            },
        )
        response = connection.getresponse()
        return response.status, response.read()

    def _connection(self) -> HTTPConnection:
        if not hasattr(self.local, "connection"):
            self.local.connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection: HTTPConnection = self.local.connection
        return connection


@contextmanager
def web(bench: Bench, secrets: dict[str, str]) -> Iterator[Web]:
    """Two workers of four threads, as the product runs them."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if name not in GIVEN}
    at = Endpoint("127.0.0.1", port)
    child = Programs(ROOT, {**env, "MODE": "demo"}, bench.addresses).web(at)
    child.start()
    try:
        wait_for_web(child, at)
        yield Web(port, secrets)
    finally:
        child.stop()
