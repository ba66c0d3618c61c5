"""GET /metrics for Prometheus: a page for programs, behind a word of its own."""

import os
from collections.abc import Iterator
from hmac import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from wuhan_smes.operations.queries import gauges


class Waiting(Collector):
    """What the database tells; asked when somebody reads, not before."""

    def collect(self) -> Iterator[Metric]:
        return gauges.families()


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts of requests and of what waits."""
    require_word(request)
    return HttpResponse(_requests() + _waiting(), content_type=CONTENT_TYPE_LATEST)


def require_word(request: HttpRequest) -> None:
    """Unknown, like any other address, to whoever does not bear METRICS_TOKEN."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not compare_digest(
        given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()
    ):
        raise Http404


def _requests() -> bytes:
    """Of every process of this machine's web, where they share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call] # the library has no types here
    return generate_latest(shared)


def _waiting() -> bytes:
    registry = CollectorRegistry()
    registry.register(Waiting())
    return generate_latest(registry)
