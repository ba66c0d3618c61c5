"""Coming versions over HTTP: edited, proposed, put into force by a second person."""

from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.rulekit.actions import drafts
from wuhan_smes.rulekit.choices import DraftState
from wuhan_smes.rulekit.models import RuleDraft
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer

RULE_DRAFTS: Final = ListExport(
    "rule-drafts",
    "认定规则起草",
    columns_of(
        RuleDraft,
        "code",
        "state",
        "started_at",
        "started_by_name",
        "proposed_at",
        "proposed_by_name",
        "decided_at",
        "decided_by_name",
        "reason",
    ),
)
LINE: Final = OpenApiExample(
    "改一条",
    {
        "line": {
            "code": "H2",
            "role": "hard",
            "kind": "test",
            "name": "上年度营业收入不低于 6000 万元",
            "test": {
                "field": "revenue",
                "op": ">=",
                "value": 6000,
                "unit": "万元",
                "period": "Y-1",
            },
        }
    },
    request_only=True,
)


class RuleDraftSerializer(ProductModelSerializer):
    """A draft; `written` is the whole rule set in the form rules are written in."""

    class Meta:
        model = RuleDraft
        fields = [
            "id",
            "code",
            "base",
            "state",
            "started_at",
            "started_by_name",
            "proposed_at",
            "proposed_by_name",
            "decided_at",
            "decided_by_name",
            "reason",
            "made",
            "version",
            "written",
        ]


class SeenBody(ProductSerializer):
    expected_version = serializers.IntegerField(
        required=False, min_value=1, help_text="所见草稿的 version，不符则拒绝"
    )


class AmendBody(SeenBody):
    heading = serializers.JSONField(required=False, help_text="规则本身的字段，如 name、scoring")
    line = serializers.JSONField(required=False, help_text="一条；同编号的被替换")
    without = serializers.CharField(required=False, max_length=12, help_text="删去的条款编号")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Parts are objects; what is in them the rules' own check refuses with its place."""
        for name in ("heading", "line"):
            if name in attrs and not isinstance(attrs[name], dict):
                raise serializers.ValidationError({name: "应为 JSON 对象"})
        return attrs


class TurnBackBody(SeenBody):
    reason = serializers.CharField(max_length=200)
    for_good = serializers.BooleanField(default=False, help_text="作废；否则退回修改")


class EnactBody(SeenBody):
    document_no = serializers.CharField(max_length=200)
    effective_from = serializers.DateField()


class RuleDraftFilters(ProductFilterSet):
    code = filters.CharFilter(label="代码")
    state = filters.ChoiceFilter(choices=DraftState.choices, label="状态")

    class Meta:
        model = RuleDraft
        fields: list[str] = []


class RuleDraftViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """认定规则的新版本：起草、逐条修改、提交，由提交人以外的负责人施行。"""

    view_capability = Capability.REFERENCE_VIEW
    queryset = RuleDraft.objects.order_by()
    serializer_class = RuleDraftSerializer
    exports = RULE_DRAFTS
    filterset_class = RuleDraftFilters

    @extend_schema(request=AmendBody, responses=RuleDraftSerializer, examples=[LINE])
    @action(detail=True, methods=["post"], serializer_class=AmendBody)
    def amend(self, request: Request, pk: int) -> Response:
        """改规则本身、放入一条、删去一条；一条当即检查，整体在提交时检查。"""
        return self._done(drafts.amend, request, pk)

    @extend_schema(request=SeenBody, responses=RuleDraftSerializer)
    @action(detail=True, methods=["post"], serializer_class=SeenBody)
    def propose(self, request: Request, pk: int) -> Response:
        return self._done(drafts.propose, request, pk)

    @extend_schema(request=TurnBackBody, responses=RuleDraftSerializer)
    @action(detail=True, methods=["post"], url_path="turn-back", serializer_class=TurnBackBody)
    def turn_back(self, request: Request, pk: int) -> Response:
        return self._done(drafts.turn_back, request, pk)

    @extend_schema(request=EnactBody, responses=RuleDraftSerializer)
    @action(detail=True, methods=["post"], serializer_class=EnactBody)
    def enact(self, request: Request, pk: int) -> Response:
        """施行：不得由提交人自己施行。`made` 为所成的版本。"""
        return self._done(drafts.enact, request, pk)

    def _done(self, act: Any, request: Request, pk: int) -> Response:
        words = self.validated(request)
        act(pk, access=self.access, at=timezone.now(), **words)
        return Response(RuleDraftSerializer(RuleDraft.objects.get(pk=pk)).data)
