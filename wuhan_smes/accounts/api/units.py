"""Managing units and responsible agencies over HTTP, by their codes."""

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers

from wuhan_smes.access import Capability
from wuhan_smes.accounts.api.lists import AGENCIES, UNITS
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.accounts.models.unit import AgencyKind, JurisdictionKind
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, UnitSerializer


class JurisdictionSerializer(ProductModelSerializer):
    """A unit with the names lists use for it. Functional zones have no `statutory_code`."""

    parent = serializers.CharField(  # type: ignore[assignment] # a field's own `parent` is another thing
        source="parent.code", default=None
    )
    kind_label = serializers.CharField(source="get_kind_display")

    class Meta:
        model = Jurisdiction
        fields = [
            "code",
            "name",
            "short",
            "kind",
            "kind_label",
            "parent",
            "statutory_code",
            "aliases",
        ]


class AgencySerializer(ProductModelSerializer):
    """A responsible unit; a district government belongs to its managing unit."""

    jurisdiction = UnitSerializer()
    kind_label = serializers.CharField(source="get_kind_display")

    class Meta:
        model = Agency
        fields = ["code", "name", "kind", "kind_label", "jurisdiction", "aliases"]


class JurisdictionFilters(ProductFilterSet):
    kind = filters.ChoiceFilter(choices=JurisdictionKind.choices, label="类别")

    class Meta:
        model = Jurisdiction
        fields: list[str] = []


class AgencyFilters(ProductFilterSet):
    kind = filters.ChoiceFilter(choices=AgencyKind.choices, label="类别")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")

    class Meta:
        model = Agency
        fields: list[str] = []


class JurisdictionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """The city and its 15 managing units."""

    view_capability = Capability.REFERENCE_VIEW
    queryset = Jurisdiction.objects.select_related("parent")
    serializer_class = JurisdictionSerializer
    exports = UNITS
    filterset_class = JurisdictionFilters
    orderings = {"order": ("display_order", "id"), "-order": ("-display_order", "-id")}
    lookup_field = "code"
    lookup_value_converter = "slug"


class AgencyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """The responsible units of the measures."""

    view_capability = Capability.REFERENCE_VIEW
    queryset = Agency.objects.select_related("jurisdiction")
    serializer_class = AgencySerializer
    exports = AGENCIES
    filterset_class = AgencyFilters
    orderings = {"order": ("display_order", "id"), "-order": ("-display_order", "-id")}
    lookup_field = "code"
    lookup_value_converter = "slug"


ROUTES = (("jurisdictions", JurisdictionViewSet), ("agencies", AgencyViewSet))
