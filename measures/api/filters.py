"""Filters of the list of measures."""

from django_filters import rest_framework as filters

from measures.choices import Theme
from measures.models import Measure
from measures.querysets import MeasureQuerySet
from wuhan_smes.web.filters import ProductFilterSet


class MeasureFilters(ProductFilterSet):
    document = filters.CharFilter(field_name="document__code", label="文件代码")
    theme = filters.ChoiceFilter(choices=Theme.choices, label="主题")
    flag = filters.CharFilter(method="flagged", label="存疑编号")
    agency = filters.CharFilter(method="of_agency", label="责任单位代码（牵头或配合）")

    class Meta:
        model = Measure
        fields: list[str] = []

    def flagged(self, queryset: MeasureQuerySet, name: str, code: str) -> MeasureQuerySet:
        return queryset.filter(flags__contains=[code])

    def of_agency(self, queryset: MeasureQuerySet, name: str, code: str) -> MeasureQuerySet:
        return queryset.of_agency(code)
