"""What can be imported, and the blank form of each kind."""

from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Access
from wuhan_smes.exchange.api.shown import KindSerializer
from wuhan_smes.exchange.kinds import Field, Kind, kinds
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.shown.imports import VIEW
from wuhan_smes.exchange.template_book import template_book
from wuhan_smes.web.viewsets import ScopedViewSet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportKindViewSet(ScopedViewSet):
    """您可以导入的名单类型：用途、各列、必填与可填的值。"""

    view_capability = VIEW
    queryset = Import.objects.order_by()
    serializer_class = KindSerializer
    pagination_class = None
    filter_backends = []
    lookup_field = "kind"
    lookup_value_converter = "slug"

    @extend_schema(responses=KindSerializer(many=True))
    def list(self, request: Request) -> Response:
        return Response([shown_kind(kind, self.access) for kind in kinds.open_to(self.access)])

    @extend_schema(responses=KindSerializer)
    def retrieve(self, request: Request, kind: str) -> Response:
        return Response(shown_kind(self.open_kind(kind), self.access))

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
    def template_book(self, request: Request, kind: str) -> HttpResponseBase:
        """空白模板：表头可直接识别，第二张表写明怎么填。"""
        spec = self.open_kind(kind)
        return template_book(spec, reach=self.access.reach(spec.capability)).response()

    def open_kind(self, name: str) -> Kind:
        """A kind the caller may import. Raises InputRefused for another name, NotPermitted."""
        kind = kinds.get(name)
        self.access.reach(kind.capability)
        return kind


def shown_kind(kind: Kind, access: Access) -> dict[str, Any]:
    return {
        "name": kind.name,
        "title": kind.title,
        "purpose": kind.purpose,
        "rank": kind.rank.value,
        "fields": [_field(it, kind, access) for it in kind.all_fields],
    }


def _field(field: Field, kind: Kind, access: Access) -> dict[str, Any]:
    reach = access.reach(kind.capability)
    return {
        "name": field.name,
        "label": field.label,
        "type": field.type,
        "required": field.required,
        "ask": field.ask,
        "help_text": field.help_text,
        "example": field.example,
        "options": None if field.options is None else dict(field.options(reach)),
    }
