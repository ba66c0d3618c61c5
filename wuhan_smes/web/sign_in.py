"""Signing in and out. Each attempt, failure and lock-out leaves an entry in the trail."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wuhan_smes.access import Access
from wuhan_smes.accounts.models import User
from wuhan_smes.audit import trail
from wuhan_smes.web import idle
from wuhan_smes.web.context import product
from wuhan_smes.web.forms import SignInForm


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"title": "登录"}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        idle.begin(self.request)
        user: User = form.get_user()
        _note("session.opened", user.username, Access(user.pk, user.username), user.jurisdiction_id)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        name = str(form.data.get("username", ""))[:60]
        if name and form.data.get("password") and not _locked(self.request):
            _note("session.refused", name, Access(None, ""))
        return super().form_invalid(form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; a page opened in another tab asks to sign in again."""
    user = request.user
    if isinstance(user, User):
        who = Access(user.pk, user.username)
        _note("session.closed", user.username, who, user.jurisdiction_id)
    logout(request)
    messages.success(request, "您已安全退出")
    return redirect("sign-in")


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """What django-axes shows after too many wrong passwords."""
    name = str((credentials or {}).get("username") or request.POST.get("username", ""))[:60]
    _note("session.locked", name, Access(None, ""))
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {
        "title": "暂时不能登录",
        "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": minutes,
        "product": product(),
    }
    page = render(request, "web/locked_out.html", context, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


@never_cache
def admin_entrance(request: HttpRequest) -> HttpResponse:
    """Where the admin sends whoever it does not let in: to the one sign-in page."""
    if request.user.is_authenticated:
        raise PermissionDenied("您的账号没有打开数据管理的权限")
    back = request.GET.get("next", "/admin/")
    return redirect(f"{reverse('sign-in')}?{urlencode({'next': back})}")


def _locked(request: HttpRequest) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def _note(kind: str, name: str, access: Access, unit_id: int | None = None) -> None:
    with transaction.atomic():
        trail.record_fact(
            kind, name, access=access, at=timezone.now(), changes={}, jurisdiction_id=unit_id
        )
