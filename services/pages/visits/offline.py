"""What a telephone needs to open 记走访 without signal: a worker and a manifest."""

import json
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac

from wuhan_smes.access import Capability
from wuhan_smes.web.context import product
from wuhan_smes.web.pages import ScopedPage

SOURCE: Final = Path(__file__).with_name("worker.js")
PLACE: Final = "FACTS_OF_THIS_VERSION"
# Everything the page is made of; named once here and kept by the worker.
PARTS: Final = (
    "web/css/product.css",
    "web/css/print.css",
    "web/js/product.js",
    "web/img/mark.svg",
    "services/css/visits.css",
    "services/img/visit-192.png",
    "services/js/visit.js",
    "services/js/form.js",
    "services/js/store.js",
    "services/js/outbox.js",
    "services/js/cards.js",
    "services/js/scan.js",
    "services/js/words.js",
    "django_htmx/htmx-2.min.js",
)


class Worker(ScopedPage):
    """The service worker; its version is that of the parts it keeps."""

    capability = Capability.VISIT_EDIT
    title = "离线"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        parts = [static(part) for part in PARTS]
        page = reverse("new-visit")
        version = salted_hmac("visits.worker", "|".join([page, *parts])).hexdigest()[:12]
        facts = json.dumps({"version": version, "page": page, "parts": parts})
        text = SOURCE.read_text("utf-8").replace(PLACE, facts, 1)
        response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
        response.headers["Cache-Control"] = "no-cache"
        return response


class Manifest(ScopedPage):
    """How the page looks on the home screen of a telephone."""

    capability = Capability.VISIT_EDIT
    title = "记走访"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = {
            "name": f"{product().short}·记走访",
            "short_name": "记走访",
            "lang": "zh-CN",
            "start_url": reverse("new-visit"),
            "scope": reverse("visits"),
            "display": "standalone",
            "background_color": "#f3f5f8",
            "theme_color": "#0e3361",
            "icons": [icon(192), icon(512)],
        }
        return JsonResponse(shown, content_type="application/manifest+json")


def icon(pixels: int) -> dict[str, str]:
    return {
        "src": static(f"services/img/visit-{pixels}.png"),
        "sizes": f"{pixels}x{pixels}",
        "type": "image/png",
        "purpose": "any maskable",
    }
