"""Counts of the gradient on a day, and how they changed over a period."""

from datetime import date
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.days import DayField, MomentField, parameters
from enterprises.choices import CountBasis, CountCut, FlowColumn, Tier
from enterprises.models import Recognition
from enterprises.queries.tier_counts import tier_counts
from enterprises.queries.tier_flows import TierFlow, tier_flows
from enterprises.queries.trend import trend
from wuhan_smes.access import Capability
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

BY: Final = "按什么分列；不填为合计。产业链只计主链，行业按 GB/T 4754 大类，均按当日归类"
BASIS: Final = "holder 持有口径：持有几个称号计几处；highest 最高层级口径：只计最高一级"
KNOWN: Final = "按当时已知的数据统计；只写日期时指该日结束时（北京时间）"


class CountWords(ProductSerializer):
    on = DayField(default=timezone.localdate, help_text="统计日，默认今天")
    known_at = MomentField(default=None, help_text=KNOWN)
    by = serializers.ChoiceField(CountCut.choices, default=CountCut.ALL, help_text=BY)
    basis = serializers.ChoiceField(CountBasis.choices, default=CountBasis.HOLDER, help_text=BASIS)


class FlowWords(ProductSerializer):
    to = DayField(help_text="期末日（含），须不早于 from")
    known_at = MomentField(default=None, help_text=KNOWN)
    by = serializers.ChoiceField(CountCut.choices, default=CountCut.ALL, help_text=BY)
    tier = serializers.ChoiceField(Tier.choices, default=None, help_text="只要一个梯度")
    basis = serializers.ChoiceField(CountBasis.choices, default=CountBasis.HOLDER, help_text=BASIS)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language, so it cannot be declared like the others."""
        return {
            "from": DayField(help_text="期初日（含）；期初数取其前一日"),
            **super().get_fields(),
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["to"] < attrs["from"]:
            raise serializers.ValidationError(
                {"to": f"期末日 {attrs['to']} 早于期初日 {attrs['from']}"}
            )
        return attrs


class TrendWords(ProductSerializer):
    on = DayField(default=timezone.localdate, help_text="最后一点，默认今天")
    months = serializers.IntegerField(
        min_value=1, max_value=60, default=24, help_text="共几个月，默认 24"
    )
    basis = serializers.ChoiceField(CountBasis.choices, default=CountBasis.HOLDER, help_text=BASIS)


class TierCountSerializer(serializers.Serializer):
    key = serializers.CharField(help_text="分列的代码；不分列时为 all，未归类为空")
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    tier = serializers.ChoiceField(Tier.choices)
    count = serializers.IntegerField(help_text="企业数；没有的也列出，为 0")


class TierFlowSerializer(serializers.Serializer):
    """opening + 各增加项 − 各减少项 = closing；renewed、renamed 只作说明，不参与加减。"""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    tier = serializers.ChoiceField(Tier.choices)
    opening_on = serializers.DateField(help_text="期初数取这一天日终，即 from 的前一日")
    closing_on = serializers.DateField()
    opening = serializers.IntegerField()
    closing = serializers.IntegerField()
    renewed = serializers.IntegerField(help_text="期末持有者中，期内复核通过的")
    renamed = serializers.IntegerField(help_text="期末持有者中，期内更名的")

    def get_fields(self) -> dict[str, Any]:
        columns = {
            column.value: serializers.IntegerField(help_text=column.label) for column in FlowColumn
        }
        return {**super().get_fields(), **columns}


class TrendSerializer(serializers.Serializer):
    on = serializers.DateField(help_text="月末；最后一点为所问之日")
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="各梯度企业数")


COUNT_EXAMPLE: Final = OpenApiExample(
    "全市合计",
    value=[
        {"key": "all", "label": "合计", "tier": "innovative_sme", "count": 7077},
        {"key": "all", "label": "合计", "tier": "srdi_sme", "count": 2432},
        {"key": "all", "label": "合计", "tier": "little_giant", "count": 348},
    ],
    response_only=True,
)
FLOW_EXAMPLE: Final = OpenApiExample(
    "一个区一个梯度",
    value=[
        {
            "key": "jiangxia",
            "label": "江夏区",
            "tier": "srdi_sme",
            "opening_on": "2025-12-31",
            "closing_on": "2026-12-31",
            "opening": 120,
            **{column.value: 0 for column in FlowColumn},
            "recognised": 15,
            "expired": 4,
            "closing": 131,
            "renewed": 33,
            "renamed": 2,
        }
    ],
    response_only=True,
)


class CountingViewSet(ScopedViewSet):
    """Answers are bare arrays, complete: never paged."""

    view_capability = Capability.COUNTS_VIEW
    reads_replica = True
    queryset = Recognition.objects.order_by()
    pagination_class = None
    filter_backends = []


class TierCountViewSet(CountingViewSet):
    """梯度培育企业数量：任意一天，按当时或今天所知。"""

    serializer_class = TierCountSerializer
    extra_parameters = frozenset({"on", "known_at", "by", "basis"})

    @extend_schema(
        parameters=[CountWords],
        responses=TierCountSerializer(many=True),
        examples=[COUNT_EXAMPLE],
    )
    def list(self, request: Request) -> Response:
        words = parameters(CountWords, request.query_params)
        rows = tier_counts(
            self.access.reach(self.view_capability),
            on=words["on"],
            by=CountCut(words["by"]),
            basis=CountBasis(words["basis"]),
            known_at=words["known_at"],
        )
        return Response(
            [
                {"key": row.key, "label": row.label, "tier": row.tier.value, "count": row.count}
                for row in rows
            ]
        )


class TierFlowViewSet(CountingViewSet):
    """增减变动：from 前一日日终到 to 日终，逐行平衡，前后两期首尾相接。"""

    serializer_class = TierFlowSerializer
    extra_parameters = frozenset({"from", "to", "known_at", "by", "tier", "basis"})

    @extend_schema(
        parameters=[FlowWords], responses=TierFlowSerializer(many=True), examples=[FLOW_EXAMPLE]
    )
    def list(self, request: Request) -> Response:
        words = parameters(FlowWords, request.query_params)
        rows = tier_flows(
            self.access.reach(self.view_capability),
            first=words["from"],
            last=words["to"],
            by=CountCut(words["by"]),
            tiers={Tier(words["tier"])} if words["tier"] else None,
            basis=CountBasis(words["basis"]),
            known_at=words["known_at"],
        )
        return Response([shown_flow(row) for row in rows])


class TierTrendViewSet(CountingViewSet):
    """各月末的梯度数量。"""

    serializer_class = TrendSerializer
    extra_parameters = frozenset({"on", "months", "basis"})

    @extend_schema(parameters=[TrendWords], responses=TrendSerializer(many=True))
    def list(self, request: Request) -> Response:
        words = parameters(TrendWords, request.query_params)
        points = trend(
            self.access.reach(self.view_capability),
            on=words["on"],
            months=words["months"],
            basis=CountBasis(words["basis"]),
        )
        return Response(
            [
                {"on": point.on, "counts": {tier.value: n for tier, n in point.counts.items()}}
                for point in points
            ]
        )


def shown_flow(row: TierFlow) -> dict[str, str | int | date]:
    """One row of the roll-forward, its columns in the order of the equation."""
    return {
        "key": row.key,
        "label": row.label,
        "tier": row.tier.value,
        "opening_on": row.opening_on,
        "closing_on": row.closing_on,
        "opening": row.opening,
        **{column.value: n for column, n in row.columns.items()},
        "closing": row.closing,
        "renewed": row.renewed,
        "renamed": row.renamed,
    }
