"""Routes of tickets over HTTP: every version, those of one day, a new one, an end."""

from datetime import date
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.bodies import CodeField, example
from enterprises.api.days import DayField
from enterprises.rules.spans import last_day
from services.actions import routes
from services.choices.tickets import Category
from services.models import TicketRoute
from services.reports.route_lists import ROUTES as EXPORT
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer


class RouteSerializer(ProductModelSerializer):
    """One version of one route; without `jurisdiction` it holds for the whole city."""

    jurisdiction = UnitSerializer(allow_null=True)
    agency = UnitSerializer()
    effective_to = serializers.SerializerMethodField(help_text="最后一日，未停用为空")

    class Meta:
        model = TicketRoute
        fields = [
            "id",
            "category",
            "jurisdiction",
            "agency",
            "effective_from",
            "effective_to",
            "source",
        ]

    def get_effective_to(self, route: TicketRoute) -> date | None:
        return last_day(route.effective_until)


@example(
    {
        "category": "financing",
        "agency": "sjrb",
        "effective_from": "2027-01-01",
        "source": "市经信局关于企业诉求分办的通知",
    }
)
class RouteBody(ProductSerializer):
    category = serializers.ChoiceField(Category.choices)
    jurisdiction = CodeField(
        Jurisdiction, source="jurisdiction_id", required=False, help_text="不给：全市"
    )
    agency = CodeField(Agency, source="agency_id")
    effective_from = DayField()
    source = serializers.CharField(max_length=200)  # type: ignore[assignment] # a body may call a field so


@example({"on": "2027-07-01", "reason": "机构职能调整"})
class RouteEndBody(ProductSerializer):
    on = DayField()
    reason = serializers.CharField(max_length=200)


class RouteFilters(ProductFilterSet):
    category = filters.ChoiceFilter(choices=Category.choices, label="类别")
    on = filters.DateFilter(method="in_force", label="某日施行的规则")

    class Meta:
        model = TicketRoute
        fields: list[str] = []

    def in_force(self, rows: Any, name: str, value: date) -> Any:
        return rows.on(value)


class RouteViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """分办规则：哪一类诉求由哪个单位主办。每一版都保留，新版自施行日起替代旧版。"""

    view_capability = Capability.REFERENCE_VIEW
    queryset = TicketRoute.objects.for_list()
    serializer_class = RouteSerializer
    exports = EXPORT
    filterset_class = RouteFilters
    orderings = {
        "-effective_from": ("-effective_from", "-id"),
        "effective_from": ("effective_from", "id"),
    }

    @extend_schema(request=RouteBody, responses={201: RouteSerializer})
    def create(self, request: Request) -> Response:
        body = RouteBody(data=request.data)
        body.is_valid(raise_exception=True)
        made = routes.set_route(access=self.access, at=timezone.now(), **body.validated_data)
        return Response(RouteSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RouteEndBody, responses=RouteSerializer)
    @action(detail=True, methods=["post"], serializer_class=RouteEndBody)
    def end(self, request: Request, pk: int) -> Response:
        """自某日起停用，已交办的不变。"""
        words = self.validated(request)
        ended = routes.end_route(pk, access=self.access, at=timezone.now(), **words)
        return Response(RouteSerializer(ended).data)


ROUTES = (("ticket-routes", RouteViewSet),)
