"""How somebody gets in: the password first, then the code where a second factor is asked for.

What the password alone has opened is a name kept aside in a session of nobody: it shows no page.
"""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from wuhan_smes.access import Access
from wuhan_smes.accounts.backends import GrantBackend
from wuhan_smes.accounts.models import User
from wuhan_smes.accounts.passwords import is_too_old
from wuhan_smes.web import idle
from wuhan_smes.web.session_notes import note

WAITING: Final = "waiting_for_code"
PROVEN_AT: Final = "proven_at"
WITH_CODE: Final = "with_code"
PASSWORD_IS_OLD: Final = "password_is_old"  # noqa: S105 - a key of the session
PATIENCE_SECONDS: Final = 5 * 60
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
BACKEND: Final = f"{GrantBackend.__module__}.{GrantBackend.__qualname__}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who gave the right password and has not given the code; where he wanted to go."""

    user: User
    leads_to: str


def wait_for_code(request: HttpRequest, user: User, leads_to: str) -> None:
    """Keep aside who gave the right password, under a new key for the session."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "at": int(timezone.now().timestamp()),
        "leads_to": leads_to,
    }


def who_waits(request: HttpRequest) -> Waiting | None:
    """The person kept aside, unless he waited too long or his password changed meanwhile."""
    kept = request.session.get(WAITING)
    if kept is None or int(timezone.now().timestamp()) - kept["at"] > PATIENCE_SECONDS:
        return None
    user = GrantBackend().get_user(kept["user"])
    if user is None or not constant_time_compare(kept["proof"], user.get_session_auth_hash()):
        return None
    return Waiting(user, kept["leads_to"])


def enter(request: HttpRequest, user: User, *, with_code: bool, by_password: bool = True) -> None:
    """Open the session of `user`; the trail says so. How old a password is matters to its user."""
    request.session.pop(WAITING, None)
    login(request, user, backend=BACKEND)
    idle.begin(request)
    remember_proof(request, with_code=with_code)
    if by_password and is_too_old(user, timezone.now()):
        request.session[PASSWORD_IS_OLD] = True
    who = Access(user.pk, user.username)
    note("session.opened", user.username, who, user.jurisdiction_id, with_code=with_code)


def remember_proof(request: HttpRequest, *, with_code: bool) -> None:
    """That the person at this session has just proven to be himself."""
    request.session[PROVEN_AT] = int(timezone.now().timestamp())
    if with_code:
        request.session[WITH_CODE] = True


def proof_is_stale(request: HttpRequest) -> bool:
    """Whether this request would have to prove anew who sends it, before what asks for that.

    Looking at pages never does: what they show is masked, and what changes is sent.
    """
    if not settings.STEP_UP_MINUTES or request.method in READING:
        return False
    age = int(timezone.now().timestamp()) - int(request.session.get(PROVEN_AT, 0))
    return age >= settings.STEP_UP_MINUTES * 60
