"""The radar: titles that end soon, reviews that are due."""

from datetime import date
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.bodies import CodeField
from enterprises.api.days import DayField, parameters
from enterprises.choices import Tier
from enterprises.models import Recognition
from enterprises.queries import radar
from enterprises.reports.title_lists import RADAR
from enterprises.rules.spans import last_day
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

REVIEWS: Final = [
    (radar.DUE, "应复核"),
    (radar.PENDING, "复核中，仍有效"),
    (radar.RENEWED, "已接续"),
    ("", "无复核"),
]


class RadarWords(ProductSerializer):
    on = DayField(default=timezone.localdate, help_text="从哪一天看，默认今天")
    days = serializers.IntegerField(
        min_value=0, max_value=3660, default=180, help_text="几天内到期，默认 180"
    )
    state = serializers.ChoiceField(
        [("ending", "将到期"), ("pending", "复核中")], default="ending", help_text="将到期或复核中"
    )
    tier = serializers.ChoiceField(Tier.choices, default=None)
    jurisdiction = CodeField(Jurisdiction, default=None, help_text="管理单位代码")


class CountWords(ProductSerializer):
    on = DayField(default=timezone.localdate, help_text="从哪一天看，默认今天")


class RadarEnterpriseSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    uscc = serializers.CharField(allow_null=True)
    name = serializers.CharField()


class RadarSerializer(ProductModelSerializer):
    """A title that ends soon. `valid_to` is its last day; none while a review is pending."""

    id = serializers.IntegerField(source="series")
    enterprise = RadarEnterpriseSerializer()
    jurisdiction = UnitSerializer()
    batch = serializers.CharField(source="batch.name", default="")
    valid_to = serializers.SerializerMethodField()
    days_left = serializers.SerializerMethodField(help_text="距最后一日的天数")
    review = serializers.ChoiceField(REVIEWS)

    class Meta:
        model = Recognition
        fields = [
            "id",
            "enterprise",
            "jurisdiction",
            "tier",
            "subclass",
            "batch",
            "document_no",
            "valid_from",
            "valid_to",
            "days_left",
            "review",
        ]

    def get_valid_to(self, title: Recognition) -> date | None:
        until: date | None = title.in_force.upper
        return last_day(until)

    def get_days_left(self, title: Recognition) -> int | None:
        last = self.get_valid_to(title)
        return None if last is None else (last - self.context["on"]).days


class RadarCountSerializer(serializers.Serializer):
    key = serializers.CharField(help_text="管理单位代码")
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    tier = serializers.ChoiceField(Tier.choices)
    within_30 = serializers.IntegerField()
    within_90 = serializers.IntegerField()
    within_180 = serializers.IntegerField()
    due = serializers.IntegerField(help_text="180 天内到期、尚未复核的")
    pending = serializers.IntegerField(help_text="复核中、称号仍有效的")


EXAMPLE: Final = OpenApiExample(
    "一个区一个梯度",
    value=[
        {
            "key": "jiangxia",
            "label": "江夏区",
            "tier": "innovative_sme",
            "within_30": 12,
            "within_90": 160,
            "within_180": 161,
            "due": 149,
            "pending": 3,
        }
    ],
    response_only=True,
)


class RadarViewSet(ExportedViewSet):
    """到期与复核：称号最后一日在 days 天之内的，或复核中的。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = Recognition.objects.for_list().order_by()
    serializer_class = RadarSerializer
    exports = RADAR
    orderings = {"id": ("series",), "-id": ("-series",)}

    @property
    def extra_parameters(self) -> frozenset[str]:  # type: ignore[override] # by action here
        words = RadarWords if self.action == "list" else CountWords
        return frozenset(words().fields)

    @extend_schema(parameters=[RadarWords], responses=RadarSerializer(many=True))
    def list(self, request: Request) -> Response:
        found = self.paginate_queryset(self.rows()) or []
        on = parameters(RadarWords, request.query_params)["on"]
        shown = RadarSerializer(found, many=True, context={"on": on})
        return self.get_paginated_response(shown.data)

    def rows(self) -> Any:
        """The titles asked for, whichever page of them is shown."""
        words = parameters(RadarWords, self.request.query_params)
        reach, on = self.access.reach(self.view_capability), words["on"]
        titles = (
            radar.pending(on=on, reach=reach)
            if words["state"] == radar.PENDING
            else radar.ending(on=on, days=words["days"], reach=reach)
        )
        wanted: dict[str, Any] = {
            name: value
            for name, value in (("tier", words["tier"]), ("jurisdiction_id", words["jurisdiction"]))
            if value
        }
        return titles.filter(**wanted).for_list()

    @extend_schema(
        parameters=[CountWords],
        responses=RadarCountSerializer(many=True),
        examples=[EXAMPLE],
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def counts(self, request: Request) -> Response:
        """30、90、180 天内到期的，按管理单位与梯度。"""
        on = parameters(CountWords, request.query_params)["on"]
        rows = radar.radar_counts(on=on, reach=self.access.reach(self.view_capability))
        return Response(RadarCountSerializer(rows, many=True).data)
