"""Whose files may be read."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from wuhan_smes.access import Access
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from wuhan_smes.files.models import StoredFile, StoredPiece


class StoredFileQuerySet(ScopedQuerySet["StoredFile"]):
    jurisdiction_path = "jurisdiction_id"

    def owned_by(self, access: Access) -> Self:
        return self.filter(owner_id=access.actor_id)

    def unexpired(self, *, at: datetime) -> Self:
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))

    def expired(self, *, at: datetime) -> Self:
        return self.filter(expires_at__lte=at)


class StoredPieceQuerySet(ScopedQuerySet["StoredPiece"]):
    jurisdiction_path = "file__jurisdiction_id"
