"""How requests fare: counted for monitors, and written down when they take long.

Routes are named by the product's own words, never by what was asked: no address, query, name or
number of anybody comes into a metric or a log line.
"""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

logger: Final = logging.getLogger("wuhan_smes.requests")
REQUESTS: Final = Histogram(
    "smes_request_seconds",
    "Seconds from a request's arrival to its answer",
    ("route", "method", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
KNOWN: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
SLOW: Final = Counter("smes_slow_statements", "Statements that took longer than SLOW_SECONDS")


class MetricsMiddleware:
    """Outermost, so that what every other layer costs is counted too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        with connection.execute_wrapper(_timed):
            response = self.get_response(request)
        seconds = perf_counter() - started
        match = request.resolver_match
        route = match.view_name if match and match.view_name else "none"
        method = request.method if request.method in KNOWN else "OTHER"
        REQUESTS.labels(route, method, str(response.status_code)).observe(seconds)
        if seconds >= settings.SLOW_SECONDS:
            logger.warning(
                "slow request: %s %s answered %s after %.2f s, request %s",
                method,
                route,
                response.status_code,
                seconds,
                response.headers.get("X-Request-ID", "-"),
            )
        return response


def _timed(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """One statement; a slow one is written down as it was prepared, without its parameters."""
    started = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = perf_counter() - started
        if seconds >= settings.SLOW_SECONDS:
            SLOW.inc()
            logger.warning("slow statement: %.2f s: %s", seconds, str(sql)[:2000])
