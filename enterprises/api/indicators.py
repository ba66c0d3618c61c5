"""Figures over HTTP: as known now; recorded and corrected, never overwritten. Amounts in 元."""

from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import annual_indicators, period_indicators
from enterprises.choices import PeriodBasis, PeriodKind
from enterprises.models import ANNUAL, PERIODIC, AnnualIndicators, PeriodIndicators
from enterprises.reports.indicator_lists import ANNUAL_INDICATORS, PERIOD_INDICATORS
from enterprises.rules.periods import YEARS, Period, parse_period
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

BESIDE: Final = ("source", "evidence")
OPEN: Final[dict[str, Any]] = {"required": False}
YEAR_EXAMPLE: Final = OpenApiExample(
    "登记年度指标",
    {
        "enterprise": 1024,
        "year": 2025,
        "revenue": "56000000.00",
        "rd_expense": "2400000.00",
        "evidence": "2025 年度审计报告",
    },
    request_only=True,
)
MONTH_EXAMPLE: Final = OpenApiExample(
    "登记月度指标",
    {"enterprise": 1024, "period": "2026-03", "basis": "current", "revenue": "4800000.00"},
    request_only=True,
)


class AnnualIndicatorsSerializer(ProductModelSerializer):
    """The figures of one enterprise for one year; null is unknown, never nought."""

    class Meta:
        model = AnnualIndicators
        fields = ["id", "enterprise", "year", "as_of", *BESIDE, "recorded_at", *ANNUAL]


class AnnualBody(ProductModelSerializer):
    enterprise = serializers.IntegerField(help_text="企业编号")

    class Meta:
        model = AnnualIndicators
        fields = ["enterprise", "year", "as_of", *BESIDE, *ANNUAL]
        extra_kwargs = dict.fromkeys(ANNUAL, OPEN)
        validators: list[object] = []


class CorrectAnnualBody(AnnualBody):
    reason = serializers.CharField(max_length=180)

    class Meta(AnnualBody.Meta):
        fields = ["enterprise", "year", "reason", *ANNUAL]


class PeriodIndicatorsSerializer(ProductModelSerializer):
    """The figures of one enterprise for a month or a quarter; null is unknown."""

    period = serializers.SerializerMethodField()

    class Meta:
        model = PeriodIndicators
        fields = [
            "id",
            "enterprise",
            "period",
            "basis",
            *BESIDE,
            "explanation",
            "recorded_at",
            *PERIODIC,
        ]

    @extend_schema_field(serializers.CharField(help_text="2026-03 或 2026-Q1"))
    def get_period(self, row: PeriodIndicators) -> str:
        return str(Period(PeriodKind(row.kind), row.during.lower))


class PeriodBody(ProductModelSerializer):
    enterprise = serializers.IntegerField(help_text="企业编号")
    period = serializers.CharField(max_length=20, help_text="2026-03 或 2026-Q1")
    basis = serializers.ChoiceField(PeriodBasis.choices, default=PeriodBasis.CURRENT)

    class Meta:
        model = PeriodIndicators
        fields = ["enterprise", "period", "basis", *BESIDE, "explanation", *PERIODIC]
        extra_kwargs = dict.fromkeys(PERIODIC, OPEN)
        validators: list[object] = []


class CorrectPeriodBody(PeriodBody):
    reason = serializers.CharField(max_length=180)

    class Meta(PeriodBody.Meta):
        fields = ["enterprise", "period", "basis", "reason", *PERIODIC]


class AnnualFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    year = filters.NumberFilter(label="年度")

    class Meta:
        model = AnnualIndicators
        fields: list[str] = []


class PeriodFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    kind = filters.ChoiceFilter(choices=PeriodKind.choices, label="周期")
    basis = filters.ChoiceFilter(choices=PeriodBasis.choices, label="口径")
    year = filters.NumberFilter(
        field_name="during__startswith__year",
        label="年度",
        min_value=YEARS.start,
        max_value=YEARS.stop - 1,
    )

    class Meta:
        model = PeriodIndicators
        fields: list[str] = []


class AnnualIndicatorsViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """年度指标。金额单位为元；未知为 null，不为 0。"""

    view_capability = Capability.INDICATOR_VIEW
    queryset = AnnualIndicators.objects.current().order_by()
    serializer_class = AnnualIndicatorsSerializer
    filterset_class = AnnualFilters
    exports = ANNUAL_INDICATORS

    @extend_schema(
        request=AnnualBody, responses={201: AnnualIndicatorsSerializer}, examples=[YEAR_EXAMPLE]
    )
    def create(self, request: Request) -> Response:
        """登记：只写已知的指标，其余保持原值。"""
        words = _words(self, request, AnnualBody, ANNUAL)
        row = annual_indicators.record(
            words.pop("enterprise"), access=self.access, at=timezone.now(), **words
        )
        return Response(AnnualIndicatorsSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=CorrectAnnualBody, responses=AnnualIndicatorsSerializer)
    @action(detail=False, methods=["post"])
    def correct(self, request: Request) -> Response:
        """更正：值为 null 即撤回为未知；此前所知仍留存。全部撤回时返回 204。"""
        words = _words(self, request, CorrectAnnualBody, ANNUAL)
        row = annual_indicators.correct(
            words.pop("enterprise"), access=self.access, at=timezone.now(), **words
        )
        if row is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(AnnualIndicatorsSerializer(row).data)


class PeriodIndicatorsViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """月度与季度运行指标。金额单位为元；未知为 null，不为 0。"""

    view_capability = Capability.INDICATOR_VIEW
    queryset = PeriodIndicators.objects.current().order_by()
    serializer_class = PeriodIndicatorsSerializer
    filterset_class = PeriodFilters
    exports = PERIOD_INDICATORS

    @extend_schema(
        request=PeriodBody, responses={201: PeriodIndicatorsSerializer}, examples=[MONTH_EXAMPLE]
    )
    def create(self, request: Request) -> Response:
        """登记：只写已知的指标，其余保持原值。"""
        words = _words(self, request, PeriodBody, PERIODIC)
        row = period_indicators.record(
            words.pop("enterprise"), access=self.access, at=timezone.now(), **words
        )
        return Response(PeriodIndicatorsSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=CorrectPeriodBody, responses=PeriodIndicatorsSerializer)
    @action(detail=False, methods=["post"])
    def correct(self, request: Request) -> Response:
        """更正：值为 null 即撤回为未知；此前所知仍留存。全部撤回时返回 204。"""
        words = _words(self, request, CorrectPeriodBody, PERIODIC)
        row = period_indicators.correct(
            words.pop("enterprise"), access=self.access, at=timezone.now(), **words
        )
        if row is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(PeriodIndicatorsSerializer(row).data)


def _words(view: ScopedViewSet, request: Request, body: Any, columns: Any) -> dict[str, Any]:
    """The body's words for an action: figures under `values`, a period as a value."""
    serializer = body(data=request.data, context=view.get_serializer_context())
    serializer.is_valid(raise_exception=True)
    said = dict(serializer.validated_data)
    values = {name: said.pop(name) for name in list(said) if name in columns}
    if "period" in said:
        said["period"] = parse_period(said["period"])
    return {**said, "values": values}


ROUTES: Final = (
    ("annual-indicators", AnnualIndicatorsViewSet),
    ("period-indicators", PeriodIndicatorsViewSet),
)
