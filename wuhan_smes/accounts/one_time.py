"""One-time codes (RFC 6238) and recovery codes. Values in, values out: no database, no clock."""

import base64
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives import constant_time
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

# What every authenticator app takes without being asked: six digits, thirty seconds, SHA-1.
DIGITS: Final = 6
STEP: Final = 30
DRIFT: Final = 1  # a clock may be a step early or late
SECRET_BYTES: Final = 20
RECOVERY_CODES: Final = 10
RECOVERY_BYTES: Final = 10
GROUP: Final = 4


def new_secret() -> str:
    """What the person's app and we share, in base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def grouped(words: str) -> str:
    """In groups of four, as people copy it by hand."""
    return " ".join(words[start : start + GROUP] for start in range(0, len(words), GROUP))


def address(secret: str, *, username: str, issuer: str) -> str:
    """What a telephone reads from the picture."""
    totp = TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)  # noqa: S303 - what the apps know
    return totp.get_provisioning_uri(username, issuer)


def code_at(secret: str, at: datetime) -> str:
    """The code an app shows at that moment."""
    return _code(secret, _counter(at))


def counter_of(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """Which step `code` belongs to, if to one near `at` and later than `after`: a code that was
    taken once is never taken again, nor is one before it.
    """
    now = _counter(at)
    for counter in range(max(now - DRIFT, after + 1), now + DRIFT + 1):
        if constant_time.bytes_eq(_code(secret, counter).encode(), code.encode()):
            return counter
    return None


def plain(code: str) -> str:
    """As it is compared: people type spaces and hyphens."""
    return "".join(code.split()).replace("-", "").upper()


def new_recovery_codes() -> list[str]:
    """Ten words of eighty random bits, for the day the telephone is lost."""
    made = (
        base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode()
        for _ in range(RECOVERY_CODES)
    )
    return [grouped(code).replace(" ", "-") for code in made]


def digest(code: str, *, user_id: int) -> str:
    """What is kept of a recovery code; eighty bits are beyond trying, so that no salt is needed
    but whose it is.
    """
    return sha256(f"recovery {user_id} {plain(code)}".encode()).hexdigest()


def _counter(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def _code(secret: str, counter: int) -> str:
    hotp = HOTP(base64.b32decode(secret), DIGITS, SHA1())  # noqa: S303 - what the apps know
    return hotp.generate(counter).decode()
