"""Whose address a request came from, where a proxy of the house hands it on.

Locks after failed sign-ins and the trail name the sender's address: without this everybody behind
the proxy would be one.
"""

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CLAIMED: Final = "HTTP_X_FORWARDED_FOR"
SENDER: Final = "REMOTE_ADDR"


class ForwardedMiddleware:
    """Believes what proxies of PROXIES say, from the nearest outward, and nobody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.proxies = [ip_network(word) for word in settings.PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.proxies:
            request.META[SENDER] = self._sender(request)
        return self.get_response(request)

    def _sender(self, request: HttpRequest) -> str:
        """The first address, from our side, that is no proxy of ours."""
        nearest = str(request.META.get(SENDER, ""))
        claimed = str(request.META.get(CLAIMED, "")).split(",")
        for further in reversed([word.strip() for word in claimed]):
            if not self._is_ours(nearest) or not _is_address(further):
                break
            nearest = further
        return nearest

    def _is_ours(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in it for it in self.proxies)


def _is_address(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return True
