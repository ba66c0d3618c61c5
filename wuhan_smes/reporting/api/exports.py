"""Exports over HTTP: order one, see how far it is, fetch its file."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.jobs.api import ProgressSerializer, progress_of
from wuhan_smes.reporting.actions import exports
from wuhan_smes.reporting.book import EXPORTS
from wuhan_smes.reporting.choices import ExportState, Layout
from wuhan_smes.reporting.models import Export
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer

EXAMPLE: Final = OpenApiExample(
    "导出本区在营企业",
    value={
        "list": "enterprises",
        "params": {"jurisdiction": "jiangxia", "status": "active"},
        "layout": "xlsx",
    },
    request_only=True,
)


class OrderBody(ProductSerializer):
    """`list` is the list's name in its address; `params` are its filters and `ordering`."""

    list = serializers.CharField(max_length=80)
    params = serializers.DictField(required=False, default=dict)
    layout = serializers.ChoiceField(Layout.choices)


class ExportSerializer(ProductModelSerializer):
    """One export. `file` is where its file is fetched while it is kept: of ordered ones only."""

    number = serializers.CharField()
    params = serializers.JSONField(source="words")
    state_label = serializers.CharField(source="standing")
    rows = serializers.IntegerField(source="row_count", allow_null=True)
    actor = serializers.CharField(source="actor.display_name", default=None)
    job = serializers.IntegerField(source="job_id", allow_null=True)
    progress = serializers.SerializerMethodField()
    error = serializers.CharField(source="job.error", default="")
    file = serializers.SerializerMethodField()

    class Meta:
        model = Export
        fields = [
            "id",
            "number",
            "list",
            "title",
            "layout",
            "params",
            "said",
            "state",
            "state_label",
            "rows",
            "size",
            "sha256",
            "actor",
            "ordered_at",
            "finished_at",
            "expires_at",
            "job",
            "progress",
            "error",
            "file",
        ]

    @extend_schema_field(ProgressSerializer(allow_null=True))
    def get_progress(self, export: Export) -> dict[str, Any] | None:
        return None if export.job is None else progress_of(export.job)

    @extend_schema_field({"type": ["string", "null"], "format": "uri-reference"})
    def get_file(self, export: Export) -> str | None:
        if export.stored_id is None or export.actor_id != self.context["actor_id"]:
            return None
        return reverse("exports-file", args=[export.pk])


class ExportFilters(ProductFilterSet):
    list = filters.CharFilter(label="名单代码")
    state = filters.ChoiceFilter(choices=ExportState.choices, label="状态")

    class Meta:
        model = Export
        fields: Sequence[str] = []


class ExportViewSet(mixins.ListModelMixin, ExportedViewSet):
    """导出记录。大的名单在后台生成：提交后查看进度，完成后在有效期内下载。"""

    # Whoever sees any list may take it out; whose exports are shown is decided by visible_to().
    view_capability = Capability.REFERENCE_VIEW
    queryset = Export.objects.for_list()
    serializer_class = ExportSerializer
    filterset_class = ExportFilters
    orderings = {"-id": ("-id",), "id": ("id",)}
    exports = EXPORTS

    def get_queryset(self) -> Any:
        return Export.objects.visible_to(self.access).for_list()

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "actor_id": self.access.actor_id}

    def retrieve(self, request: Request, pk: int) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=OrderBody, responses={202: ExportSerializer}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        """在后台生成一个名单的文件。筛选条件此时检查，内容以生成时为准。"""
        body = OrderBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = body.validated_data
        ordered = exports.order(
            words["list"],
            access=self.access,
            at=timezone.now(),
            words=words["params"],
            layout=words["layout"],
        )
        shown = self.get_queryset().get(pk=ordered.pk)
        return Response(self.get_serializer(shown).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, filterset_class=None)
    def file(self, request: Request, pk: int) -> StreamingHttpResponse:
        """本人导出的文件；过期或权限变化后不能再下载。"""
        stored = exports.fetch(pk, access=self.access, at=timezone.now())
        return file_response(stored, self.access)


ROUTES = (("exports", ExportViewSet),)
