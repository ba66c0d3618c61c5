"""The optional code by text message: an adapter the installation names, off by default."""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Sender(Protocol):
    """Hands one text message to the installation's provider; raises if it could not."""

    def __call__(self, phone: str, text: str) -> None: ...


@cache
def _sender(path: str) -> Sender:
    found: Sender = import_string(path)
    return found


def sender() -> Sender | None:
    """The adapter of LINK_MESSAGE_SENDER; None where none is set, and no code is asked then."""
    path = str(settings.LINK_MESSAGE_SENDER)
    return _sender(path) if path else None
