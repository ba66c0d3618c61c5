"""Signing in at a government's identity provider, where the installation names one."""

import logging
import time
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wuhan_smes.access import Access
from wuhan_smes.accounts.backends import GrantBackend
from wuhan_smes.accounts.models import User
from wuhan_smes.accounts.proving import has_factor
from wuhan_smes.web import identity_provider
from wuhan_smes.web.entrance import enter, wait_for_code
from wuhan_smes.web.identity_provider import Journey, ProviderRefused
from wuhan_smes.web.session_notes import note

logger: Final = logging.getLogger(__name__)
JOURNEY: Final = "journey_to_the_provider"
PATIENCE_SECONDS: Final = 10 * 60
NOT_PROVEN: Final = "统一身份认证没有完成，请重试或改用密码登录"
UNKNOWN: Final = "统一身份认证已通过，但本平台没有您的账号，请联系本单位的平台管理员"


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Off to the provider, with what the way back is bound to kept in the session."""
    _require_on()
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    journey = Journey.begun(wanted if ours else settings.LOGIN_REDIRECT_URL)
    try:
        address = journey.address(_back(request))
    except ProviderRefused as refusal:
        return _refused(request, refusal)
    request.session.cycle_key()
    request.session[JOURNEY] = journey.kept()
    return redirect(address)


@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """The way back is good for one visit, begun in this session a moment ago."""
    _require_on()
    try:
        journey = _journey_of(request)
        name = identity_provider.username_of(request.GET.get("code", ""), journey, _back(request))
    except ProviderRefused as refusal:
        return _refused(request, refusal)
    return _entered(request, name, journey.leads_to)


def _journey_of(request: HttpRequest) -> Journey:
    """The visit this is the way back of; it is over with this. Raises ProviderRefused."""
    kept: dict[str, Any] | None = request.session.pop(JOURNEY, None)
    if kept is None:
        raise ProviderRefused("nobody left from here")
    journey = Journey(**kept)
    if not constant_time_compare(request.GET.get("state", ""), journey.state):
        raise ProviderRefused("the state is another's")
    if time.time() - journey.began > PATIENCE_SECONDS:
        raise ProviderRefused("it took too long")
    if request.GET.get("error"):
        raise ProviderRefused("the provider refused")
    return journey


def _entered(request: HttpRequest, name: str, leads_to: str) -> HttpResponse:
    """Only whoever has an account; a second factor of ours is asked for as after a password."""
    known = User.objects.filter(username=name).values_list("pk", flat=True).first()
    user = GrantBackend().get_user(known) if known is not None else None
    if user is None:
        note("session.refused", name[:60], Access(None, ""), step="identity_provider")
        messages.error(request, UNKNOWN)
        return redirect("sign-in")
    if has_factor(user.pk):
        wait_for_code(request, user, leads_to)
        return redirect("sign-in-code")
    enter(request, user, with_code=False, by_password=False)
    return redirect(leads_to)


def _refused(request: HttpRequest, refusal: ProviderRefused) -> HttpResponse:
    logger.warning("sign-in at the identity provider failed: %s", refusal)
    note("session.refused", "?", Access(None, ""), step="identity_provider")
    messages.error(request, NOT_PROVEN)
    return redirect("sign-in")


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("sign-in-back"))


def _require_on() -> None:
    if not identity_provider.is_on():
        raise Http404
