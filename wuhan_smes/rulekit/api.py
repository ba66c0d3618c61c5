"""Rule sets over HTTP: every version with its lines, to read."""

from datetime import date
from typing import Any, Final

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.reporting.expressions import last_day
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.rulekit.choices import Layer
from wuhan_smes.rulekit.models import Criterion, RuleSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer

RULE_SETS: Final = ListExport(
    "rule-sets",
    "认定规则",
    columns_of(
        RuleSet,
        "code",
        "version",
        "layer",
        "overrides",
        "tier",
        "name",
        "document_no",
        "recogniser",
        "scope",
        "effective_from",
        Shown("施行至", last_day("effective_until"), "date", 12),
        "source",
    ),
)


class RuleLineSerializer(ProductModelSerializer):
    """One line as the document orders them; `test` and `bands` in the written form of rules."""

    max = serializers.DecimalField(6, 2, source="max_points", allow_null=True)

    class Meta:
        model = Criterion
        fields = [
            "code",
            "name",
            "change",
            "role",
            "kind",
            "test",
            "exempt_if",
            "bands",
            "part",
            "max",
            "alternative_group",
            "judgement_field",
            "points_field",
            "applies_to",
            "subclass",
            "manual_check",
            "note",
        ]


class RuleSetSerializer(ProductModelSerializer):
    """The head of one version."""

    effective_to = serializers.SerializerMethodField()

    class Meta:
        model = RuleSet
        fields = [
            "id",
            "code",
            "version",
            "layer",
            "overrides",
            "tier",
            "name",
            "document_no",
            "related_documents",
            "recogniser",
            "scope",
            "effective_from",
            "effective_to",
            "uses",
            "valid_months",
            "passing",
            "scoring",
            "terms",
            "source",
        ]

    def get_effective_to(self, one: RuleSet) -> date | None:
        """The last day it is in force."""
        until = one.effective_until
        return None if until is None else date.fromordinal(until.toordinal() - 1)


class WholeRuleSetSerializer(RuleSetSerializer):
    """One version with its lines."""

    criteria = RuleLineSerializer(many=True)

    class Meta(RuleSetSerializer.Meta):
        fields = [*RuleSetSerializer.Meta.fields, "criteria"]


class RuleSetFilters(ProductFilterSet):
    code = filters.CharFilter(label="代码")
    tier = filters.CharFilter(label="梯度代码")
    layer = filters.ChoiceFilter(choices=Layer.choices, label="层级")

    class Meta:
        model = RuleSet
        fields: list[str] = []


class RuleSetViewSet(mixins.ListModelMixin, ExportedViewSet):
    """认定规则的全部版本：国家办法、省级细则与年度通知。改规则即出新版本，旧版本不变。"""

    view_capability = Capability.REFERENCE_VIEW
    queryset = RuleSet.objects.order_by()
    serializer_class = RuleSetSerializer
    exports = RULE_SETS
    filterset_class = RuleSetFilters
    orderings = {"code": ("code", "version", "id"), "-id": ("-id",)}

    @extend_schema(responses=WholeRuleSetSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        row: Any = self.get_object()
        lines = RuleLineSerializer(row.criteria.order_by("ordinal"), many=True).data
        return Response({**RuleSetSerializer(row).data, "criteria": lines})


ROUTES: Final = (("rule-sets", RuleSetViewSet),)
