"""Where the product may send to of its own accord: outward, never into the house unless told so."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from ipaddress import IPv4Network as Net
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from wuhan_smes.errors import Fault, InputRefused

LONGEST: Final = 500
PORTS: Final = {"https": 443, "http": 80}


class AddressRefused(InputRefused):
    """Nothing is sent there; the sentence says why."""

    def __init__(self, detail: str) -> None:
        super().__init__(Fault("address", "refused", detail))
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Target:
    """One web address, taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def parsed(address: str) -> Target:
    """Raises AddressRefused for what is no plain web address, or one known to lead inward."""
    if len(address) > LONGEST or any(ord(sign) <= 32 or ord(sign) > 126 for sign in address):
        raise AddressRefused("地址应为不含空格和汉字的网址")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise AddressRefused("地址的端口或主机名有误") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise AddressRefused("地址应形如 https://主机/路径")
    if parts.username is not None or parts.fragment:
        raise AddressRefused("地址中不能带账号、密码或 #")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(parts.scheme, parts.hostname, port or PORTS[parts.scheme], path)
    try:
        literal = ip_address(target.host)
    except ValueError:
        return target
    require_outward(target, literal)
    return target


def resolved(target: Target) -> str:
    """The one address to connect to. Every address of the name must be one that may be sent to:
    whoever keeps the name must not lead us inward, today or between two look-ups.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError:
        raise AddressRefused(f"找不到主机“{target.host}”") from None
    hosts = [str(entry[4][0]) for entry in found]
    for host in hosts:
        require_outward(target, ip_address(host.partition("%")[0]))
    return hosts[0]


def require_outward(target: Target, host: IPv4Address | IPv6Address) -> None:
    """Refuses addresses inside the house, and plain http anywhere else than there."""
    inner = host.ipv4_mapped if isinstance(host, IPv6Address) and host.ipv4_mapped else host
    if any(inner in network for network in _admitted()):
        return
    if not inner.is_global or inner.is_multicast:
        raise AddressRefused("不向内网地址发送；确需发送的请在 WEBHOOK_NETWORKS 中列出网段")
    if target.scheme != "https":
        raise AddressRefused("地址应以 https:// 开头")


def _admitted() -> Sequence[Net | IPv6Network]:
    return [ip_network(words) for words in settings.WEBHOOK_NETWORKS]
