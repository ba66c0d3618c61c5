"""Running monitoring over HTTP: rounds, what is asked, how complete it is, how figures grew."""

from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import monitoring
from enterprises.api.cultivation_bodies import EnterpriseNamed
from enterprises.api.indicators import PeriodIndicatorsSerializer
from enterprises.choices import PeriodBasis, PeriodKind, Tier
from enterprises.models import (
    PERIODIC,
    JumpThreshold,
    MonitoringRound,
    PeriodIndicators,
    PeriodReport,
)
from enterprises.queries.monitoring import arrivals
from enterprises.queries.monitoring_trends import BY, periods_until, trends
from enterprises.reports.monitoring import JUMP_THRESHOLDS, REPORTS_CHASED, ROUNDS
from enterprises.rules.periods import parse_period
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

OPEN: Final[dict[str, Any]] = {"required": False}
ROUND: Final = OpenApiExample(
    "开启一期",
    {
        "period": "2026-10",
        "due_on": "2026-11-15",
        "tiers": ["srdi_sme", "little_giant"],
        "document": "示例通知",
    },
    request_only=True,
)


class RoundSerializer(ProductModelSerializer):
    period = serializers.CharField(help_text="2026-03 或 2026-Q1")

    class Meta:
        model = MonitoringRound
        fields = [
            "id",
            "period",
            "kind",
            "basis",
            "first",
            "due_on",
            "tiers",
            "document",
            "opened_at",
            "opened_by_name",
        ]


class RoundBody(ProductSerializer):
    period = serializers.CharField(max_length=20, help_text="2026-03 或 2026-Q1")
    basis = serializers.ChoiceField(PeriodBasis.choices, default=PeriodBasis.CURRENT)
    due_on = serializers.DateField()
    tiers = serializers.ListField(child=serializers.ChoiceField(Tier.choices), min_length=1)
    document = serializers.CharField(max_length=200)


class ArrivalsSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="管理单位代码")
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    due = serializers.IntegerField(help_text="应报")
    got = serializers.IntegerField(help_text="已报")
    missing = serializers.IntegerField(help_text="未报")
    late = serializers.IntegerField(help_text="已报中过了截止日的")
    rate = serializers.FloatField(allow_null=True)


class RoundViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """运行监测期：一个月或一个季度，向期末持有所列称号的在营企业征集运行指标。"""

    view_capability = Capability.INDICATOR_VIEW
    queryset = MonitoringRound.objects.order_by()
    serializer_class = RoundSerializer
    exports = ROUNDS
    orderings = {"-id": ("-id",), "id": ("id",)}

    @extend_schema(request=RoundBody, responses={201: RoundSerializer}, examples=[ROUND])
    def create(self, request: Request) -> Response:
        """开启一期（市级）。"""
        body = RoundBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = {**body.validated_data, "period": parse_period(body.validated_data["period"])}
        opened = monitoring.open_round(access=self.access, at=timezone.now(), **words)
        return Response(RoundSerializer(opened).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=ArrivalsSerializer(many=True), filters=False)
    @action(detail=True)
    def arrivals(self, request: Request, pk: int) -> Response:
        """各管理单位应报、已报、未报和逾期报送的家数。"""
        row: Any = self.get_object()
        found = arrivals([row], reach=self.access.reach(self.view_capability))
        return Response(ArrivalsSerializer(found, many=True).data)


class ReportSerializer(ProductModelSerializer):
    enterprise = EnterpriseNamed()
    jurisdiction = UnitSerializer()

    class Meta:
        model = PeriodReport
        fields = [
            "id",
            "round",
            "enterprise",
            "jurisdiction",
            "station",
            "got_at",
            "reminded_at",
            "chased_at",
        ]


class FillBody(ProductModelSerializer):
    """Amounts in 元; what is left out is not known."""

    class Meta:
        model = PeriodIndicators
        fields = ["explanation", *PERIODIC]
        extra_kwargs = dict.fromkeys(PERIODIC, OPEN)
        validators: list[object] = []


