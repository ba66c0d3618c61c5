"""The environment, read and checked once. Settings ask here and nowhere else."""

import base64
import binascii
import os
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Final, NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

DEMO_SECRET_KEY: Final = "only-for-a-demo-on-this-machine-never-for-real-data"  # noqa: S105 - refused in production
# Enciphers the words of a trial; known to everybody who reads this.
DEMO_ENCRYPTION_KEY: Final = (
    "demo:" + base64.urlsafe_b64encode(b"only for a demo on this machine!").decode()
)
KEY_BYTES: Final = 32
TRUE: Final = frozenset({"1", "true", "yes", "on"})
FALSE: Final = frozenset({"0", "false", "no", "off", ""})


class EnvironmentRefused(SystemExit):
    """The environment asks for something impossible; said in one sentence, not a traceback."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"环境变量 {name} 有误：{why}")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over; no host means none is."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


@dataclass(frozen=True, slots=True)
class Environment:
    """Typed reading of environment variables; every refusal names the variable."""

    values: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default).strip() or default

    def required(self, name: str, purpose: str) -> str:
        return self.text(name) or self.refuse(name, f"未设置。用途：{purpose}")

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, "1" if default else "0").lower()
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise EnvironmentRefused(name, f"“{value}”不是开关值，请写 1 或 0")

    def number(self, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not least <= int(value) <= most:
            self.refuse(name, f"“{value}”不是 {least} 到 {most} 之间的整数")
        return int(value)

    def one_of(self, name: str, *words: str, default: str) -> str:
        """One of a few words."""
        value = self.text(name, default)
        if value not in words:
            self.refuse(name, f"“{value}”不是 {'、'.join(words)} 之一")
        return value

    def words(self, name: str, default: str = "") -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def networks(self, name: str) -> list[str]:
        """Address ranges, 10.1.0.0/16 and 192.168.3.7 alike."""
        words = self.words(name)
        for word in words:
            try:
                ip_network(word)
            except ValueError:
                self.refuse(name, f"“{word}”不是网段，应形如 10.1.0.0/16")
        return words

    def keys(self, name: str, default: str = "") -> dict[str, bytes]:
        """Named keys of 32 bytes, `new:base64,old:base64`; the first one is in use."""
        found = {}
        for word in self.words(name, default):
            key, _, text = word.partition(":")
            try:
                found[key] = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            except binascii.Error:
                self.refuse(name, f"密钥“{key}”不是 base64")
            if not key.isidentifier() or len(found[key]) != KEY_BYTES:
                self.refuse(name, "应形如 k2026:密钥，密钥为 32 字节的 base64；多个以逗号分隔")
        return found

    def database(self, name: str, **options: object) -> dict[str, object]:
        """A Django DATABASES entry from postgres://user:password@host:port/name?sslmode=…, with
        our own `options` for the driver.
        """
        url = self.required(name, "PostgreSQL 连接地址，如 postgres://用户:密码@主机:5432/库名")
        return self._database(name, url, options)

    def databases(self, name: str, **options: object) -> list[dict[str, object]]:
        """As `database`, for any number of addresses with commas between."""
        return [self._database(name, url, options) for url in self.words(name)]

    def _database(self, name: str, url: str, options: Mapping[str, object]) -> dict[str, object]:
        parts = urlsplit(url)
        if parts.scheme not in {"postgres", "postgresql"}:
            self.refuse(name, f"协议“{parts.scheme}”不受支持，应以 postgres:// 开头")
        if not parts.path.strip("/"):
            self.refuse(name, "缺少库名，应形如 postgres://用户:密码@主机:5432/库名")
        try:
            port = parts.port
        except ValueError:
            self.refuse(name, "端口应为 1 到 65535 的整数")
        told = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": told.pop("host", "") or unquote(parts.hostname or ""),
            "PORT": str(port or ""),
            "OPTIONS": {**options, **told},
        }

    def mail(self, name: str) -> MailServer:
        """smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465 (TLS).

        A password goes over no open line: smtp:// without an account is for a relay in the house.
        """
        url = self.text(name)
        if not url:
            return MailServer()
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError:
            self.refuse(name, "端口应为 1 到 65535 的整数")
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            self.refuse(name, "应形如 smtp://用户:密码@主机:587 或 smtps://用户:密码@主机:465")
        is_tls = parts.scheme == "smtps"
        return MailServer(
            parts.hostname,
            port or (465 if is_tls else 587),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            starts_tls=bool(parts.username) and not is_tls,
            is_tls=is_tls,
        )

    def webhook_secret(self, name: str, purpose: str) -> str:
        """What both sides sign with: whsec_ and at least 24 random bytes in base64."""
        value = self.required(name, purpose)
        try:
            key = b64decode(value.removeprefix("whsec_"), validate=True)
        except ValueError:
            key = b""
        if not value.startswith("whsec_") or len(key) < 24:
            self.refuse(name, "应为 whsec_ 加至少 24 字节随机数的 base64")
        return value

    def refuse(self, name: str, why: str) -> NoReturn:
        raise EnvironmentRefused(name, why)
