"""The index of stations and districts over HTTP, with its evidence."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.days import DayField, parameters
from services.actions.service_formulas import set_formula
from services.api.parts import VerbViewSet
from services.api.ticket_stats import PeriodWords
from services.choices.stats import StatsCut
from services.models import ServiceFormula, Ticket
from services.queries.service_index import RANKED, IndexRow, Period, service_index
from services.reports.service_index import FORMULAS
from services.rules.service_index import Share
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer
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
    rank_before = serializers.IntegerField(allow_null=True, help_text="此前同样长一段时间的名次")
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
        rows = [_shown(row, found.formula.edition) for row in found.rows]
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
        "rank_before": row.rank_before,
        "formula": formula,
    }


def _share(share: Share) -> dict[str, Any]:
    return {"of": share.of, "part": share.part, "percent": share.percent}


class FormulaSerializer(ProductModelSerializer):
    """One edition of the weights, in percent."""

    class Meta:
        model = ServiceFormula
        fields = [
            "id",
            "edition",
            "effective_from",
            "service",
            "satisfaction",
            "coverage",
            "source",
            "set_by_name",
        ]


class FormulaBody(ProductSerializer):
    effective_from = DayField()
    service = serializers.IntegerField(min_value=0, max_value=100, help_text="办结成效，%")
    satisfaction = serializers.IntegerField(min_value=0, max_value=100, help_text="满意率，%")
    coverage = serializers.IntegerField(min_value=0, max_value=100, help_text="覆盖率，%")
    source = serializers.CharField(max_length=200)  # type: ignore[assignment] # a body may call a field so


class FormulaViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, VerbViewSet, ExportedViewSet
):
    """服务指数公式：各版权重，每一版都保留，按截止日取用。"""

    view_capability = Capability.STATION_VIEW
    queryset = ServiceFormula.objects.order_by()
    serializer_class = FormulaSerializer
    exports = FORMULAS

    @extend_schema(request=FormulaBody, responses={201: FormulaSerializer})
    def create(self, request: Request) -> Response:
        """自某日起施行新的权重，三项合计 100。"""
        words = self.words(request, FormulaBody)
        made = set_formula(access=self.access, at=timezone.now(), **words)
        return Response(FormulaSerializer(made).data, status=status.HTTP_201_CREATED)


ROUTES = (("service-index", ServiceIndexViewSet), ("service-formulas", FormulaViewSet))
