"""Notices are one's own."""

from typing import TYPE_CHECKING, Self

from wuhan_smes.access import Access
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from services.models import Notice


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """No unit and no desk leads to a notice: `of` is the only way, and the database's too."""

    def of(self, access: Access) -> Self:
        return self.filter(user_id=access.actor_id)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)
