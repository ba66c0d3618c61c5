"""Where enterprises stand and how they stand with the statistics office, as known now."""

from datetime import date

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers

from enterprises.choices import ScaleKind, ScaleStage, Wugu
from enterprises.models import DatedFact, EnterprisePlace, Place, ScaleStatus
from enterprises.reports.enterprise_lists import SCALES, STANDING_PLACES
from enterprises.rules.spans import last_day
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer

TERM = ("valid_from", "valid_to", "source", "recorded_at")


class DatedSerializer(ProductModelSerializer):
    """`valid_to` is the last day it held; null while it holds."""

    valid_from = serializers.DateField(source="during.lower")
    valid_to = serializers.SerializerMethodField()

    def get_valid_to(self, fact: DatedFact) -> date | None:
        until: date | None = fact.during.upper
        return last_day(until)


class PlaceNamed(serializers.ModelSerializer[Place]):
    class Meta:
        model = Place
        fields = ["code", "name"]


class StandingPlaceSerializer(DatedSerializer):
    """One enterprise's street, park, building and cluster for a time."""

    street, park, building, cluster = (PlaceNamed(allow_null=True) for _ in range(4))

    class Meta:
        model = EnterprisePlace
        fields = [
            "id",
            "enterprise",
            "street",
            "park",
            "building",
            "cluster",
            "wugu",
            "address",
            *TERM,
        ]


class ScaleStatusSerializer(DatedSerializer):
    """升规进限: one stage of one enterprise in one register."""

    class Meta:
        model = ScaleStatus
        fields = ["id", "enterprise", "kind", "stage", "year", "confirmed_by", *TERM]


class OfEnterprise(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    on = filters.DateFilter(field_name="during", lookup_expr="contains", label="该日有效的")


class StandingPlaceFilters(OfEnterprise):
    street, park, building, cluster = (
        filters.CharFilter(field_name=f"{slot}__code", label=f"{label}代码")
        for slot, label in (
            ("street", "街道"),
            ("park", "园区"),
            ("building", "楼宇"),
            ("cluster", "产业集群"),
        )
    )
    wugu = filters.ChoiceFilter(choices=Wugu.choices, label="五谷")

    class Meta:
        model = EnterprisePlace
        fields: list[str] = []


class ScaleStatusFilters(OfEnterprise):
    kind = filters.ChoiceFilter(choices=ScaleKind.choices, label="规上类别")
    stage = filters.ChoiceFilter(choices=ScaleStage.choices, label="阶段")
    year = filters.NumberFilter(label="年度")

    class Meta:
        model = ScaleStatus
        fields: list[str] = []


class StandingPlaceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """企业所在街道、园区、楼宇、产业集群与地址，按起止日期。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = EnterprisePlace.objects.current().select_related(
        "street", "park", "building", "cluster"
    )
    serializer_class = StandingPlaceSerializer
    filterset_class = StandingPlaceFilters
    exports = STANDING_PLACES


class ScaleStatusViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """升规进限：入规、稳规、退规企业与临规培育库，按起止日期。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = ScaleStatus.objects.current()
    serializer_class = ScaleStatusSerializer
    filterset_class = ScaleStatusFilters
    exports = SCALES


ROUTES = (
    ("enterprise-places", StandingPlaceViewSet),
    ("scale-statuses", ScaleStatusViewSet),
)
