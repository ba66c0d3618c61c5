"""One digest as a message: what stands in it, and handing it over."""

import json
from datetime import datetime
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage

from services.actions.notice_ways import Digest
from services.choices.notices import NoticeKind, WayKind
from services.models import Notice, NoticeWay
from services.rules.notices import Untold, facts_of, subject_of, text_of
from wuhan_smes.accounts.models import User
from wuhan_smes.outgoing.posting import Answer, post

MOST: Final = 500
NOTHING: Final = Answer(200, "没有新的提醒")


def untold(digest: Digest) -> tuple[list[Untold], int]:
    """What its person has not seen yet, and the last of it. Asked within his own scope."""
    way = NoticeWay.objects.get(pk=digest.way_id)
    rows = list(Notice.objects.untold(way)[:MOST])
    told = [Untold(NoticeKind(row.kind), row.subject.partition(" ")[0], row.count) for row in rows]
    return told, rows[-1].pk if rows else digest.told_up_to


def deliver(digest: Digest, user: User, rows: list[Untold], last: int, *, at: datetime) -> Answer:
    """Send once, outside of any transaction. Never raises for what the other side fails to do."""
    if not rows:
        return NOTHING
    if digest.kind == WayKind.EMAIL:
        return _mail(digest.address, user, rows)
    body = json.dumps(facts_of(user.username, rows, settings.SITE_ADDRESS), ensure_ascii=False)
    return post(
        settings.NOTICE_WEBHOOK,
        body.encode(),
        message_id=f"notices-{digest.way_id}-{last}",
        secret=settings.NOTICE_WEBHOOK_SECRET,
        at=at,
    )


def _mail(address: str, user: User, rows: list[Untold]) -> Answer:
    text = text_of(user.display_name, rows, settings.SITE_ADDRESS)
    message = EmailMessage(subject_of(rows), text, settings.NOTICE_MAIL_FROM, [address])
    try:
        message.send()
    except (SMTPException, OSError) as error:
        return Answer(None, f"邮件未能发出：{type(error).__name__}")
    return Answer(250, "邮件已交邮件服务器")
