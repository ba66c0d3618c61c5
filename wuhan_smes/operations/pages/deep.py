"""GET /deepz: every part behind the web, for whoever watches machines."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wuhan_smes.operations.pages.metrics import require_word
from wuhan_smes.operations.queries.deep import parts, took

# Without these nobody is turned away by the proxy: work is late, readings go to the primary.
BEARABLE = ("broker", "replica_")


@never_cache
@require_safe
def deep(request: HttpRequest) -> JsonResponse:
    """503 while something is wrong that people would notice; unknown to who bears no word."""
    require_word(request)
    seconds = took()
    found = list(parts())
    bad = [part.name for part in found if not part.well]
    told = {part.name: part.well if part.told is None else part.told for part in found}
    lost = [name for name in bad if not name.startswith(BEARABLE)]
    body = {"well": not bad, "wrong": bad, "parts": told, "seconds": seconds()}
    return JsonResponse(body, status=503 if lost else 200)
