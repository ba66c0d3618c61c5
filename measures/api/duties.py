"""Commitments and their quarterly progress over HTTP."""

from datetime import date
from typing import Any, Final

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from measures.actions.duties import judging, reporting, starting
from measures.api.by_list import ProgressListBody, TakenSerializer, told, words_of
from measures.choices import DutyLight, ProgressState
from measures.exchange.handed import take_progress
from measures.models import Commitment, ProgressEntry
from measures.queries.duties import Line, lines
from measures.reports.duties import COMMITMENTS, PROGRESS
from measures.rules import duties as rules
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Agency
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

FILE: Final = {(200, "application/octet-stream"): OpenApiTypes.BINARY}

QUARTER: Final = OpenApiParameter("quarter", date, description="季度首日，缺省为上一季度")


class EvidenceShownSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    sha256 = serializers.CharField()
    added_at = serializers.DateTimeField()


class ProgressSerializer(ProductModelSerializer):
    """One unit's word on one commitment for one quarter."""

    agency = UnitSerializer()
    clause = serializers.CharField(source="commitment.clause.code")
    evidence = EvidenceShownSerializer(many=True)

    class Meta:
        model = ProgressEntry
        fields = [
            "id",
            "commitment",
            "clause",
            "agency",
            "quarter_on",
            "figure",
            "text",
            "state",
            "reason",
            "returns",
            "signed_by_name",
            "submitted_at",
            "judged_by_name",
            "judged_at",
            "evidence",
            "version",
        ]


class CommitmentSerializer(serializers.Serializer):
    """A clause as a duty, with the light of the quarter asked for."""

    id = serializers.IntegerField(source="commitment.pk")
    clause = serializers.CharField(source="commitment.clause.code")
    title = serializers.CharField(source="commitment.clause.title")
    measure = serializers.IntegerField(source="commitment.clause.measure_id")
    lead = serializers.SerializerMethodField()
    supporting = serializers.SerializerMethodField()
    due = serializers.DateField(source="commitment.due_on", allow_null=True)
    rhythm = serializers.CharField(source="commitment.rhythm")
    starts_on = serializers.DateField(source="commitment.starts_on", allow_null=True)
    flags = serializers.ListField(child=serializers.CharField(), source="commitment.gaps")
    note = serializers.CharField(source="commitment.note")
    light = serializers.ChoiceField(DutyLight.choices, allow_null=True)
    progress = ProgressSerializer(many=True, source="entries")
    version = serializers.IntegerField(source="commitment.version")

    @extend_schema_field(UnitSerializer(many=True))
    def get_lead(self, line: Line) -> Any:
        return [UnitSerializer(it.agency).data for it in line.leads]

    @extend_schema_field(UnitSerializer(many=True))
    def get_supporting(self, line: Line) -> Any:
        return [UnitSerializer(it.agency).data for it in line.helpers]


class StartCommitmentsBody(ProductSerializer):
    ids = serializers.ListField(child=serializers.IntegerField(), allow_empty=False)
    on = serializers.DateField()


class ReportProgressBody(ProductSerializer):
    agency = serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.order_by("id"), help_text="责任单位代码"
    )
    quarter_on = serializers.DateField(help_text="季度首日")
    text = serializers.CharField(max_length=1000)
    figure = serializers.DecimalField(16, 2, required=False, allow_null=True, default=None)
    evidence = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), required=False, default=list
    )


class ReturnProgressBody(ProductSerializer):
    reason = serializers.CharField(max_length=300)


class CommitmentFilters(ProductFilterSet):
    agency = filters.CharFilter(field_name="units__agency__code", distinct=True, label="责任单位")
    clause = filters.CharFilter(field_name="clause__code", label="条款")
    measure = filters.NumberFilter(field_name="clause__measure__no", label="措施序号")
    quarter = filters.DateFilter(method="leave", label="季度首日")

    class Meta:
        model = Commitment
        fields: list[str] = []

    def leave(self, rows: Any, name: str, value: Any) -> Any:
        """The quarter says which light is shown, not which rows."""
        return rows


class CommitmentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """任务分解：每个条款的牵头与配合单位、期限、本季灯色与进展。"""

    view_capability = Capability.MEASURE_VIEW
    queryset = Commitment.objects.for_list().order_by()
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilters
    exports = COMMITMENTS
    parser_classes = [JSONParser, MultiPartParser, FormParser]
    extra_parameters = frozenset({"quarter"})

    def _lines(self, rows: Any) -> list[Line]:
        reach = self.access.reach(Capability.MEASURE_VIEW)
        today = timezone.localdate()
        return lines(rows, quarter=quarter_asked(self.request, today), today=today, reach=reach)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(
            CommitmentSerializer(self._lines(page or []), many=True).data
        )

    @extend_schema(parameters=[QUARTER])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        (line,) = self._lines([row])
        return self.versioned(row, CommitmentSerializer(line).data)

    @extend_schema(request=StartCommitmentsBody, responses=CommitmentSerializer(many=True))
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def start(self, request: Request) -> Response:
        """启动任务：自该日所在季度起按季报送。"""
        body = StartCommitmentsBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        rows = starting.start(words["ids"], access=self.access, at=timezone.now(), on=words["on"])
        again = self.get_queryset().filter(pk__in=[row.pk for row in rows]).order_by("pk")
        return Response(CommitmentSerializer(self._lines(again), many=True).data)

    @extend_schema(request=ReportProgressBody, responses={201: ProgressSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def report(self, request: Request, pk: int) -> Response:
        """报送一个季度的进展，可附佐证文件；退回的重报。"""
        self.get_object()
        body = ReportProgressBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        files = [(file.name, file.read()) for file in words.pop("evidence")]
        entry = reporting.report(
            pk,
            access=self.access,
            at=timezone.now(),
            agency_id=words.pop("agency").pk,
            evidence=files,
            **words,
        )
        return Response(_shown(entry), status=201)


class ProgressFilters(ProductFilterSet):
    commitment = filters.NumberFilter(field_name="commitment_id", label="任务编号")
    agency = filters.CharFilter(field_name="agency__code", label="责任单位")
    quarter = filters.DateFilter(field_name="quarter_on", label="季度首日")
    state = filters.ChoiceFilter(choices=ProgressState.choices, label="状态")

    class Meta:
        model = ProgressEntry
        fields: list[str] = []


class ProgressViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """季度进展：责任单位报送，市级审核或退回。"""

    view_capability = Capability.MEASURE_VIEW
    queryset = ProgressEntry.objects.for_list().order_by()
    serializer_class = ProgressSerializer
    filterset_class = ProgressFilters
    exports = PROGRESS

    @extend_schema(request=None, responses=ProgressSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: int) -> Response:
        """审核通过。"""
        self.get_object()
        entry = judging.accept(pk, access=self.access, at=timezone.now())
        return Response(_shown(entry))

    @extend_schema(request=ReturnProgressBody, responses=ProgressSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    def give_back(self, request: Request, pk: int) -> Response:
        """退回，写明理由。"""
        self.get_object()
        body = ReturnProgressBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        entry = judging.give_back(pk, access=self.access, at=timezone.now(), **words)
        return Response(_shown(entry))

    @extend_schema(request=ProgressListBody, responses={201: TakenSerializer})
    @action(
        detail=False,
        methods=["post"],
        url_path="list",
        pagination_class=None,
        filterset_class=None,
        parser_classes=[MultiPartParser],
    )
    def hand_in(self, request: Request) -> Response:
        """按表报送进展：整张表都对才报送，有一行不对则逐行说明，全部不报送。"""
        words = words_of(ProgressListBody, request.data)
        quarter = words.pop("quarter_on")
        taken = take_progress(
            user=request.user,  # type: ignore[arg-type] # nobody comes here unknown
            access=self.access,
            at=timezone.now(),
            quarter=quarter and rules.quarter_of(quarter),
            **words,
        )
        return Response(told(taken), status=201)

    @extend_schema(responses=FILE)
    @action(
        detail=True,
        pagination_class=None,
        filterset_class=None,
        url_path="evidence/<int:evidence_id>",
    )
    def evidence(self, request: Request, pk: int, evidence_id: int) -> StreamingHttpResponse:
        """佐证文件。"""
        found = self.get_object().evidence.select_related("file").filter(pk=evidence_id).first()
        if found is None:
            raise Http404
        return file_response(found.file, self.access)


def quarter_asked(request: Request, today: date) -> date:
    """The quarter of the address, or the one that ended last."""
    text = request.query_params.get("quarter", "")
    try:
        day = date.fromisoformat(text) if text else rules.last_ended(today)
    except ValueError:
        raise InputRefused(Fault("?quarter", "not_a_date", f"“{text}”不是日期")) from None
    return rules.quarter_of(day)


def _shown(entry: ProgressEntry) -> Any:
    return ProgressSerializer(ProgressEntry.objects.for_list().get(pk=entry.pk)).data
