"""How complete the figures of a year are, by unit."""

from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.days import DayField, parameters
from enterprises.models import Enterprise
from enterprises.queries.completeness import completeness
from enterprises.reports.completeness import usual_year
from wuhan_smes.access import Capability
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

EXAMPLE: Final = OpenApiExample(
    "各单位",
    value=[
        {
            "key": "jiangxia",
            "label": "江夏区",
            "due": 120,
            "told": 96,
            "whole": 80,
            "rate": 0.8,
            "known": {"revenue": 96, "rd_expense": 91},
        }
    ],
    response_only=True,
)


class CompletenessWords(ProductSerializer):
    year = serializers.IntegerField(
        default=usual_year, min_value=1990, max_value=2100, help_text="年度，默认上一年"
    )
    on = DayField(default=timezone.localdate, help_text="称号在哪一天有效，默认今天")


class CompletenessSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="管理单位代码")
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    due = serializers.IntegerField(help_text="应填报：当日持有有效称号的在营企业")
    told = serializers.IntegerField(help_text="已填报任一指标")
    whole = serializers.IntegerField(help_text="关键指标齐全")
    rate = serializers.FloatField(allow_null=True, help_text="填报率；无应填报企业时为 null")
    known = serializers.DictField(child=serializers.IntegerField(), help_text="各关键指标已知家数")


class CompletenessViewSet(ScopedViewSet):
    """年度指标填报情况：各管理单位应填报、已填报与关键指标齐全的家数。"""

    view_capability = Capability.INDICATOR_VIEW
    queryset = Enterprise.objects.order_by()
    pagination_class = None
    extra_parameters = frozenset({"year", "on"})

    @extend_schema(
        parameters=[CompletenessWords],
        responses=CompletenessSerializer(many=True),
        examples=[EXAMPLE],
    )
    def list(self, request: Request) -> Response:
        words = parameters(CompletenessWords, request.query_params)
        found = completeness(reach=self.access.reach(self.view_capability), **words)
        return Response(CompletenessSerializer(found, many=True).data)


ROUTES: Final = (("indicator-completeness", CompletenessViewSet),)
