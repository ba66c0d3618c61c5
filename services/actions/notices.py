"""Reading what one was told."""

from datetime import datetime

from django.db import transaction

from services.models import Notice
from wuhan_smes.access import Access
from wuhan_smes.errors import NotPermitted


@transaction.atomic
def mark_read(*, access: Access, at: datetime, notice_id: int | None = None) -> int:
    """Mark one notice of one's own as read, or (without an id) all of them; how many were not.

    Leaves no entry: that somebody read a reminder is his own affair, and kept in the row.
    """
    if access.actor_id is None:
        raise NotPermitted("请先登录")
    unread = Notice.objects.of(access).unread()
    if notice_id is not None:
        Notice.objects.of(access).get(pk=notice_id)
        unread = unread.filter(pk=notice_id)
    return unread.update(read_at=at)
