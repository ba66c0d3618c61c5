"""The ways columns are headed: those the product knows, and those people taught it."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.exchange.actions import mapping
from wuhan_smes.exchange.api.bodies import AliasBody, ForgetBody
from wuhan_smes.exchange.api.shown import HeaderAliasSerializer
from wuhan_smes.exchange.lists import HEADER_ALIASES
from wuhan_smes.exchange.models import HeaderAlias
from wuhan_smes.exchange.shown.imports import VIEW
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductSerializer

EXAMPLE = OpenApiExample(
    "记住一个表头写法",
    {"kind": "recognitions", "field": "name", "alias": "厂名"},
    request_only=True,
)


class AliasFilters(ProductFilterSet):
    field = filters.CharFilter(label="字段代码")

    class Meta:
        model = HeaderAlias
        fields: list[str] = []


class HeaderAliasViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """表头写法：市级添加的对全市有效，各单位添加的对本单位有效。"""

    view_capability = VIEW
    queryset = HeaderAlias.objects.select_related("jurisdiction").order_by()
    serializer_class = HeaderAliasSerializer
    exports = HEADER_ALIASES
    filterset_class = AliasFilters

    @extend_schema(request=AliasBody, responses={201: HeaderAliasSerializer}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        words = self.words(request, AliasBody)
        added = mapping.add_alias(access=self.access, at=timezone.now(), **words)
        return Response(HeaderAliasSerializer(added).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ForgetBody, responses={204: None})
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: int) -> Response:
        """忘记一个人工添加的写法；平台自带的保留。"""
        self.get_object()
        words = self.words(request, ForgetBody)
        mapping.remove_alias(pk, access=self.access, at=timezone.now(), **words)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def words(self, request: Request, body: type[ProductSerializer]) -> dict[str, str]:
        serializer = body(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
