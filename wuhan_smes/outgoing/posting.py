"""One signed POST to somebody else's address. Redirects are not followed, answers read briefly.

Signed as Standard Webhooks says: HMAC-SHA256 over "id.timestamp.body", so that the receiver knows
who sends, that nothing was changed, and which message he has had before.
"""

import hmac
import socket
import ssl
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from typing import Final

from wuhan_smes.outgoing.addresses import AddressRefused, Target, parsed, resolved

PREFIX: Final = "whsec_"
PATIENCE_SECONDS: Final = 10
# However slowly it drips, an answer is cut off then.
LONGEST_SECONDS: Final = 30
READ_BYTES: Final = 2_000
KEPT: Final = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or none and why."""

    status: int | None
    text: str

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def secret_of(key: str, words: str) -> str:
    """The secret of one subscription, made from the installation's own key: none is stored."""
    digest = hmac.new(key.encode(), f"webhook {words}".encode(), sha256).digest()
    return PREFIX + b64encode(digest).decode()


def signature(secret: str, message_id: str, moment: int, body: bytes) -> str:
    """What the receiver works out for himself and compares."""
    signed = f"{message_id}.{moment}.".encode() + body
    digest = hmac.new(b64decode(secret.removeprefix(PREFIX)), signed, sha256).digest()
    return f"v1,{b64encode(digest).decode()}"


def post(address: str, body: bytes, *, message_id: str, secret: str, at: datetime) -> Answer:
    """Send once. Never raises for what the other side does or fails to do."""
    moment = int(at.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "wuhan-smes-webhook/1",
        "Connection": "close",
        "Webhook-Id": message_id,
        "Webhook-Timestamp": str(moment),
        "Webhook-Signature": signature(secret, message_id, moment, body),
    }
    try:
        target = parsed(address)
        line = _Line(target, resolved(target))
    except AddressRefused as refusal:
        return Answer(None, refusal.detail)
    deadline = Timer(LONGEST_SECONDS, line.cut)
    deadline.start()
    try:
        line.request("POST", target.path, body, {"Host": target.named, **headers})
        return _read(line.getresponse())
    except ssl.SSLError as error:
        return Answer(None, f"对方证书不可信：{error.reason or error}"[:KEPT])
    except TimeoutError:
        return Answer(None, f"对方 {PATIENCE_SECONDS} 秒内没有应答")
    except (OSError, HTTPException) as error:
        return Answer(None, f"连接失败：{error or type(error).__name__}"[:KEPT])
    finally:
        deadline.cancel()
        line.close()


def _read(response: HTTPResponse) -> Answer:
    text = response.read(READ_BYTES).decode("utf-8", "replace").replace("\x00", "")
    return Answer(response.status, text.strip()[:KEPT])


class _Line(HTTPConnection):
    """Connects to the address that was looked at, whatever the name says a moment later."""

    def __init__(self, target: Target, host: str) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE_SECONDS)
        self.target, self.at = target, host

    def connect(self) -> None:
        line = socket.create_connection((self.at, self.target.port), self.timeout)
        if self.target.scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=self.target.host)
        self.sock = line

    def cut(self) -> None:
        """Whoever waits for this line waits no longer."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
