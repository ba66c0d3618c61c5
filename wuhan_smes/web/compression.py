"""Answers are packed on their way, but for files that are packed already."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED: Final = ("application/vnd.openxmlformats-officedocument.", "application/zip")


class PackingMiddleware(GZipMiddleware):
    """A workbook is a zip: packing it again costs seconds and saves nothing."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith(PACKED):
            return response
        return super().process_response(request, response)