class ReportFilters(ProductFilterSet):
    round = filters.NumberFilter(field_name="round_id", label="监测期编号")
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    waiting = filters.BooleanFilter(field_name="got_at", lookup_expr="isnull", label="尚未收到")

    class Meta:
        model = PeriodReport
        fields: list[str] = []


class ReportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """运行监测报送：每家企业每期一条；服务站看到并代填自己包联企业的。"""

    view_capability = Capability.INDICATOR_FILL
    queryset = PeriodReport.objects.select_related("enterprise", "jurisdiction").order_by()
    serializer_class = ReportSerializer
    exports = REPORTS_CHASED
    filterset_class = ReportFilters

    @extend_schema(request=FillBody, responses={201: PeriodIndicatorsSerializer})
    @action(detail=True, methods=["post"], serializer_class=FillBody)
    def fill(self, request: Request, pk: int) -> Response:
        """代企业填报。与上期或上年同期相差超过界限的，须附 explanation。"""
        words = self.validated(request)
        explanation = words.pop("explanation", "")
        row = monitoring.fill(
            pk, access=self.access, at=timezone.now(), values=words, explanation=explanation
        )
        return Response(PeriodIndicatorsSerializer(row).data, status=status.HTTP_201_CREATED)


class ThresholdSerializer(ProductModelSerializer):
    class Meta:
        model = JumpThreshold
        fields = ["id", "code", "indicator", "against", "rise", "fall", "least", "source"]


class ThresholdViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """异动界限：运行指标比上期或上年同期变动超过多少须说明。"""

    view_capability = Capability.REFERENCE_VIEW
    queryset = JumpThreshold.objects.order_by()
    serializer_class = ThresholdSerializer
    exports = JUMP_THRESHOLDS


class TrendWords(ProductSerializer):
    indicator = serializers.ChoiceField([(it.name, it.label) for it in PERIODIC.values()])
    period = serializers.CharField(max_length=20, help_text="最后一期：2026-03 或 2026-Q1")
    by = serializers.ChoiceField(list(BY.items()), default="all")
    periods = serializers.IntegerField(default=1, min_value=1, max_value=24, help_text="几期")


class TrendSerializer(serializers.Serializer[Any]):
    first = serializers.DateField(help_text="期间首日")
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    told = serializers.IntegerField(help_text="本期已报家数")
    count = serializers.IntegerField(help_text="两期都已报的家数")
    now = serializers.DecimalField(20, 2, allow_null=True)
    before = serializers.DecimalField(20, 2, allow_null=True)
    growth = serializers.DecimalField(20, 1, allow_null=True, help_text="同比，%")


class TrendViewSet(ScopedViewSet):
    """运行指标同比：只比两期都已报送的同一批企业；少于 3 家的不列数值。"""

    view_capability = Capability.INDICATOR_VIEW
    queryset = PeriodIndicators.objects.order_by()
    pagination_class = None
    extra_parameters = frozenset({"indicator", "period", "by", "periods"})

    @extend_schema(parameters=[TrendWords], responses=TrendSerializer(many=True))
    def list(self, request: Request) -> Response:
        asked = TrendWords(data=request.query_params)
        asked.is_valid(raise_exception=True)
        words = asked.validated_data
        period = parse_period(words["period"])
        found = trends(
            self.access.reach(self.view_capability),
            indicator=words["indicator"],
            kind=PeriodKind(period.kind),
            firsts=periods_until(PeriodKind(period.kind), period.first, words["periods"]),
            by=words["by"],
        )
        return Response(TrendSerializer([_shown(one) for one in found], many=True).data)


def _shown(one: Any) -> dict[str, Any]:
    panel = one.panel
    amounts = (None, None) if panel.hidden else (panel.now, panel.before)
    return {
        "first": one.first,
        "key": one.key,
        "label": one.label,
        "told": panel.told,
        "count": panel.count,
        "now": amounts[0],
        "before": amounts[1],
        "growth": panel.growth,
    }


ROUTES: Final = (
    ("monitoring-rounds", RoundViewSet),
    ("period-reports", ReportViewSet),
    ("jump-thresholds", ThresholdViewSet),
    ("monitoring-trends", TrendViewSet),
)
