"""What somebody without an account does with a link.

He has no scope: an empty one shows him nothing but what one function tells of a secret he already
holds. His act then runs under a scope of one unit and the few rights the purpose names.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import compare_digest, randbelow
from typing import Any, Final

from django.db import connection

from wuhan_smes.access import Access
from wuhan_smes.links import rules
from wuhan_smes.links.messages import MessageRefused, sender
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.purposes import Purpose, purposes
from wuhan_smes.links.using import used, visitor
from wuhan_smes.scope import scoped

logger = logging.getLogger(__name__)
NOBODY: Final = Access(None, "企业（凭链接）")
OPENED: Final = "SELECT * FROM action_link_opened(%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Opened:
    """All that a page without sign-in knows: no more than the holder of the link was told."""

    id: int
    purpose: Purpose
    jurisdiction_id: int
    station_id: int | None
    number: str
    title: str
    promise: str
    asks_code: bool


def opened(secret: str, *, at: datetime, address: str | None) -> Opened:
    """The open link of a secret. Raises LinkRefused for any other, without saying what it was."""
    with scoped(NOBODY), connection.cursor() as cursor:
        cursor.execute(OPENED, [rules.digest(secret), address or "0.0.0.0", at])  # noqa: S104 - no address known
        row = cursor.fetchone()
    if row is None:
        raise rules.LinkRefused("link_unknown")
    pk, code, unit, station, number, title, promise, has_phone, *standing, busy = row
    if busy:
        raise rules.LinkRefused("link_busy")
    if pk is None:
        raise rules.LinkRefused("link_unknown")
    rules.require_open(rules.Standing(*standing), at)
    asks = bool(has_phone) and sender() is not None
    return Opened(pk, purposes.find(code), unit, station, number, title, promise, asks)


def answer(
    link: Opened, *, at: datetime, words: Mapping[str, Any], signed_name: str = "", code: str = ""
) -> str:
    """Act once; of two at once the second is told that the link was used."""
    access = visitor(link.purpose, link.jurisdiction_id, link.station_id)
    if link.asks_code:
        _check_code(link, access, at, code)
    with scoped(access):
        row = ActionLink.objects.locked(link.id)
        rules.require_open(row.standing, at)
        return used(row, access=access, at=at, answer=words, signed_name=signed_name.strip())


def send_code(link: Opened, *, at: datetime) -> None:
    """A fresh code to the phone the link was issued for; the one before stops working.

    A message that could not be sent counts too: nobody's provider is hammered through a link.
    """
    send = sender()
    if send is None:
        return
    code = f"{randbelow(10**6):06d}"
    with scoped(visitor(link.purpose, link.jurisdiction_id, link.station_id)):
        row = ActionLink.objects.locked(link.id)
        rules.require_open(row.standing, at)
        rules.require_sendable(row.code_sends, row.code_sent_at, at)
        row.code_digest = rules.digest(f"{row.digest}{code}")
        row.code_until = at + timedelta(minutes=rules.CODE_MINUTES)
        row.code_sends, row.code_sent_at = row.code_sends + 1, at
        row.save(update_fields=["code_digest", "code_until", "code_sends", "code_sent_at"])
    try:
        send(row.phone, f"验证码 {code}，{rules.CODE_MINUTES} 分钟内有效。")
    except MessageRefused as refusal:
        logger.warning("a code for link %s was not sent: %s", link.id, refusal)
        raise rules.LinkRefused("link_code_unsent") from refusal


def _check_code(link: Opened, access: Access, at: datetime, code: str) -> None:
    """A wrong code is counted in a transaction of its own: the refusal must not undo it."""
    with scoped(access):
        row = ActionLink.objects.locked(link.id)
        rules.require_open(row.standing, at)
        fresh = row.code_until is not None and at < row.code_until
        right = compare_digest(row.code_digest, rules.digest(f"{row.digest}{code.strip()}"))
        if not (fresh and right):
            row.code_tries += 1
            row.save(update_fields=["code_tries"])
    if not (fresh and right):
        raise rules.LinkRefused("link_code")
