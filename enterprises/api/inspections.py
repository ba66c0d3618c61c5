"""双随机抽查 over HTTP: the draw with what is needed to repeat it, and the results."""

from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import inspections
from enterprises.api.bodies import example
from enterprises.api.cultivation_bodies import TIERS, EnterpriseNamed
from enterprises.api.days import DayField
from enterprises.choices import InspectionResult
from enterprises.models import DrawnEnterprise, InspectionDraw
from enterprises.reports.inspection_lists import DRAWN, DRAWS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer


class DrawSerializer(ProductModelSerializer):
    """A draw; seed, list and fingerprint let anybody repeat it."""

    class Meta:
        model = InspectionDraw
        fields = [
            "id",
            "title",
            "tier",
            "on",
            "seed",
            "population",
            "fingerprint",
            "count",
            "inspectors",
            "each",
            "drawn_at",
            "drawn_by_name",
        ]


class DrawnSerializer(ProductModelSerializer):
    enterprise = EnterpriseNamed()
    jurisdiction = UnitSerializer()

    class Meta:
        model = DrawnEnterprise
        fields = [
            "id",
            "draw",
            "position",
            "enterprise",
            "jurisdiction",
            "code",
            "inspectors",
            "result",
            "checked_on",
            "note",
            "recorded_by_name",
            "version",
        ]


@example(
    {
        "title": "2026 年小巨人抽查",
        "tier": "little_giant",
        "on": "2026-11-01",
        "seed": "2026131-0714212833",
        "count": 20,
        "inspectors": ["甲", "乙", "丙"],
        "each": 2,
    }
)
class DrawBody(ProductSerializer):
    title = serializers.CharField(max_length=120)
    tier = serializers.ChoiceField(TIERS)
    on = DayField(help_text="当日持有称号的在营企业为名单")
    seed = serializers.CharField(max_length=120, help_text="事先公布的随机数，如开奖号码")
    count = serializers.IntegerField(min_value=1, max_value=10_000)
    inspectors = serializers.ListField(
        child=serializers.CharField(max_length=60), min_length=1, max_length=500
    )
    each = serializers.IntegerField(min_value=1, max_value=9, default=2)


@example({"result": "fit", "checked_on": "2026-11-20", "note": ""})
class FindBody(ProductSerializer):
    result = serializers.ChoiceField(InspectionResult.choices)
    checked_on = DayField()
    note = serializers.CharField(max_length=200, default="", allow_blank=True)


class DrawnFilters(ProductFilterSet):
    draw = filters.NumberFilter(field_name="draw_id", label="抽查编号")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    result = filters.ChoiceFilter(choices=InspectionResult.choices, label="检查结果")

    class Meta:
        model = DrawnEnterprise
        fields: list[str] = []


class DrawViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """双随机抽查。按企业代码的 SHA-256（种子、换行、代码）从小到大抽取，任何人可复算。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = InspectionDraw.objects.order_by()
    serializer_class = DrawSerializer
    exports = DRAWS
    orderings = {"-id": ("-id",), "id": ("id",)}

    @extend_schema(request=DrawBody, responses={201: DrawSerializer})
    def create(self, request: Request) -> Response:
        """抽取一次；同一梯度同一天的名单不能重抽。"""
        body = DrawBody(data=request.data)
        body.is_valid(raise_exception=True)
        made = inspections.draw(access=self.access, at=timezone.now(), **body.validated_data)
        return Response(DrawSerializer(made).data, status=status.HTTP_201_CREATED)


class DrawnViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """抽中的企业与检查结果，只含本人管理范围内的。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = DrawnEnterprise.objects.for_list().order_by()
    serializer_class = DrawnSerializer
    filterset_class = DrawnFilters
    exports = DRAWN

    @extend_schema(request=FindBody, responses=DrawnSerializer)
    @action(detail=True, methods=["post"])
    def find(self, request: Request, pk: int) -> Response:
        """登记检查结果。"""
        self.get_object()
        body = FindBody(data=request.data)
        body.is_valid(raise_exception=True)
        words: dict[str, Any] = dict(body.validated_data)
        inspections.find(pk, access=self.access, at=timezone.now(), **words)
        return self.retrieve(request, pk=pk)


ROUTES: Final = (("inspection-draws", DrawViewSet), ("drawn-enterprises", DrawnViewSet))
