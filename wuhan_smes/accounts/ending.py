"""Ending sessions as part of another act. Each that ends leaves its own entry in the trail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Session, User
from wuhan_smes.audit import trail


@dataclass(frozen=True, slots=True)
class Ended:
    """How much of somebody's was ended at once."""

    sessions: int
    tokens: int

    def told(self) -> dict[str, object]:
        """As the trail says it of the act that ended them."""
        return {"sessions_ended": self.sessions, "tokens_revoked": self.tokens}


def end_all(user: User, *, access: Access, at: datetime, tokens_too: bool = False) -> Ended:
    """Nothing that `user` opened before outlives a change of what he may do.

    The number that every session must prove goes up too, so that one being opened at this very
    moment is as dead as the others.
    """
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    found = list(Session.scoped.filter(user=user).select_for_update(of=("self",)))
    remove(found, user, access=access, at=at)
    tokens = user.auth_token_set.all().delete()[0] if tokens_too else 0
    return Ended(len(found), tokens)


def end_but(user: User, kept: UUID | None, *, access: Access, at: datetime) -> None:
    """All of `user`'s but the session that asked."""
    others = Session.scoped.filter(user=user).but(kept)
    remove(list(others.select_for_update(of=("self",))), user, access=access, at=at)


def clear_over(*, at: datetime) -> int:
    """Rows of sessions whose time is up; they ended by themselves, which is no act of anybody's."""
    return Session.scoped.filter(expire_date__lt=at).delete()[0]


def remove(sessions: Collection[Session], user: User, *, access: Access, at: datetime) -> None:
    """Told of their owner: a session's own key is no number, and nobody's to read."""
    told = [(user, _told(session)) for session in sessions]
    trail.record_set("session.ended", told, access=access, at=at)
    Session.scoped.filter(pk__in=[session.pk for session in sessions]).delete()


def _told(session: Session) -> dict[str, object]:
    return {
        "device": session.device,
        "address": session.address,
        "started_at": session.started_at,
        "seen_at": session.seen_at,
    }
