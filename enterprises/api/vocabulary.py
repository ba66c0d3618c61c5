"""Chains and industries over HTTP, by their codes."""

from datetime import date

from django_filters import rest_framework as filters
from rest_framework import mixins, serializers

from enterprises.models import Industry, IndustryChain
from enterprises.reports.vocabulary_lists import CHAINS, INDUSTRIES
from enterprises.rules.spans import last_day
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer


class ChainSerializer(ProductModelSerializer):
    """A chain of one version of the tree. Without `valid_from` its document is not in force yet."""

    parent = serializers.CharField(  # type: ignore[assignment] # a field's own `parent` is another thing
        source="parent.code", default=None
    )
    valid_to = serializers.SerializerMethodField()
    continued_by = serializers.SerializerMethodField()

    class Meta:
        model = IndustryChain
        fields = [
            "code",
            "name",
            "version",
            "group",
            "parent",
            "valid_from",
            "valid_to",
            "continued_by",
        ]

    def get_valid_to(self, chain: IndustryChain) -> date | None:
        return last_day(chain.valid_until)

    def get_continued_by(self, chain: IndustryChain) -> list[str]:
        """Codes of the chains of a later version that continue this one."""
        return sorted(mapping.later.code for mapping in chain.continued_by.all())


class IndustrySerializer(ProductModelSerializer):
    """A class of GB/T 4754—2017; the code carries its section letter."""

    parent = serializers.CharField(  # type: ignore[assignment] # a field's own `parent` is another thing
        source="parent.code", default=None
    )

    class Meta:
        model = Industry
        fields = ["code", "name", "level", "parent"]


class ChainFilters(ProductFilterSet):
    version = filters.CharFilter(label="版本")

    class Meta:
        model = IndustryChain
        fields: list[str] = []


class IndustryFilters(ProductFilterSet):
    q = filters.CharFilter(field_name="name", lookup_expr="contains", label="名称包含")
    level = filters.ChoiceFilter(
        choices=[(1, "门类"), (2, "大类"), (3, "中类"), (4, "小类")], label="级别"
    )
    parent = filters.CharFilter(field_name="parent__code", label="上级代码")

    class Meta:
        model = Industry
        fields: list[str] = []


class ChainViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """Both versions of the chains, with how the earlier maps to the later."""

    view_capability = Capability.REFERENCE_VIEW
    queryset = IndustryChain.objects.select_related("parent").prefetch_related(
        "continued_by__later"
    )
    serializer_class = ChainSerializer
    exports = CHAINS
    filterset_class = ChainFilters
    lookup_field = "code"
    lookup_value_converter = "slug"


class IndustryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """The national classification of industries."""

    view_capability = Capability.REFERENCE_VIEW
    queryset = Industry.objects.select_related("parent")
    serializer_class = IndustrySerializer
    exports = INDUSTRIES
    filterset_class = IndustryFilters
    orderings = {"code": ("code", "id"), "-code": ("-code", "-id")}
    lookup_field = "code"
    lookup_value_converter = "slug"


ROUTES = (("chains", ChainViewSet), ("industries", IndustryViewSet))
