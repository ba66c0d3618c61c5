"""The doors of imports over HTTP, for wuhan_smes/urls.py."""

from typing import Final

from django.urls import path

from wuhan_smes.exchange.api.aliases import HeaderAliasViewSet
from wuhan_smes.exchange.api.imports import ImportViewSet
from wuhan_smes.exchange.api.vocabulary import ImportKindViewSet

ROUTES: Final = (
    ("imports", ImportViewSet),
    ("import-kinds", ImportKindViewSet),
    ("header-aliases", HeaderAliasViewSet),
)
# Files are called as they are named, without a slash at the end.
FILES: Final = (
    path("imports/<int:pk>/errors.xlsx", ImportViewSet.as_view({"get": "errors_book"})),
    path(
        "import-kinds/<slug:kind>/template.xlsx",
        ImportKindViewSet.as_view({"get": "template_book"}),
    ),
)
