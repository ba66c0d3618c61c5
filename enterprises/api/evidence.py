"""Papers behind figures over HTTP: listed, added, fetched, taken back."""

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

from enterprises.actions import evidence
from enterprises.models import IndicatorEvidence
from enterprises.reports.indicator_lists import EVIDENCE
from enterprises.rules.evidence import TOLD
from wuhan_smes.access import Capability
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer


class EvidenceSerializer(ProductModelSerializer):
    """One file; `indicator` empty: the whole year."""

    class Meta:
        model = IndicatorEvidence
        fields = [
            "id",
            "enterprise",
            "year",
            "indicator",
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


class EvidenceBody(ProductSerializer):
    enterprise = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    year = serializers.IntegerField()
    indicator = serializers.CharField(max_length=60, default="", allow_blank=True)
    file = serializers.FileField(help_text=TOLD)


class RemoveBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class EvidenceFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    year = filters.NumberFilter(label="年度")

    class Meta:
        model = IndicatorEvidence
        fields: list[str] = []


class EvidenceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """年度指标的佐证文件。"""

    view_capability = Capability.INDICATOR_VIEW
    queryset = IndicatorEvidence.objects.order_by()
    serializer_class = EvidenceSerializer
    exports = EVIDENCE
    filterset_class = EvidenceFilters
    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": EvidenceBody}, responses={201: EvidenceSerializer}
    )
    def create(self, request: Request) -> Response:
        """上传一个佐证文件；同一文件再传，返回已有的一条。"""
        body = EvidenceBody(data=request.data)
        body.is_valid(raise_exception=True)
        words: dict[str, Any] = dict(body.validated_data)
        given = words.pop("file")
        made = evidence.attach(
            words.pop("enterprise"),
            access=self.access,
            at=timezone.now(),
            name=given.name,
            data=given.read(),
            **words,
        )
        return Response(EvidenceSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, filters=False
    )
    @action(detail=True)
    def file(self, request: Request, pk: int) -> StreamingHttpResponse:
        """取文件。"""
        row: Any = self.get_object()
        return file_response(row.file, self.access)

    @extend_schema(request=RemoveBody, responses=EvidenceSerializer)
    @action(detail=True, methods=["post"], serializer_class=RemoveBody)
    def remove(self, request: Request, pk: int) -> Response:
        words = self.validated(request)
        paper = evidence.remove(pk, access=self.access, at=timezone.now(), **words)
        return Response(EvidenceSerializer(paper).data)


ROUTES: Final = (("indicator-evidence", EvidenceViewSet),)
