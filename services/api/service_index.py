"""The index of stations and districts over HTTP, with its evidence."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.days import parameters
from services.api.ticket_stats import PeriodWords
from services.choices.stats import StatsCut
from services.models import Ticket
from services.queries.service_index import RANKED, IndexRow, Period, service_index
from services.rules.service_index import Share
from wuhan_smes.access import Capability
from wuhan_smes.web.viewsets import ScopedViewSet


class IndexWords(PeriodWords):
    by = serializers.ChoiceField(
        [(cut.value, cut.label) for cut in RANKED], default=StatsCut.JURISDICTION
    )


class ShareSerializer(serializers.Serializer):
    """率为百分数；没有可计的为空，不为 0。"""

    of = serializers.IntegerField(help_text="分母")
    part = serializers.DecimalField(12, 2, help_text="分子；基本满意按考核公式折算")
    percent = serializers.DecimalField(6, 2, allow_null=True)


class IndexSerializer(serializers.Serializer):
    """One station or district."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # a field's own `label` is another thing
    service = ShareSerializer(help_text="办结成效：已解决和部分解决占办结")
    satisfaction = ShareSerializer(help_text="满意率，按有效回访")
    coverage = ShareSerializer(help_text="覆盖率：已走访占包联企业")
    value = serializers.DecimalField(6, 2, allow_null=True, help_text="服务指数；证据不全为空")
    rank = serializers.IntegerField(allow_null=True)
    formula = serializers.IntegerField(help_text="公式版本，按截止日确定")


class ServiceIndexViewSet(ScopedViewSet):
    """服务指数：服务站或管理单位的办结成效、满意率与覆盖率，按版本化公式合成，不全不计。"""

    view_capability = Capability.TICKET_VIEW
    queryset = Ticket.objects.order_by()
    serializer_class = IndexSerializer
    pagination_class = None
    filter_backends = []
    extra_parameters = frozenset({"from", "to", "by"})

    @extend_schema(parameters=[IndexWords], responses=IndexSerializer(many=True))
    def list(self, request: Request) -> Response:
        words = parameters(IndexWords, request.query_params)
        period = Period(words["from"], words["to"])
        found = service_index(self.access, period, StatsCut(words["by"]))
        rows = [_shown(row, found.formula.version) for row in found.rows]
        return Response(IndexSerializer(rows, many=True).data)


def _shown(row: IndexRow, formula: int) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "service": _share(row.service),
        "satisfaction": _share(row.satisfaction),
        "coverage": _share(row.coverage),
        "value": row.value,
        "rank": row.rank,
        "formula": formula,
    }


def _share(share: Share) -> dict[str, Any]:
    return {"of": share.of, "part": share.part, "percent": share.percent}


ROUTES = (("service-index", ServiceIndexViewSet),)
