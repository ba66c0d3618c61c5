"""Words and files that are kept enciphered: whatever nobody should read by accident.

AES-256-GCM under a ring of keys from the environment. A ciphertext names its key, so that a new
key can be put in front of the ring and old words turned to it later; and it is bound to what it
is about, so that the words of one row copied to another open nothing.
"""

import base64
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256, sha512
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from django.conf import settings

VERSION: Final = "v1"
# Equal words under one key and about one thing are enciphered alike (RFC 5297).
ALIKE: Final = "v2"
NONCE: Final = 12
INDEX: Final = 24


class CipherRefused(RuntimeError):
    """The words cannot be opened: their key is not on the ring, or somebody changed them."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Keys by their names; the first one enciphers, all of them open."""

    keys: Mapping[str, bytes]

    @property
    def current(self) -> str:
        return next(iter(self.keys))

    def enciphered(self, words: str, about: str) -> str:
        """`v1:key:words`, never the same twice."""
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, words.encode(), about.encode())
        body = base64.urlsafe_b64encode(nonce + sealed).decode()
        return f"{VERSION}:{self.current}:{body}"

    def deciphered(self, words: str, about: str) -> str:
        """The words as they were. Raises CipherRefused for an unknown key or changed words."""
        version, key, body = [*words.split(":", 2), "", ""][:3]
        if version != VERSION or key not in self.keys:
            raise CipherRefused(f"no key “{key}” on the ring")
        raw = base64.urlsafe_b64decode(body)
        try:
            return AESGCM(self.keys[key]).decrypt(raw[:NONCE], raw[NONCE:], about.encode()).decode()
        except InvalidTag as refusal:
            raise CipherRefused("the words were changed, or are about something else") from refusal

    def enciphered_alike(self, words: str, about: str) -> str:
        """`v2:key:words`, the same each time: the database sees what is equal, and no more."""
        sealed = _alike(self.keys[self.current]).encrypt(words.encode(), [about.encode()])
        return f"{ALIKE}:{self.current}:{base64.urlsafe_b64encode(sealed).decode()}"

    def deciphered_alike(self, words: str, about: str) -> str:
        """The words as they were. Raises CipherRefused for an unknown key or changed words."""
        version, key, body = [*words.split(":", 2), "", ""][:3]
        if version != ALIKE or key not in self.keys:
            raise CipherRefused(f"no key “{key}” on the ring")
        raw = base64.urlsafe_b64decode(body)
        try:
            return _alike(self.keys[key]).decrypt(raw, [about.encode()]).decode()
        except InvalidTag as refusal:
            raise CipherRefused("the words were changed, or are about something else") from refusal

    def sealed(self, data: bytes, about: str) -> bytes:
        """Bytes of any kind under the first key, whose name the caller keeps beside them."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + _of_files(self.keys[self.current]).encrypt(nonce, data, about.encode())

    def opened(self, key: str, sealed: bytes, about: str) -> bytes:
        """The bytes as they were. Raises CipherRefused for an unknown key or changed bytes."""
        if key not in self.keys:
            raise CipherRefused(f"no key “{key}” on the ring")
        try:
            return _of_files(self.keys[key]).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
        except (InvalidTag, ValueError) as refusal:  # too short to be any
            raise CipherRefused("the bytes were changed, or are about something else") from refusal

    def index_of(self, words: str) -> str:
        """Equal words give equal indexes, which tell nothing without the key (blind index)."""
        return _indexed(self.keys[self.current], words)

    def indexes_of(self, words: str) -> list[str]:
        """What the index of `words` begins with under each key: until everything is turned to the
        first one, rows stand under several.
        """
        return [_indexed(key, words)[:INDEX] for key in self.keys.values()]


@cache
def _alike(key: bytes) -> AESSIV:
    return AESSIV(hmac.new(key, b"alike", sha512).digest())


@cache
def _of_files(key: bytes) -> AESGCM:
    return AESGCM(hmac.new(key, b"files", sha256).digest())


def _indexed(key: bytes, words: str) -> str:
    return hmac.new(_index_key(key), words.encode(), sha256).hexdigest()


@cache
def _index_key(key: bytes) -> bytes:
    return hmac.new(key, b"blind index", sha256).digest()


@cache
def ring() -> Ring:
    """The keys of this installation."""
    return Ring(settings.ENCRYPTION_KEYS)


def key_of(words: str) -> str:
    """The name of the key that enciphered `words`."""
    return words.split(":", 2)[1]
