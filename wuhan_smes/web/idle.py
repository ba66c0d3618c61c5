"""Sessions end: after a while without use, and at the latest some hours after signing in."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from wuhan_smes.accounts.sessions import ADDRESS, AGENT, SEEN_AT, SIGNED_IN_AT
from wuhan_smes.audit import trail

AGENT_LENGTH: Final = 300
# A session row is rewritten at most this often, however many pages are opened.
STEP_SECONDS: Final = 60


def begin(request: HttpRequest) -> None:
    """Start both clocks, and note from where and with what; called by the sign-in page."""
    now = int(timezone.now().timestamp())
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session[ADDRESS] = trail.origin.get().address
    request.session[AGENT] = request.headers.get("User-Agent", "")[:AGENT_LENGTH]


class IdleMiddleware:
    """Signs a person out who was away too long, and says so on the sign-in page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SEEN_AT not in request.session:
            return self.get_response(request)
        now = int(timezone.now().timestamp())
        reason = _ended(request, now)
        if reason:
            return self._end(request, reason)
        if now - request.session[SEEN_AT] >= STEP_SECONDS:
            request.session[SEEN_AT] = now
        return self.get_response(request)

    def _end(self, request: HttpRequest, reason: str) -> HttpResponse:
        logout(request)
        if request.path.startswith("/api/"):
            return self.get_response(request)  # the API answers 401 in its own words
        messages.warning(request, reason)
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
        address = f"{reverse('sign-in')}?{urlencode({'next': back})}"
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)


def _ended(request: HttpRequest, now: int) -> str:
    """Why the session is over, or nothing."""
    minutes, hours = settings.SESSION_IDLE_MINUTES, settings.SESSION_COOKIE_AGE // 3600
    if now - request.session[SEEN_AT] >= minutes * 60:
        return f"您已超过 {minutes} 分钟没有操作，为保护数据已自动退出，请重新登录"
    if now - request.session.get(SIGNED_IN_AT, 0) >= settings.SESSION_COOKIE_AGE:
        return f"本次登录已满 {hours} 小时，请重新登录"
    return ""
