"""登录与令牌: where one is signed in and which programs act in one's name, and ending any of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.accounts.actions import sessions, tokens
from wuhan_smes.accounts.models import ApiToken, Session
from wuhan_smes.accounts.sessions import current_session
from wuhan_smes.web.pages import Crumb, ScopedPage


class OwnSessions(ScopedPage):
    """One's own open sessions and tokens; a button beside each ends it."""

    capability = None
    title = "登录与令牌"
    template_name = "web/own_sessions.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("个人资料", reverse("profile")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Session.scoped.of(self.access)
        return super().get_context_data(
            sessions=mine.open(timezone.now()).order_by("-seen_at"),
            current=current_session(self.request),
            tokens=ApiToken.scoped.usable()
            .filter(user_id=self.access.actor_id)
            .order_by("-created"),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """A button: one session, all the others, or one token."""
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        current = current_session(request)
        if key := request.POST.get("token"):
            tokens.revoke(key, **who)
            messages.success(request, "令牌已撤销，使用它的程序已不能再访问")
        elif "others" in request.POST:
            count = sessions.end_others(**who, current=current)
            messages.success(request, f"已结束其他 {count} 处登录")
        else:
            sessions.end(_named(request), **who, current=current)
            messages.success(request, "该处登录已结束")
        return redirect("own-sessions")


def _named(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("session", ""))
    except ValueError:
        raise Http404 from None
