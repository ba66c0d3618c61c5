"""Counts of visits, coverage of enterprises in care, and signs worth a look. Bare arrays."""

from dataclasses import asdict
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.days import DayField, parameters
from services.models import Visit
from services.queries import coverage, visit_counts, visit_samples
from services.rules.due import SOON_DAYS
from wuhan_smes.access import Capability
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

COUNT_EXAMPLE: Final = OpenApiExample(
    "全市合计",
    value=[
        {
            "key": "all",
            "label": "合计",
            "visits": 9_341,
            "enterprises": 4_102,
            "leader_visits": 2_186,
            "leader_enterprises": 1_633,
            "station_visits": 7_155,
            "station_enterprises": 3_210,
        }
    ],
    response_only=True,
)


class PeriodWords(ProductSerializer):
    to = DayField(help_text="止（含），须不早于 from")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language, so it cannot be declared like the others."""
        return {"from": DayField(help_text="起（含）"), **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["to"] < attrs["from"]:
            raise serializers.ValidationError({"to": f"{attrs['to']} 早于 {attrs['from']}"})
        return attrs


class VisitCountWords(PeriodWords):
    by = serializers.ChoiceField(
        [*visit_counts.CUTS], required=False, default="", help_text="按什么分行；不填为合计"
    )


class CoverageWords(ProductSerializer):
    on = DayField(default=timezone.localdate, help_text="哪一天，默认今天")
    by = serializers.ChoiceField([*coverage.CUTS], default="jurisdiction", help_text="按什么分行")


class DueWords(ProductSerializer):
    on = DayField(default=timezone.localdate, help_text="哪一天，默认今天")
    specialist = serializers.IntegerField(default=None, min_value=1, help_text="服务专员编号")
    state = serializers.ChoiceField(
        ["overdue", "due"], required=False, default="", help_text="只要逾期的，或近期应走访的"
    )


class SignWords(PeriodWords):
    kind = serializers.ChoiceField(
        [*visit_samples.SIGNS], required=False, default="", help_text="只要一种迹象"
    )


class VisitCountSerializer(serializers.Serializer):
    """户次 (visits) 与户 (enterprises，去重)。领导、部门走访与服务站走访分列，相加为合计。"""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    visits = serializers.IntegerField(help_text="户次")
    enterprises = serializers.IntegerField(help_text="户")
    leader_visits = serializers.IntegerField(help_text="领导、部门走访户次")
    leader_enterprises = serializers.IntegerField(help_text="领导、部门走访户")
    station_visits = serializers.IntegerField(help_text="服务站走访户次")
    station_enterprises = serializers.IntegerField(help_text="服务站走访户")


class CoverageSerializer(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    assigned = serializers.IntegerField(help_text="包联企业数")
    visited = serializers.IntegerField(help_text="包联站走访过的企业数")
    due = serializers.IntegerField(help_text=f"{SOON_DAYS} 天内应走访")
    overdue = serializers.IntegerField(help_text="走访逾期")
    rate = serializers.FloatField(allow_null=True, help_text="覆盖率，0 到 1；没有包联企业为 null")


class CareSerializer(serializers.Serializer):
    enterprise_id = serializers.IntegerField()
    enterprise_name = serializers.CharField()
    jurisdiction_code = serializers.CharField()
    station_code = serializers.CharField()
    station_name = serializers.CharField()
    specialist_id = serializers.IntegerField()
    specialist_name = serializers.CharField()
    last_on = serializers.DateField(allow_null=True, help_text="本站最近一次走访")
    cadence = serializers.IntegerField(allow_null=True, help_text="走访间隔（天）")
    due_on = serializers.DateField(allow_null=True)
    state = serializers.CharField(help_text="overdue、due、ahead 或 unknown")


class SignSerializer(serializers.Serializer):
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    visit_id = serializers.IntegerField()
    visited_on = serializers.DateField()
    enterprise_name = serializers.CharField()
    recorded_by = serializers.CharField()
    what = serializers.CharField(help_text="看到了什么；只是迹象，由人核实")


class TableViewSet(ScopedViewSet):
    """Answers are complete and never paged."""

    view_capability = Capability.VISIT_VIEW
    reads_replica = True
    queryset = Visit.objects.order_by()
    pagination_class = None
    filter_backends = []


class VisitCountViewSet(TableViewSet):
    """走访户次与户：任意一段日期，未作废的。"""

    serializer_class = VisitCountSerializer
    extra_parameters = frozenset({"from", "to", "by"})

    @extend_schema(
        parameters=[VisitCountWords],
        responses=VisitCountSerializer(many=True),
        examples=[COUNT_EXAMPLE],
    )
    def list(self, request: Request) -> Response:
        words = parameters(VisitCountWords, request.query_params)
        rows = visit_counts.visit_counts(
            reach=self.access.reach(Capability.VISIT_VIEW),
            first=words["from"],
            last=words["to"],
            by=words["by"],
        )
        return Response([asdict(row) for row in rows])


class VisitCoverageViewSet(TableViewSet):
    """包联企业的走访覆盖：按梯度频次应走访与逾期。"""

    serializer_class = CoverageSerializer
    extra_parameters = frozenset({"on", "by"})

    @extend_schema(parameters=[CoverageWords], responses=CoverageSerializer(many=True))
    def list(self, request: Request) -> Response:
        words = parameters(CoverageWords, request.query_params)
        reach = self.access.reach(Capability.VISIT_VIEW)
        rows = coverage.coverage(on=words["on"], reach=reach, by=words["by"])
        return Response([{**asdict(row), "rate": row.rate} for row in rows])


class VisitDueViewSet(TableViewSet):
    """包联企业逐户：上次走访、应走访日与状态，最急的在前。"""

    serializer_class = CareSerializer
    extra_parameters = frozenset({"on", "specialist", "state"})

    @extend_schema(parameters=[DueWords], responses=CareSerializer(many=True))
    def list(self, request: Request) -> Response:
        words = parameters(DueWords, request.query_params)
        reach, on = self.access.reach(Capability.VISIT_VIEW), words["on"]
        rows = coverage.in_care(on=on, reach=reach, specialist_id=words["specialist"])
        shown = [{**asdict(row), "state": row.state(on)} for row in rows]
        if words["state"]:
            shown = [row for row in shown if row["state"] == words["state"]]
        return Response(CareSerializer(shown, many=True).data)


class VisitSignViewSet(TableViewSet):
    """值得核实的走访：照片重复、文字雷同、行程可疑、集中补登。"""

    view_capability = Capability.VISIT_CHECK
    serializer_class = SignSerializer
    extra_parameters = frozenset({"from", "to", "kind"})

    @extend_schema(parameters=[SignWords], responses=SignSerializer(many=True))
    def list(self, request: Request) -> Response:
        words = parameters(SignWords, request.query_params)
        rows = visit_samples.signs(
            reach=self.access.reach(Capability.VISIT_CHECK),
            first=words["from"],
            last=words["to"],
            kind=words["kind"],
        )
        return Response([asdict(row) for row in rows])
