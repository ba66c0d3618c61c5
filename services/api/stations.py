"""Service stations over HTTP."""

from django_filters import rest_framework as filters
from rest_framework import mixins

from wuhan_smes.access import Capability
from wuhan_smes.accounts.api.lists import STATIONS
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, UnitSerializer


class StationSerializer(ProductModelSerializer):
    """A point of service; `closed_on` is null while it is open."""

    jurisdiction = UnitSerializer()

    class Meta:
        model = ServiceStation
        fields = ["code", "name", "jurisdiction", "address", "opened_on", "closed_on"]


class StationFilters(ProductFilterSet):
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")

    class Meta:
        model = ServiceStation
        fields: list[str] = []


class StationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """服务站。"""

    view_capability = Capability.REFERENCE_VIEW
    queryset = ServiceStation.objects.select_related("jurisdiction")
    serializer_class = StationSerializer
    exports = STATIONS
    filterset_class = StationFilters
    lookup_field = "code"
    lookup_value_converter = "slug"


ROUTES = (("stations", StationViewSet),)
