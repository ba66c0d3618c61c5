"""Streets, parks, buildings and clusters over HTTP, by their codes."""

from django_filters import rest_framework as filters
from rest_framework import mixins

from enterprises.choices import PlaceKind
from enterprises.models import Place
from enterprises.reports.vocabulary_lists import PLACES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, UnitSerializer


class PlaceSerializer(ProductModelSerializer):
    """A place that enterprises stand in."""

    jurisdiction = UnitSerializer()

    class Meta:
        model = Place
        fields = ["code", "kind", "name", "jurisdiction", "township_code", "note"]


class PlaceFilters(ProductFilterSet):
    kind = filters.ChoiceFilter(choices=PlaceKind.choices, label="类别")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    q = filters.CharFilter(field_name="name", lookup_expr="contains", label="名称包含")

    class Meta:
        model = Place
        fields: list[str] = []


class PlaceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """街道、园区、楼宇与产业集群。"""

    view_capability = Capability.REFERENCE_VIEW
    queryset = Place.objects.select_related("jurisdiction")
    serializer_class = PlaceSerializer
    exports = PLACES
    filterset_class = PlaceFilters
    lookup_field = "code"
    lookup_value_converter = "slug"
