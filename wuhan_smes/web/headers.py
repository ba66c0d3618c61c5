"""Content-Security-Policy: strict everywhere, a little wider for the admin's theme alone."""

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse


class PolicyMiddleware(CSPMiddleware):
    """The policy of settings on every response, widened for the admin by what its theme needs."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(_admin_prefix()):
            # Alpine compiles the expressions in attributes; the colours come in a <style> element.
            wider = {"script-src": [UNSAFE_EVAL], "style-src-elem": [UNSAFE_INLINE]}
            parts.update = {**(parts.update or {}), **wider}
        return parts


def _admin_prefix() -> str:
    try:
        return reverse("admin:index")
    except NoReverseMatch:  # an installation without the admin has nothing to widen
        return "\0"
