"""Handing tables in over HTTP: periods, what each unit handed in, and what the city did with it."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.reporting.actions import handing, packets
from wuhan_smes.reporting.choices import HandInState, ReportLayout
from wuhan_smes.reporting.layouts import MEDIA
from wuhan_smes.reporting.models import HandIn, HandInStep, ReportPeriod
from wuhan_smes.reporting.packets import LAYOUTS
from wuhan_smes.reporting.runs_book import HAND_INS, PERIODS
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

EXAMPLE: Final = OpenApiExample(
    "10 月的梯度统计表，11 月 5 日前报",
    value={
        "report": "tier-table",
        "name": "2026年10月",
        "params": {"on": "2026-10-31"},
        "due_on": "2026-11-05",
    },
    request_only=True,
)

PACKET_LAYOUT: Final = OpenApiParameter(
    "layout", str, enum=[it.value for it in LAYOUTS], description="文件格式，默认 pdf"
)
PACKETS: Final = {(200, MEDIA[it]): OpenApiTypes.BINARY for it in LAYOUTS}


class PeriodBody(ProductSerializer):
    """What every managing unit is asked for; `params` as the report declares them."""

    report = serializers.CharField(max_length=60)
    name = serializers.CharField(max_length=60)
    params = serializers.DictField(
        child=serializers.CharField(allow_blank=True), required=False, default=dict
    )
    due_on = serializers.DateField()


class PeriodSerializer(ProductModelSerializer):
    """A table asked for."""

    class Meta:
        model = ReportPeriod
        fields = [
            *("id", "report", "title", "name", "params", "said", "due_on"),
            *("opened_at", "opened_by_name"),
        ]


class ReportPeriodViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """报送期：市级要求各管理单位按同样的参数报送一张报表。"""

    view_capability = Capability.REGISTER_EXPORT
    queryset = ReportPeriod.objects.order_by()
    serializer_class = PeriodSerializer
    orderings = {"-id": ("-id",), "id": ("id",)}
    exports = PERIODS

    @extend_schema(request=PeriodBody, responses={201: PeriodSerializer}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        """开设报送期，每个管理单位各有一份待报送。"""
        body = PeriodBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        period = handing.open_period(
            words.pop("report"),
            access=self.access,
            at=timezone.now(),
            words=words.pop("params"),
            **words,
        )
        return Response(PeriodSerializer(period).data, status=status.HTTP_201_CREATED)


class HandInBody(ProductSerializer):
    """The report made for this period; it is sealed now if it is not yet."""

    run_id = serializers.IntegerField()


class SendBackBody(ProductSerializer):
    """What is wrong with the table."""

    reason = serializers.CharField(max_length=400)


class HandInSerializer(ProductModelSerializer):
    """What one unit hands in. `run` was handed in last, `accepted_run` is counted by the city."""

    period = PeriodSerializer()
    jurisdiction = UnitSerializer()
    state_label = serializers.CharField(source="get_state_display")
    run = serializers.IntegerField(source="run_id", allow_null=True)
    accepted_run = serializers.IntegerField(source="accepted_run_id", allow_null=True)

    class Meta:
        model = HandIn
        fields = [
            *("id", "period", "jurisdiction", "state", "state_label", "run", "accepted_run"),
            "version",
        ]


class HandInStepSerializer(ProductModelSerializer):
    """One thing done with it."""

    move_label = serializers.CharField(source="get_move_display")
    run = serializers.IntegerField(source="run_id")

    class Meta:
        model = HandInStep
        fields = ["id", "move", "move_label", "run", "reason", "at", "actor_name"]


class HandInFilters(ProductFilterSet):
    period = filters.NumberFilter(field_name="period_id", label="报送期编号")
    report = filters.CharFilter(field_name="period__report", label="报表代码")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="报送单位代码")
    state = filters.ChoiceFilter(choices=HandInState.choices, label="状态")

    class Meta:
        model = HandIn
        fields: Sequence[str] = []


class HandInViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """报表报送：单位封存并报送，市级复核后退回或接收；接收后的更正另成一版。"""

    view_capability = Capability.REGISTER_EXPORT
    queryset = HandIn.objects.for_list()
    serializer_class = HandInSerializer
    filterset_class = HandInFilters
    orderings = {"-id": ("-id",), "id": ("id",)}
    exports = HAND_INS

    @extend_schema(request=HandInBody, responses=HandInSerializer)
    @action(detail=True, methods=["post"], url_path="hand-in", serializer_class=HandInBody)
    def hand_in(self, request: Request, pk: int) -> Response:
        """封存并报送。"""
        return self._done(handing.hand_in, pk, **self.validated(request))

    @extend_schema(request=SendBackBody, responses=HandInSerializer)
    @action(detail=True, methods=["post"], url_path="send-back", serializer_class=SendBackBody)
    def send_back(self, request: Request, pk: int) -> Response:
        """退回并说明原因。"""
        return self._done(handing.send_back, pk, **self.validated(request))

    @extend_schema(request=None, responses=HandInSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: int) -> Response:
        """接收：自此计入全市汇总。"""
        return self._done(handing.accept, pk)

    @extend_schema(responses=HandInStepSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def steps(self, request: Request, pk: int) -> Response:
        """报送经过，由先到后。"""
        row: HandIn = self.get_object()
        return Response(HandInStepSerializer(row.steps.order_by("at", "pk"), many=True).data)

    @extend_schema(parameters=[PACKET_LAYOUT], responses=PACKETS, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def packet(self, request: Request, pk: int) -> HttpResponse:
        """报送件：函、报表及其更正说明合为一个文件，可直接打印盖章。"""
        self.get_object()
        layout = request.query_params.get("layout", ReportLayout.PDF.value)
        made = packets.take_packet(pk, access=self.access, at=timezone.now(), layout=layout)
        return made.response()  # type: ignore[return-value] # a packet is never streamed

    def _done(self, act: Any, pk: int, **words: Any) -> Response:
        self.get_object()
        act(pk, access=self.access, at=timezone.now(), **words)
        return Response(HandInSerializer(self.get_queryset().get(pk=pk)).data)


ROUTES = (("report-periods", ReportPeriodViewSet), ("hand-ins", HandInViewSet))
