"""What a person does before anything else: sets up a second factor, replaces an old password."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wuhan_smes.web.entrance import PASSWORD_IS_OLD, WITH_CODE
from wuhan_smes.web.identity import Identity
from wuhan_smes.web.problems import problem_response, wants_problem


@dataclass(frozen=True, slots=True)
class FirstThing:
    """The page that does it, and what a program is told instead."""

    url_name: str
    code: str
    told: str


FACTOR: Final = FirstThing(
    "second-factor",
    "second_factor_required",
    "本平台要求两步验证：请先登录网页，在“个人资料”里设置两步验证",
)
PASSWORD: Final = FirstThing(
    "change-password", "password_expired", "密码已超过使用期限：请先登录网页修改密码"
)


class FirstThingsMiddleware:
    """Asks the session alone, which was told when it was opened.

    Programs come with keys that somebody made at the screen, and are not asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = _due(request)
        if first is None or request.path in {reverse(first.url_name), reverse("sign-out")}:
            return self.get_response(request)
        if wants_problem(request):
            return problem_response(403, first.code, first.told)
        address = reverse(first.url_name)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)


def _due(request: HttpRequest) -> FirstThing | None:
    identity: Identity = request.identity  # type: ignore[attr-defined] # set by ScopeMiddleware
    if identity.access.actor_id is None or identity.token is not None:
        return None
    if settings.SECOND_FACTOR == "required" and not request.session.get(WITH_CODE):
        return FACTOR
    return PASSWORD if request.session.get(PASSWORD_IS_OLD) else None
