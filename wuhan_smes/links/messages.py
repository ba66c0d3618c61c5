"""The optional code by text message: an adapter the installation names, off by default."""

import json
import logging
from functools import cache
from typing import Final, Protocol
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from wuhan_smes.outgoing.posting import post

logger = logging.getLogger(__name__)


class MessageRefused(Exception):
    """The provider did not take the message; says what it answered, never the message."""


class Sender(Protocol):
    """Hands one text message to the installation's provider. Raises MessageRefused if it could
    not: whatever else goes wrong is a fault of the adapter.
    """

    def __call__(self, phone: str, text: str) -> None: ...


def by_http(phone: str, text: str) -> None:
    """One signed POST of {"phone", "text"} to the house's message gateway."""
    answer = post(
        settings.LINK_MESSAGE_ADDRESS,
        json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode(),
        message_id=str(uuid4()),
        secret=settings.LINK_MESSAGE_SECRET,
        at=timezone.now(),
    )
    if not answer.taken:
        raise MessageRefused(answer.text if answer.status is None else f"HTTP {answer.status}")


def to_console(phone: str, text: str) -> None:
    """For a trial on one's own machine alone: settings refuse it everywhere else."""
    logger.warning("text message to %s: %s", phone, text)


KNOWN: Final = {"http": by_http, "console": to_console}


@cache
def _sender(name: str) -> Sender:
    found: Sender = KNOWN.get(name) or import_string(name)
    return found


def sender() -> Sender | None:
    """The adapter of LINK_MESSAGE_SENDER; None where none is set, and no code is asked then."""
    name = str(settings.LINK_MESSAGE_SENDER)
    return _sender(name) if name else None
