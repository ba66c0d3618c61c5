"""Reports over HTTP: have one made, see how far it is, fetch, seal and verify it."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
)
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.jobs.api import ProgressSerializer, progress_of
from wuhan_smes.reporting.actions import reports
from wuhan_smes.reporting.api.verifying import FingerprintBody, VerdictSerializer, answered
from wuhan_smes.reporting.cells import as_text
from wuhan_smes.reporting.choices import ReportLayout
from wuhan_smes.reporting.layouts import MEDIA
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.reporting.reading import changed
from wuhan_smes.reporting.runs_book import RUNS
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

EXAMPLE: Final = OpenApiExample(
    "10 月末的梯度统计表",
    value={
        "report": "tier-table",
        "params": {"on": "2026-10-31", "basis": "holder"},
        "layout": "xlsx",
    },
    request_only=True,
)
LAYOUT: Final = OpenApiParameter(
    "layout", str, enum=ReportLayout.values, description="文件格式，默认为提交时的格式"
)
FILES: Final = {(200, media): OpenApiTypes.BINARY for media in MEDIA.values()}


class RunBody(ProductSerializer):
    """`params` as `reports/` declares them. With `replaces` it corrects a sealed report."""

    report = serializers.CharField(max_length=60)
    params = serializers.DictField(
        child=serializers.CharField(allow_blank=True), required=False, default=dict
    )
    layout = serializers.ChoiceField(ReportLayout.choices)
    known_at = serializers.DateTimeField(
        required=False, help_text="按这一时刻所知统计，默认为此刻；仅限 as_known 的报表"
    )
    replaces = serializers.IntegerField(required=False, help_text="被更正的已封存报表")
    reason = serializers.CharField(required=False, max_length=400, help_text="更正原因")


class RunSerializer(ProductModelSerializer):
    """One report. `file` is where its file is fetched once it is made."""

    number = serializers.CharField()
    jurisdiction = UnitSerializer()
    state = serializers.CharField()
    state_label = serializers.CharField(source="standing")
    rows = serializers.IntegerField(source="row_count", allow_null=True)
    replaces = serializers.IntegerField(source="replaces_id", allow_null=True)
    job = serializers.IntegerField(source="job_id", allow_null=True)
    progress = serializers.SerializerMethodField()
    error = serializers.CharField(source="job.error", default="")
    file = serializers.SerializerMethodField()

    class Meta:
        model = ReportRun
        fields = [
            *("id", "number", "report", "title", "params", "said", "layout", "jurisdiction"),
            *("version", "replaces", "reason", "known_at", "prepared_by", "ordered_at"),
            *("state", "state_label", "job", "progress", "error", "finished_at", "rows"),
            *("sha256", "prints", "sealed_at", "sealed_by_name", "file"),
        ]

    @extend_schema_field(ProgressSerializer(allow_null=True))
    def get_progress(self, run: ReportRun) -> dict[str, Any] | None:
        return None if run.job is None else progress_of(run.job)

    @extend_schema_field({"type": ["string", "null"], "format": "uri-reference"})
    def get_file(self, run: ReportRun) -> str | None:
        return reverse("report-runs-file", args=[run.pk]) if run.finished_at else None


class DifferenceSerializer(serializers.Serializer):
    """One cell that differs from the version before, as text; empty where there was none."""

    row = serializers.CharField()
    column = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class RunFilters(ProductFilterSet):
    report = filters.CharFilter(label="报表代码")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="填报单位代码")
    sealed = filters.BooleanFilter(
        field_name="sealed_at", lookup_expr="isnull", exclude=True, label="已封存"
    )

    class Meta:
        model = ReportRun
        fields: Sequence[str] = []


class ReportRunViewSet(mixins.ListModelMixin, ExportedViewSet):
    """报表：提交后在后台生成，编号、截取时间与指纹留存；封存后不再变化，更正另成一版。"""

    view_capability = Capability.REGISTER_EXPORT
    queryset = ReportRun.objects.for_list()
    serializer_class = RunSerializer
    filterset_class = RunFilters
    orderings = {"-id": ("-id",), "id": ("id",)}
    exports = RUNS
    parser_classes = [JSONParser, MultiPartParser]

    def retrieve(self, request: Request, pk: int) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=RunBody, responses={202: RunSerializer}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        """生成一张报表。参数此时检查，数据截取到此刻或 known_at。"""
        body = RunBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        run = reports.order(
            words.pop("report"),
            access=self.access,
            at=timezone.now(),
            words=words.pop("params"),
            **words,
        )
        return self._shown(run, status.HTTP_202_ACCEPTED)

    @extend_schema(parameters=[LAYOUT], responses=FILES, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def file(self, request: Request, pk: int) -> HttpResponse:
        """报表文件；同一张报表同一格式，每次逐字节相同。"""
        layout = request.query_params.get("layout", "")
        made = reports.fetch(pk, access=self.access, at=timezone.now(), layout=layout)
        return made.response()  # type: ignore[return-value] # a table is never streamed

    @extend_schema(request=None, responses=RunSerializer)
    @action(detail=True, methods=["post"])
    def seal(self, request: Request, pk: int) -> Response:
        """封存：先按同一截取时间重算，逐字节相同才封存，此后不再变化。"""
        return self._shown(reports.seal(pk, access=self.access, at=timezone.now()))

    @extend_schema(
        request={"multipart/form-data": FingerprintBody, "application/json": FingerprintBody},
        responses=VerdictSerializer,
    )
    @action(detail=True, methods=["post"], serializer_class=FingerprintBody)
    def verify(self, request: Request, pk: int) -> Response:
        """核验文件或指纹是否就是这张报表。"""
        run: ReportRun = self.get_object()
        return answered(run.number, self.validated(request))

    @extend_schema(responses=DifferenceSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def differences(self, request: Request, pk: int) -> Response:
        """与前一版逐格的差异；第一版为空。"""
        rows = changed(pk, access=self.access)
        return Response(
            [
                {
                    "row": it.row,
                    "column": it.column,
                    "before": as_text(it.before),
                    "after": as_text(it.after),
                }
                for it in rows
            ]
        )

    def _shown(self, run: ReportRun, code: int = status.HTTP_200_OK) -> Response:
        shown = self.get_queryset().get(pk=run.pk)
        return Response(RunSerializer(shown).data, status=code)


ROUTES = (("report-runs", ReportRunViewSet),)
