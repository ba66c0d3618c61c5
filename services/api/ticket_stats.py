"""Figures of tickets over a period, with the ranking of each kind of unit."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.days import DayField, parameters
from services.choices.stats import StatsCut
from services.models import Ticket
from services.queries.ticket_stats import Figures, StatsRow, ticket_stats
from services.rules.assessment import Rates, percent
from wuhan_smes.access import Capability
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet


class PeriodWords(ProductSerializer):
    """From one day to another, both included."""

    to = DayField(default=timezone.localdate, help_text="截止日（含），默认今天")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language, so it cannot be declared like the others."""
        first = DayField(default=None, allow_null=True, help_text="起始日（含），默认当月1日")
        return {"from": first, **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        first: date = attrs["from"] or attrs["to"].replace(day=1)
        if attrs["to"] < first:
            raise serializers.ValidationError({"to": f"截止日 {attrs['to']} 早于起始日 {first}"})
        return {**attrs, "from": first}


class StatsWords(PeriodWords):
    by = serializers.ChoiceField(StatsCut.choices, default=StatsCut.JURISDICTION)


class FiguresSerializer(serializers.Serializer):
    """率为百分数；没有有效回访时为空，不为 0。"""

    received = serializers.IntegerField(help_text="受理量，按收到时间")
    closed = serializers.IntegerField(help_text="办结量，按销号时间")
    counted = serializers.IntegerField(help_text="有效回访")
    contacted = serializers.IntegerField(help_text="联系数")
    solved = serializers.IntegerField(help_text="解决数")
    satisfied = serializers.IntegerField(help_text="满意数")
    fairly = serializers.IntegerField(help_text="基本满意")
    response_rate = serializers.DecimalField(6, 2, allow_null=True, help_text="响应率（%）")
    solved_rate = serializers.DecimalField(6, 2, allow_null=True, help_text="解决率（%）")
    satisfaction_rate = serializers.DecimalField(6, 2, allow_null=True, help_text="满意率（%）")
    score = serializers.DecimalField(6, 2, allow_null=True, help_text="综合成绩")
    rank = serializers.IntegerField(allow_null=True, help_text="同类单位中的名次")


class StatsSerializer(serializers.Serializer):
    """One unit: this period and the one before."""

    key = serializers.CharField(help_text="单位、来源或类别的代码")
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    current = FiguresSerializer()
    previous = FiguresSerializer()
    formula = serializers.IntegerField(help_text="考核公式版本，按截止日确定")


EXAMPLE: Final = OpenApiExample(
    "一个承办单位",
    value=[
        {
            "key": "science",
            "label": "市科创局",
            "current": {
                "received": 26,
                "closed": 22,
                "counted": 20,
                "contacted": 19,
                "solved": 15,
                "satisfied": 14,
                "fairly": 4,
                "response_rate": "95.00",
                "solved_rate": "75.00",
                "satisfaction_rate": "88.00",
                "score": "82.20",
                "rank": 1,
            },
            "previous": {
                **dict.fromkeys(("received", "closed", "counted", "contacted"), 0),
                **dict.fromkeys(("solved", "satisfied", "fairly"), 0),
                **dict.fromkeys(("response_rate", "solved_rate", "satisfaction_rate")),
                "score": None,
                "rank": None,
            },
            "formula": 1,
        }
    ],
    response_only=True,
)


class TicketStatsViewSet(ScopedViewSet):
    """诉求办理统计：受理、办结与回访考核，本期与上期；街道与部门分别排名。"""

    view_capability = Capability.TICKET_VIEW
    reads_replica = True
    queryset = Ticket.objects.order_by()
    serializer_class = StatsSerializer
    pagination_class = None
    filter_backends = []
    extra_parameters = frozenset({"from", "to", "by"})

    @extend_schema(
        parameters=[StatsWords], responses=StatsSerializer(many=True), examples=[EXAMPLE]
    )
    def list(self, request: Request) -> Response:
        words = parameters(StatsWords, request.query_params)
        found = ticket_stats(
            self.access.reach(Capability.TICKET_VIEW),
            first=words["from"],
            last=words["to"],
            by=StatsCut(words["by"]),
        )
        rows = [shown(row, found.formula.version) for row in found.rows]
        return Response(StatsSerializer(rows, many=True).data)


def shown(row: StatsRow, formula: int) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "current": _figures(row.now, row.rates, row.rank),
        "previous": _figures(row.before, row.rates_before, row.rank_before),
        "formula": formula,
    }


def _figures(figures: Figures, found: Rates, rank: int | None) -> dict[str, int | Decimal | None]:
    calls = figures.calls
    return {
        "received": figures.received,
        "closed": figures.closed,
        "counted": calls.counted,
        "contacted": calls.contacted,
        "solved": calls.solved,
        "satisfied": calls.satisfied,
        "fairly": calls.fairly,
        "response_rate": percent(found.response),
        "solved_rate": percent(found.solved),
        "satisfaction_rate": percent(found.satisfaction),
        "score": found.score,
        "rank": rank,
    }


ROUTES = (("ticket-stats", TicketStatsViewSet),)
