"""Rule sets over HTTP: every version with its lines, to read."""

from datetime import date
from typing import Any, Final

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.reporting.expressions import last_day
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.rulekit.actions import drafts
from wuhan_smes.rulekit.api.rule_drafts import RuleDraftSerializer
from wuhan_smes.rulekit.choices import Layer
from wuhan_smes.rulekit.differences import Fate, differences
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.rulekit.models import Criterion, RuleSet
from wuhan_smes.rulekit.queries import rules_of
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer

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
            "clause",
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


class DifferencesAsked(ProductSerializer):
    before = serializers.IntegerField(min_value=1, help_text="原版本的 id")


class SaidSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    before = serializers.CharField()
    after = serializers.CharField()


class DifferenceSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    fate = serializers.ChoiceField([(one.value, one.label) for one in Fate])
    said = SaidSerializer(many=True)


class RetireBody(ProductSerializer):
    last_day = serializers.DateField(help_text="使用至，含当日")
    document_no = serializers.CharField(max_length=200, help_text="停用依据的文件")


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
    extra_parameters = frozenset({"before"})
    orderings = {"code": ("code", "version", "id"), "-id": ("-id",)}

    @extend_schema(responses=WholeRuleSetSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        row: Any = self.get_object()
        lines = RuleLineSerializer(row.criteria.order_by("ordinal"), many=True).data
        return Response({**RuleSetSerializer(row).data, "criteria": lines})

    @extend_schema(
        parameters=[DifferencesAsked], responses=DifferenceSerializer(many=True), filters=False
    )
    @action(detail=True)
    def differences(self, request: Request, pk: int) -> Response:
        """与另一版本逐条比较：`before` 为原版本的 id，本版本为新版本。"""
        asked = DifferencesAsked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        after: Any = self.get_object()
        before = get_object_or_404(self.get_queryset(), pk=asked.validated_data["before"])
        found = differences(rules_of(before), rules_of(after), declared())
        changed = [one for one in found if one.fate is not Fate.SAME]
        return Response(DifferenceSerializer(changed, many=True).data)

    @extend_schema(request=None, responses={201: RuleDraftSerializer})
    @action(detail=True, methods=["post"])
    def draft(self, request: Request, pk: int) -> Response:
        """起草新版本：复制本版本。同一规则同时只有一份草稿。"""
        draft = drafts.start(pk, access=self.access, at=timezone.now())
        return Response(RuleDraftSerializer(draft).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RetireBody, responses={201: RuleDraftSerializer})
    @action(detail=True, methods=["post"], serializer_class=RetireBody)
    def retire(self, request: Request, pk: int) -> Response:
        """提交停用：使用至某日为止，由另一位负责人施行。"""
        words = self.validated(request)
        draft = drafts.retire(pk, access=self.access, at=timezone.now(), **words)
        return Response(RuleDraftSerializer(draft).data, status=status.HTTP_201_CREATED)
