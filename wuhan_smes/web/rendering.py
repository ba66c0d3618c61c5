"""How answers of the API are chosen and written: JSON, at little cost a row."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

ANYTHING: Final = frozenset({"", "*/*", "application/json"})


class MostlyJson(DefaultContentNegotiation):
    """As DRF's; who asks for nothing in particular is given JSON without weighing choices."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> Any:
        if format_suffix is None and request.META.get("HTTP_ACCEPT", "") in ANYTHING:
            renderer = next(iter(renderers))
            return renderer, renderer.media_type
        return super().select_renderer(request, renderers, format_suffix)


class ProductEncoder(JSONEncoder):
    """As DRF's, dates first: a page of fifty rows holds hundreds of them."""

    def default(self, value: Any) -> Any:
        kind = type(value)
        if kind is date:
            return value.isoformat()
        if kind is datetime:
            text = value.isoformat()
            return text[:-6] + "Z" if text.endswith("+00:00") else text
        return super().default(value)


class ProductRenderer(JSONRenderer):
    encoder_class = ProductEncoder

    def render(
        self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None
    ) -> Any:
        if accepted_media_type != self.media_type:  # a program may ask for an indented answer
            return super().render(data, accepted_media_type, renderer_context)
        if data is None:
            return b""
        text = json.dumps(
            data,
            cls=ProductEncoder,
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
        )
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()
