"""Content-Security-Policy: strict everywhere, a little wider for the admin's theme alone."""

from functools import cache

from csp.constants import HEADER, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CheckableLazyObject, CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse


class PolicyMiddleware(CSPMiddleware):
    """The policy of settings on every response, widened for the admin by what its theme needs.
    What says nothing about being kept is kept by no browser: only files of the look do.

    An answer in which no nonce was drawn has the same policy as every other: it is built once.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Cache-Control", "no-store")
        drawn = getattr(request, "_csp_nonce", None) is not None
        if drawn or settings.DEBUG or request.path_info.startswith(_admin_prefix()):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _plain_policy())
        # Whoever asks for the nonce from here on is told that it comes too late, as ever.
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(_admin_prefix()):
            # Alpine compiles the expressions in attributes; the colours come in a <style> element.
            wider = {"script-src": [UNSAFE_EVAL], "style-src-elem": [UNSAFE_INLINE]}
            parts.update = {**(parts.update or {}), **wider}
        return parts


@cache
def _plain_policy() -> str:
    return build_policy()


def _admin_prefix() -> str:
    try:
        return _admin_index()
    except NoReverseMatch:  # an installation without the admin has nothing to widen
        return "\0"


@cache
def _admin_index() -> str:
    return reverse("admin:index")
