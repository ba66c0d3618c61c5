"""Files that show what a key little giant's plan reached, over HTTP."""

from typing import Any, Final

from django.http import StreamingHttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import milestone_papers
from enterprises.api.evidence import RemoveBody
from enterprises.models import MilestonePaper
from enterprises.reports.holding_lists import MILESTONE_PAPERS
from enterprises.rules.evidence import TOLD
from wuhan_smes.access import Capability
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer


class MilestonePaperSerializer(ProductModelSerializer):
    """One file of one milestone."""

    class Meta:
        model = MilestonePaper
        fields = [
            "id",
            "milestone",
            "name",
            "media_type",
            "size",
            "sha256",
            "added_at",
            "added_by_name",
            "removed_at",
            "removed_by_name",
            "removed_reason",
        ]


class MilestonePaperBody(ProductSerializer):
    milestone = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    file = serializers.FileField(help_text=TOLD)


class MilestonePaperFilters(ProductFilterSet):
    milestone = filters.NumberFilter(field_name="milestone_id", label="节点编号")
    project = filters.NumberFilter(field_name="milestone__project_id", label="项目编号")

    class Meta:
        model = MilestonePaper
        fields: list[str] = []


class MilestonePaperViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """重点“小巨人”项目节点的佐证文件。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = MilestonePaper.objects.order_by()
    serializer_class = MilestonePaperSerializer
    exports = MILESTONE_PAPERS
    filterset_class = MilestonePaperFilters
    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": MilestonePaperBody},
        responses={201: MilestonePaperSerializer},
    )
    def create(self, request: Request) -> Response:
        """上传一个佐证文件；同一文件再传，返回已有的一条。"""
        body = MilestonePaperBody(data=request.data)
        body.is_valid(raise_exception=True)
        words: dict[str, Any] = dict(body.validated_data)
        given = words["file"]
        made = milestone_papers.attach(
            words["milestone"],
            access=self.access,
            at=timezone.now(),
            name=given.name,
            data=given.read(),
        )
        return Response(MilestonePaperSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, filters=False
    )
    @action(detail=True)
    def file(self, request: Request, pk: int) -> StreamingHttpResponse:
        """取文件。"""
        row: Any = self.get_object()
        return file_response(row.file, self.access)

    @extend_schema(request=RemoveBody, responses=MilestonePaperSerializer)
    @action(detail=True, methods=["post"], serializer_class=RemoveBody)
    def remove(self, request: Request, pk: int) -> Response:
        """撤下；评价后不能再撤。"""
        words = self.validated(request)
        paper = milestone_papers.remove(pk, access=self.access, at=timezone.now(), **words)
        return Response(MilestonePaperSerializer(paper).data)


ROUTES: Final = (("milestone-papers", MilestonePaperViewSet),)
