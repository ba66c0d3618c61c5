"""How many stations, specialists and enterprises in care there were on any day."""

from typing import Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.days import DayField, parameters
from services.queries.stations import Cut, station_counts
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

CUTS: Final = [
    (Cut.JURISDICTION.value, "管理单位"),
    (Cut.STREET.value, "街道"),
    (Cut.KIND.value, "服务站类别"),
]


class StationCountWords(ProductSerializer):
    on = DayField(default=timezone.localdate, help_text="统计日，默认今天")
    by = serializers.ChoiceField(CUTS, default=None, help_text="按什么分列；不填为合计")


class StationCountSerializer(serializers.Serializer):
    key = serializers.CharField(help_text="分列的代码；不分列时为 all，未填写为空")
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    stations = serializers.IntegerField(help_text="当日开放的服务站")
    specialists = serializers.IntegerField(help_text="当日在册的专员")
    enterprises = serializers.IntegerField(help_text="当日有人包联的企业")
    per_station = serializers.FloatField(allow_null=True, help_text="平均每站专员数")


EXAMPLE: Final = OpenApiExample(
    "全市合计",
    value=[
        {
            "key": "all",
            "label": "合计",
            "stations": 668,
            "specialists": 2700,
            "enterprises": 11360,
            "per_station": 4.04,
        }
    ],
    response_only=True,
)


class StationCountViewSet(ScopedViewSet):
    """服务站与专员统计：任意一天，按单位、街道或类别。"""

    view_capability = Capability.STATION_VIEW
    reads_replica = True
    queryset = ServiceStation.objects.order_by()
    pagination_class = None
    extra_parameters = frozenset({"on", "by"})

    @extend_schema(
        parameters=[StationCountWords],
        responses=StationCountSerializer(many=True),
        examples=[EXAMPLE],
    )
    def list(self, request: Request) -> Response:
        words = parameters(StationCountWords, request.query_params)
        by = Cut(words["by"]) if words["by"] else None
        reach = self.access.reach(self.view_capability)
        found = station_counts(reach, on=words["on"], by=by)
        return Response(StationCountSerializer(found, many=True).data)


ROUTES = (("station-counts", StationCountViewSet),)
