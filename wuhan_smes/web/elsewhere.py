"""Which requests a replica may answer, and what their sender must see in any case."""

from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from psycopg.errors import QueryCanceled

from wuhan_smes import replicas

# Where this browser last wrote, in the primary's log. Whoever changes it shows himself older rows.
COOKIE: Final = "written"
DIGITS: Final = 19
READING: Final = frozenset({"GET", "HEAD"})


class Again(HttpResponse):
    """The replica could not answer; the primary is to be asked the same."""

    status_code = 503


def fits(request: HttpRequest) -> bool:
    """Whether a page or list that says `reads_replica` is only read."""
    return bool(replicas.ALIASES) and request.method in READING and _may_be_old(request.path_info)


def asks_again(exception: Exception) -> bool:
    """Whether the primary could do what the replica could not: write, or read rows that are being
    cleared away there. What took too long is not begun again.
    """
    return (
        replicas.in_use()
        and isinstance(exception, DatabaseError)
        and not isinstance(exception.__cause__, QueryCanceled)
    )


def least(request: HttpRequest) -> int:
    """The position this sender must be shown. A program tells of no writes: it sees all of them."""
    word = request.COOKIES.get(COOKIE, "0")
    if "HTTP_AUTHORIZATION" in request.META or not word.isdecimal() or len(word) > DIGITS:
        return replicas.position()
    return replicas.needed(int(word))


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Once this was committed its sender sees nothing older, as long as it could be older."""
    if replicas.ALIASES and request.method not in READING and response.status_code < 400:
        response.set_cookie(
            COOKIE,
            str(replicas.position()),
            max_age=2 * settings.REPLICA_LAG_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _may_be_old(path: str) -> bool:
    try:
        shown: Any = resolve(path).func
    except Resolver404:
        return False
    view = getattr(shown, "view_class", None) or getattr(shown, "cls", None)
    return bool(getattr(view, "reads_replica", False))
