"""Promised numbers and the plans to reach them over HTTP."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.assessment_bodies import ShortEnterpriseSerializer
from enterprises.api.days import DayField, parameters
from enterprises.choices import Tier
from enterprises.models import TierTarget
from measures.actions import targets
from measures.choices import GlideShape, ShareBy, ShareOf, TargetSource
from measures.models import Clause, TargetPlan
from measures.queries.targets.closing import closers
from measures.queries.targets.glide import shares, way, whole
from measures.queries.targets.progress import lines
from measures.reports.targets import PLANS
from measures.rules.sharing import NOT_HANDED_DOWN
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

MOST = 200


class OnWords(ProductSerializer):
    on = DayField(default=timezone.localdate, help_text="统计日期，默认今天")


class ShareWords(OnWords):
    of = serializers.ChoiceField(ShareOf.choices, default=ShareOf.UNIT, help_text="按单位或产业链")


class CandidateWords(ShareWords):
    key = serializers.CharField(
        required=False, default="", help_text="管理单位或产业链代码；空为未归类的产业链"
    )


class TargetLineSerializer(serializers.Serializer):
    """一个写明数字的条款，与当日数并列。"""

    clause = serializers.CharField(source="clause.code")
    title = serializers.CharField(source="clause.title")
    wanted = serializers.DecimalField(12, 2, source="clause.value")
    unit = serializers.CharField(source="clause.unit")
    due_on = serializers.DateField(source="clause.due_on")
    flags = serializers.ListField(child=serializers.CharField(), source="clause.flags")
    source = serializers.ChoiceField(TargetSource.choices)  # type: ignore[assignment] # a field's own `source` is another thing
    on = serializers.DateField()
    value = serializers.DecimalField(16, 2, allow_null=True, help_text="看不到全范围时为空")
    rate = serializers.DecimalField(8, 1, allow_null=True, help_text="完成率(%)")
    definition = serializers.CharField()
    counted_by = serializers.CharField(help_text="计算项；空为报送")
    target = serializers.CharField(source="target.code", default=None)


class TargetProgressViewSet(ScopedViewSet):
    """措施目标：13 个写明数字的条款，由计算、台账或报送得数。"""

    view_capability = Capability.MEASURE_VIEW
    reads_replica = True
    queryset = Clause.objects.order_by()
    serializer_class = TargetLineSerializer
    pagination_class = None
    filter_backends = []
    extra_parameters = frozenset({"on"})

    @extend_schema(parameters=[OnWords], responses=TargetLineSerializer(many=True))
    def list(self, request: Request) -> Response:
        on = parameters(OnWords, request.query_params)["on"]
        found = lines(on=on, reach=self.access.reach(self.view_capability))
        return Response(TargetLineSerializer(found, many=True).data)


class TargetPlanSerializer(ProductModelSerializer):
    target = serializers.CharField(source="target.code")
    label = serializers.CharField(source="target.label")  # type: ignore[assignment] # a field's own `label` is another thing

    class Meta:
        model = TargetPlan
        fields = [
            "id",
            "target",
            "label",
            "edition",
            "opening_on",
            "opening",
            "due_on",
            "value",
            "shape",
            "months",
            "review_percent",
            "share_by",
            "definition",
            "set_by_name",
            "set_at",
        ]


class TargetPlanBody(ProductSerializer):
    target = serializers.SlugRelatedField(
        slug_field="code", queryset=TierTarget.objects.order_by("id"), help_text="目标代码"
    )
    definition = serializers.CharField(max_length=300)
    shape = serializers.ChoiceField(GlideShape.choices, required=False)
    share_by = serializers.ChoiceField(ShareBy.choices, required=False)
    review_percent = serializers.IntegerField(min_value=0, max_value=100, required=False)
    opening_on = DayField(required=False, allow_null=True)
    months = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=100), required=False
    )


class StandingSerializer(serializers.Serializer):
    """计划或其一份在统计日的情况。"""

    key = serializers.CharField(help_text="管理单位或产业链代码；all 为全市，空为未归类")
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    opening = serializers.IntegerField()
    value = serializers.IntegerField(help_text="目标值")
    planned = serializers.IntegerField(help_text="当日应达")
    held = serializers.IntegerField(help_text="当日数")
    missing = serializers.IntegerField(help_text="还差")
    ending = serializers.IntegerField(help_text="目标日之前期满的持有企业")
    new_a_year = serializers.IntegerField(help_text="近一年新认定")
    expected = serializers.IntegerField(help_text="预计到期时")


class StationSerializer(serializers.Serializer):
    on = serializers.DateField()
    planned = serializers.IntegerField()
    held = serializers.IntegerField(allow_null=True)
    expected = serializers.IntegerField(allow_null=True)


class WaySerializer(serializers.Serializer):
    """推进路径；看不到全市的人没有。"""

    whole = StandingSerializer(allow_null=True)
    stations = StationSerializer(many=True)


class TargetCandidateSerializer(serializers.Serializer):
    enterprise = ShortEnterpriseSerializer()
    jurisdiction = UnitSerializer(source="enterprise.jurisdiction")
    verdict = serializers.CharField()
    steps = serializers.IntegerField(help_text="还差几项")


class TargetPlanFilters(ProductFilterSet):
    target = filters.CharFilter(field_name="target__code", label="目标代码")
    newest = filters.BooleanFilter(method="only_newest", label="只看现行版次")

    class Meta:
        model = TargetPlan
        fields: list[str] = []

    def only_newest(self, rows: Any, name: str, value: bool) -> Any:
        return rows.newest() if value else rows


class TargetPlanViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """目标推进计划：每版不改，新版替代旧版；分解合计等于目标值，可由设置关闭。"""

    view_capability = Capability.COUNTS_VIEW
    queryset = TargetPlan.objects.for_list().order_by()
    serializer_class = TargetPlanSerializer
    filterset_class = TargetPlanFilters
    exports = PLANS

    @property
    def extra_parameters(self) -> frozenset[str]:  # type: ignore[override] # by action here
        more = {"way": {"on"}, "shares": {"on", "of"}, "candidates": {"on", "of", "key"}}
        return frozenset(more.get(self.action, set()))

    @extend_schema(request=TargetPlanBody, responses={201: TargetPlanSerializer})
    def create(self, request: Request) -> Response:
        body = TargetPlanBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        target = words.pop("target")
        made = targets.plan(target.pk, access=self.access, at=timezone.now(), **words)
        return Response(TargetPlanSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(parameters=[OnWords], responses=WaySerializer)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def way(self, request: Request, pk: int) -> Response:
        """推进路径：各季末应达、实有与预计。"""
        plan, on = self.get_object(), self._on(request)
        reach = self.access.reach(self.view_capability)
        found = {
            "whole": whole(plan, on=on, reach=reach),
            "stations": way(plan, on=on, reach=reach),
        }
        return Response(WaySerializer(found).data)

    @extend_schema(parameters=[ShareWords], responses=StandingSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def shares(self, request: Request, pk: int) -> Response:
        """按单位或产业链的分解与进度；关闭分解时说明理由。"""
        plan, words = self.get_object(), parameters(ShareWords, request.query_params)
        _require_handed_down()
        reach = self.access.reach(self.view_capability)
        found = shares(plan, ShareOf(words["of"]), on=words["on"], reach=reach)
        return Response(StandingSerializer(found, many=True).data)

    @extend_schema(parameters=[CandidateWords], responses=TargetCandidateSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def candidates(self, request: Request, pk: int) -> Response:
        """可补一个单位或产业链缺口的企业，数量不超过缺口。"""
        plan, words = self.get_object(), parameters(CandidateWords, request.query_params)
        _require_handed_down()
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        of, key = ShareOf(words["of"]), words["key"]
        found = [it for it in shares(plan, of, on=words["on"], reach=reach) if it.key == key]
        missing = found[0].missing if found else 0
        tier, most = Tier(plan.target.tier), min(missing, MOST)
        rows = closers(tier, of, key, on=words["on"], reach=reach, most=most)
        return Response(TargetCandidateSerializer(rows.named, many=True).data)

    def _on(self, request: Request) -> date:
        on: date = parameters(OnWords, request.query_params)["on"]
        return on


def _require_handed_down() -> None:
    if not settings.TARGETS_HANDED_DOWN:
        raise ActionRefused(NOT_HANDED_DOWN)
