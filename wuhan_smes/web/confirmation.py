"""Proving anew to be oneself, before money moves, something masked is shown or rights change.

What was sent is answered by a page that asks for a code (or the password, where there is no second
factor) and carries what was sent, so that the right answer does it at once.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, cast
from urllib.parse import urlsplit

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from wuhan_smes.accounts.actions.second_factor import WRONG_CODE
from wuhan_smes.accounts.models import User
from wuhan_smes.accounts.proving import Proof, has_factor, prove
from wuhan_smes.errors import ConfirmationRequired
from wuhan_smes.web.entrance import remember_proof
from wuhan_smes.web.identity import access_of
from wuhan_smes.web.pages import ScopedPage
from wuhan_smes.web.problems import wants_problem
from wuhan_smes.web.session_notes import note
from wuhan_smes.web.sign_in import locked

ANSWER: Final = "proof_of_oneself"
SAID_OF_PASSWORD: Final = "密码不正确，请重新输入"  # noqa: S105 - a sentence
NOT_CARRIED: Final = frozenset({ANSWER, "csrfmiddlewaretoken"})


class ConfirmationMiddleware:
    """Takes an answer where one came with what was sent, and asks where one is missing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """After the check that the form is ours, before the view sees what was sent."""
        if wants_problem(request) or access_of(request).actor_id is None:
            return None
        if ANSWER not in request.POST:
            return None
        proof = confirmed(request, request.POST[ANSWER])
        if proof is Proof.LOCKED:
            return locked(request, cast("User", request.user).username)
        if proof is Proof.WRONG:
            return asked(request, wrong=True)
        sent = request.POST.copy()
        del sent[ANSWER]
        request.POST = sent  # type: ignore[assignment] # a copy without the answer
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Whatever the view did before it was stopped is undone."""
        if not isinstance(error, ConfirmationRequired):
            return None
        if request.headers.get("HX-Request") != "true":
            return asked(request, why=error.message)
        transaction.set_rollback(True)
        back = urlsplit(request.headers.get("HX-Current-URL", "/")).path
        address = f"{reverse('confirm')}?{urlencode({'next': back})}"
        return HttpResponse(status=204, headers={"HX-Redirect": address})


class Confirm(ScopedPage):
    """The question by itself, for what could not be carried: files, and parts of a page."""

    capability = None
    title = "验证本人"
    template_name = "web/confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = _context(self.request) | {"carried": [("next", self._back())]}
        return super().get_context_data(**given, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answer was taken before the page was asked."""
        if access_of(request).unconfirmed:
            return self.get(request)
        return redirect(self._back())

    def _back(self) -> str:
        back = self.request.POST.get("next") or self.request.GET.get("next") or "/"
        ours = url_has_allowed_host_and_scheme(back, {self.request.get_host()})
        return back if ours else "/"


def confirmed(request: HttpRequest, answer: str) -> Proof:
    """Whether `answer` proves that the person at this session is himself; it is then remembered."""
    user, access = cast("User", request.user), access_of(request)
    if has_factor(user.pk):
        proof = prove(user, answer, access=access, at=timezone.now())
    else:
        proof = _by_password(request, user, answer)
    if proof is Proof.RIGHT:
        remember_proof(request, with_code=False)
        request.access = replace(access, unconfirmed=False)  # type: ignore[attr-defined] # set by ScopeMiddleware
    kind = "session.confirmed" if proof is Proof.RIGHT else "session.refused"
    note(kind, user.username, access, user.jurisdiction_id, step="confirmation")
    return proof


def wrong_words(request: HttpRequest) -> str:
    """What is said of an answer that proves nothing."""
    return WRONG_CODE if has_factor(cast("User", request.user).pk) else SAID_OF_PASSWORD


def asked(request: HttpRequest, *, why: str = "", wrong: bool = False) -> HttpResponse:
    """The question, with what was sent behind it; nothing of it has been done."""
    context = _context(request) | {
        "title": Confirm.title,
        "why": why,
        "wrong": wrong_words(request) if wrong else "",
    }
    response = render(request, "web/confirm.html", context, status=403)
    response["Cache-Control"] = "no-store"
    response.asks_again = True  # type: ignore[attr-defined] # no refusal; read by ScopeMiddleware
    response.keeps_writes = wrong  # type: ignore[attr-defined] # a wrong answer is counted
    return response


def _context(request: HttpRequest) -> dict[str, Any]:
    """Files cannot be sent again by a page: whoever sent one goes back and chooses it anew."""
    carries = not request.FILES
    back = urlsplit(request.headers.get("Referer", "")).path or request.path
    sent = request.POST.lists() if carries else [("next", [back])]
    return {
        "address": request.get_full_path() if carries else reverse("confirm"),
        "carries": carries,
        "carried": [
            (name, value) for name, values in sent if name not in NOT_CARRIED for value in values
        ],
        "field": ANSWER,
        "with_code": has_factor(cast("User", request.user).pk),
    }


def _by_password(request: HttpRequest, user: User, password: str) -> Proof:
    """Counted and locked as on the sign-in page, which says so itself when it comes to that."""
    known = authenticate(request, username=user.username, password=password)
    return Proof.RIGHT if known is not None and known.pk == user.pk else Proof.WRONG
