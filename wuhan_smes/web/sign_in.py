"""Signing in and out. Each attempt, failure and lock-out leaves an entry in the trail."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from wuhan_smes.access import Access
from wuhan_smes.accounts.actions.second_factor import WRONG_CODE
from wuhan_smes.accounts.models import User
from wuhan_smes.accounts.proving import Proof, has_factor, prove
from wuhan_smes.web import identity_provider
from wuhan_smes.web.context import product
from wuhan_smes.web.entrance import Waiting, enter, wait_for_code, who_waits
from wuhan_smes.web.forms import CodeForm, SignInForm
from wuhan_smes.web.problems import problem_response, wants_problem
from wuhan_smes.web.session_notes import note


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"title": "登录"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        elsewhere = settings.OIDC_LABEL if identity_provider.is_on() else ""
        return super().get_context_data(elsewhere=elsewhere, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        user: User = form.get_user()
        leads_to = self.get_success_url()
        if has_factor(user.pk):
            wait_for_code(self.request, user, leads_to)
            return redirect("sign-in-code")
        enter(self.request, user, with_code=False)
        return redirect(leads_to)

    def form_invalid(self, form: Any) -> HttpResponse:
        name = str(form.data.get("username", ""))[:60]
        if name and form.data.get("password") and not _locked(self.request):
            note("session.refused", name, Access(None, ""))
        return super().form_invalid(form)


class SignInCode(FormView):
    """The second page of signing in, for whoever gave the right password and has an app."""

    template_name = "web/sign_in_code.html"
    form_class = CodeForm
    extra_context = {"title": "输入验证码"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        waits = who_waits(request)
        if waits is None:
            messages.info(request, "请先输入用户名和密码")
            return redirect("sign-in")
        self.waits: Waiting = waits
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        user = self.waits.user
        who = Access(user.pk, user.username)
        proof = prove(user, form.cleaned_data["code"], access=who, at=timezone.now())
        if proof is Proof.RIGHT:
            enter(self.request, user, with_code=True)
            return redirect(self.waits.leads_to)
        note("session.refused", user.username, Access(None, ""), step="code")
        if proof is Proof.LOCKED:
            return locked(self.request, user.username)
        form.add_error("code", WRONG_CODE)
        return self.form_invalid(form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; a page opened in another tab asks to sign in again."""
    user = request.user
    if isinstance(user, User):
        who = Access(user.pk, user.username)
        note("session.closed", user.username, who, user.jurisdiction_id)
    logout(request)
    messages.success(request, "您已安全退出")
    return redirect("sign-in")


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """What django-axes shows after too many wrong passwords."""
    name = str((credentials or {}).get("username") or request.POST.get("username", ""))[:60]
    return locked(request, name)


def locked(request: HttpRequest, name: str) -> HttpResponse:
    """After too many wrong passwords or codes."""
    note("session.locked", name, Access(None, ""))
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    page = _locked_page(request, minutes)
    page["Retry-After"] = str(minutes * 60)
    page.keeps_writes = True  # type: ignore[attr-defined] # the lock itself; read by ScopeMiddleware
    return page


def _locked_page(request: HttpRequest, minutes: int) -> HttpResponse:
    if wants_problem(request):
        return problem_response(429, "locked", f"连续输错，已锁定 {minutes} 分钟")
    context = {
        "title": "暂时不能登录",
        "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": minutes,
        "product": product(),
    }
    return render(request, "web/locked_out.html", context, status=429)


@never_cache
def admin_entrance(request: HttpRequest) -> HttpResponse:
    """Where the admin sends whoever it does not let in: to the one sign-in page."""
    if request.user.is_authenticated:
        raise PermissionDenied("您的账号没有打开数据管理的权限")
    back = request.GET.get("next", "/admin/")
    return redirect(f"{reverse('sign-in')}?{urlencode({'next': back})}")


def _locked(request: HttpRequest) -> bool:
    return bool(getattr(request, "axes_locked_out", False))
