"""Sessions as the sign-in page opens them."""

from datetime import datetime, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from wuhan_smes.accounts.models import Session, User
from wuhan_smes.accounts.sessions import (
    ADDRESS,
    AGENT,
    SEEN_AT,
    SIGNED_IN_AT,
    SessionStore,
    handle_of,
)
from wuhan_smes.web.entrance import BACKEND

EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"
)


def make_session(user: User, *, at: datetime, agent: str = EDGE, unused: int = 0) -> Session:
    """Opened a minute before it was last seen, `unused` minutes before `at`."""
    store = SessionStore()
    seen = at - timedelta(minutes=unused)
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[SIGNED_IN_AT] = int((seen - timedelta(minutes=1)).timestamp())
    store[SEEN_AT] = int(seen.timestamp())
    store[ADDRESS], store[AGENT] = "10.1.2.3", agent
    store.create()
    store.save()
    return Session.scoped.get(handle=handle_of(store.session_key or ""))
