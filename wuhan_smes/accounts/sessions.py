"""Where sessions are kept: a table of our own, which knows whose each of them is.

A session's key is a password for as long as it lasts, and is kept as one: as a digest. Whoever
reads the table, or a backup of it, opens none.
"""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from wuhan_smes.accounts.models import Session

SIGNED_IN_AT: Final = "signed_in_at"
SEEN_AT: Final = "seen_at"
ADDRESS: Final = "address"
AGENT: Final = "agent"


class SessionStore(db.SessionStore):
    """Django's own, found by the digest of its key, with the owner written beside it."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        row = self._row(self.session_key).filter(expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key: str) -> bool:
        return self._row(session_key).exists()

    def delete(self, session_key: str | None = None) -> None:
        self._row(session_key or self.session_key).delete()

    def _row(self, key: str | None) -> QuerySet[Session]:
        return Session.scoped.filter(session_key=kept(key or ""))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast("Session", super().create_model_instance(data))
        row.handle, row.session_key = handle_of(row.session_key), kept(row.session_key)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.started_at, row.seen_at = _moment(data.get(SIGNED_IN_AT)), _moment(data.get(SEEN_AT))
        row.address, row.agent = data.get(ADDRESS), data.get(AGENT, "")
        return row


def kept(key: str) -> str:
    """What the table holds of `key`, as long as its column."""
    return sha256(f"kept {key}".encode()).hexdigest()[:40]


def handle_of(key: str) -> UUID:
    """The name of the session that `key` opens. It leads nowhere back."""
    return UUID(bytes=sha256(f"session {key}".encode()).digest()[:16])


def current_session(request: HttpRequest) -> UUID:
    """The name of the session that asks."""
    return handle_of(request.session.session_key or "")


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
