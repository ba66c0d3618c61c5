"""Titles of enterprises that have moved away, over HTTP."""

from datetime import date

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers

from enterprises.choices import Tier
from enterprises.models import FormerTitle
from enterprises.querysets import FormerTitleQuerySet
from enterprises.reports.title_lists import FORMER_TITLES
from enterprises.rules.spans import last_day
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, UnitSerializer


class FormerTitleSerializer(ProductModelSerializer):
    """A title as its former unit may know it. `held_to` is the last day it counted there."""

    unit = UnitSerializer()
    held_from = serializers.DateField(source="held.lower")
    held_to = serializers.SerializerMethodField()

    class Meta:
        model = FormerTitle
        fields = [
            "id",
            "name",
            "masked_uscc",
            "tier",
            "subclass",
            "unit",
            "held_from",
            "held_to",
            "left_on",
        ]

    def get_held_to(self, title: FormerTitle) -> date | None:
        until: date | None = title.held.upper
        return last_day(until)


class FormerTitleFilters(ProductFilterSet):
    on = filters.DateFilter(method="holding_on", label="该日计入本单位的")
    tier = filters.ChoiceFilter(choices=Tier.choices, method="of_tier", label="梯度")
    jurisdiction = filters.CharFilter(field_name="unit__code", label="当时管理单位代码")

    class Meta:
        model = FormerTitle
        fields: list[str] = []

    def holding_on(self, rows: FormerTitleQuerySet, name: str, day: date) -> FormerTitleQuerySet:
        return rows.holding(on=day)

    def of_tier(self, rows: FormerTitleQuerySet, name: str, tier: str) -> FormerTitleQuerySet:
        return rows.of_tier(tier)


class FormerTitleViewSet(mixins.ListModelMixin, ExportedViewSet):
    """已迁出企业当时在本单位期间持有的称号；部分隐去，现状不在其中。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = FormerTitle.objects.select_related("unit").order_by()
    serializer_class = FormerTitleSerializer
    exports = FORMER_TITLES
    filterset_class = FormerTitleFilters
    orderings = {"-left_on": ("-left_on", "-id"), "left_on": ("left_on", "id")}
