"""The OpenAPI document as it is served."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

from wuhan_smes.web.schema import corrected


class SchemaView(SpectacularAPIView):
    """Everybody is shown the same document, so each process writes it once in each form."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        media_type = request.accepted_renderer.media_type
        return HttpResponse(written(media_type), content_type=media_type)


@cache
def written(media_type: str) -> str | bytes:
    """The whole document in one of the view's forms."""
    form = next(one for one in SchemaView.renderer_classes if one.media_type == media_type)
    return form().render(document(), renderer_context={})


@cache
def document() -> dict[str, Any]:
    """Every operation of every door, whoever may use it. Never change what comes back."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call] # the library is untyped
    found: dict[str, Any] = generator.get_schema(public=True)  # type: ignore[no-untyped-call] # likewise
    return corrected(found)  # type: ignore[no-any-return] # JSON in, JSON out
