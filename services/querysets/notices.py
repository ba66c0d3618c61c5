"""Notices are one's own."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from wuhan_smes.access import Access
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from services.models import Notice, NoticeWay


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """No unit and no desk leads to a notice: `of` is the only way, and the database's too."""

    def of(self, access: Access) -> Self:
        return self.filter(user_id=access.actor_id)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def untold(self, way: "NoticeWay") -> Self:
        """What its person has neither read nor been told of this way."""
        return self.filter(user_id=way.user_id, pk__gt=way.told_up_to).unread().order_by("pk")


class NoticeWayQuerySet(ScopedQuerySet["NoticeWay"]):
    """One's own, and the system's that sends."""

    def of(self, access: Access) -> Self:
        return self.filter(user_id=access.actor_id)

    def due(self, at: datetime) -> Self:
        return self.filter(is_on=True, next_at__lte=at).order_by("next_at", "pk")

    def locked(self, pk: int) -> "NoticeWay":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
