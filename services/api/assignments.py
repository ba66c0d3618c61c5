"""包联 over HTTP: which specialist looks after which enterprise, in sets."""

from datetime import date
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.bodies import example
from enterprises.api.days import DayField
from enterprises.choices import Tier
from enterprises.rules.spans import day_after, last_day
from services.actions import assignments, cadences
from services.actions.assignments import Wanted
from services.api import station_bodies as bodies
from services.api.parts import (
    EnterpriseRefSerializer,
    NamedSerializer,
    PersonSerializer,
    TermSerializer,
    VerbViewSet,
)
from services.models import Assignment, VisitCadence
from services.reports.station_lists import ASSIGNMENTS, CADENCES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import (
    ProductModelSerializer,
    ProductSerializer,
    UnitSerializer,
)


class AssignmentSerializer(TermSerializer):
    """An enterprise in a specialist's care; `cadence_days` null: as its tier asks."""

    enterprise = EnterpriseRefSerializer()
    jurisdiction = UnitSerializer()
    station = NamedSerializer()
    specialist = PersonSerializer()

    class Meta:
        model = Assignment
        fields = [
            "id",
            "enterprise",
            "jurisdiction",
            "station",
            "specialist",
            "is_lead",
            "valid_from",
            "valid_to",
            "cadence_days",
            "assigned_by_name",
            "assigned_at",
            "end_reason",
            "version",
        ]


class AssignmentFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    specialist = filters.NumberFilter(field_name="specialist_id", label="专员编号")
    station = filters.CharFilter(field_name="station__code", label="服务站编号")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    is_lead = filters.BooleanFilter(label="主责")
    on = filters.DateFilter(method="holding", label="某日包联")

    class Meta:
        model = Assignment
        fields: list[str] = []

    def holding(self, rows: Any, name: str, value: date) -> Any:
        return rows.holding(on=value)


class AssignmentViewSet(mixins.ListModelMixin, VerbViewSet, ExportedViewSet):
    """包联。一家企业同一时间只有一名主责专员；企业迁往其他单位时自动结束。"""

    view_capability = Capability.STATION_VIEW
    queryset = Assignment.objects.standing().for_list()
    serializer_class = AssignmentSerializer
    exports = ASSIGNMENTS
    filterset_class = AssignmentFilters
    orderings = {"-id": ("-id",), "id": ("id",)}

    @extend_schema(responses=AssignmentSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        row = self.get_object()
        return self.versioned(row, AssignmentSerializer(row).data)

    @extend_schema(request=bodies.AssignBody, responses={201: AssignmentSerializer(many=True)})
    def create(self, request: Request) -> Response:
        """把若干企业交给一名专员；全部办成或全不改动。"""
        words = self.words(request, bodies.AssignBody)
        wanted = [
            Wanted(
                enterprise_id=pk,
                specialist_id=words["specialist"],
                since=words["valid_from"],
                until=day_after(words.get("valid_to")),
                is_lead=words["is_lead"],
                cadence_days=words.get("cadence_days"),
            )
            for pk in dict.fromkeys(words["enterprises"])
        ]
        made = assignments.assign_set(wanted, access=self.access, at=timezone.now())
        return self.several(made, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.CadenceBody, responses=AssignmentSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """走访间隔：空为按梯度。"""
        self.get_object()
        words = self.words(request, bodies.CadenceBody)
        words["expected_version"] = self.expected_version(request, pk)
        assignments.set_cadence(pk, access=self.access, at=timezone.now(), **words)
        return self.retrieve(request, pk)

    @extend_schema(request=bodies.HandOverBody, responses={201: AssignmentSerializer(many=True)})
    @action(detail=False, methods=["post"], url_path="hand-over", pagination_class=None)
    def hand_over(self, request: Request) -> Response:
        """移交给本单位另一名专员，一条或多条；过去的仍属原专员。"""
        words = self.words(request, bodies.HandOverBody)
        ids = words.pop("assignments")
        made = assignments.hand_over(ids, access=self.access, at=timezone.now(), **words)
        return self.several(made, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.EndBody, responses=AssignmentSerializer(many=True))
    @action(detail=False, methods=["post"], pagination_class=None)
    def end(self, request: Request) -> Response:
        """结束包联，一条或多条。"""
        words = self.words(request, bodies.EndBody)
        ids = words.pop("assignments")
        ended = assignments.end(ids, access=self.access, at=timezone.now(), **words)
        return self.several(ended)

    def several(self, rows: list[Assignment], status_code: int = status.HTTP_200_OK) -> Response:
        reach = self.access.reach(self.view_capability)
        shown = Assignment.objects.within(reach).for_list().filter(pk__in=[r.pk for r in rows])
        return Response(
            AssignmentSerializer(shown.order_by("pk"), many=True).data, status=status_code
        )


class CadenceSerializer(ProductModelSerializer):
    """How often enterprises of a tier are visited; `tier` is empty for those without a title."""

    valid_to = serializers.SerializerMethodField()

    class Meta:
        model = VisitCadence
        fields = ["id", "tier", "days", "effective_from", "valid_to", "source"]

    def get_valid_to(self, row: VisitCadence) -> date | None:
        return last_day(row.effective_until)


@example(
    {"tier": "little_giant", "days": 30, "effective_from": "2027-01-01", "source": "走访工作方案"}
)
class ChangeBody(ProductSerializer):
    tier = serializers.ChoiceField(Tier.choices, allow_blank=True)
    days = serializers.IntegerField(min_value=1, max_value=730)
    effective_from = DayField(source="since")
    source = serializers.CharField(max_length=200)  # type: ignore[assignment] # a body may call a field so


class CadenceViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, VerbViewSet, ExportedViewSet
):
    """走访频次。按梯度，每一版都保留；企业有几个称号的，取最短的间隔。"""

    view_capability = Capability.STATION_VIEW
    queryset = VisitCadence.objects.order_by()
    serializer_class = CadenceSerializer
    exports = CADENCES

    @extend_schema(request=ChangeBody, responses={201: CadenceSerializer})
    def create(self, request: Request) -> Response:
        """自某日起执行新的频次，原频次到前一日为止。"""
        words = self.words(request, ChangeBody)
        made = cadences.change(access=self.access, at=timezone.now(), **words)
        return Response(CadenceSerializer(made).data, status=status.HTTP_201_CREATED)


ROUTES = (("assignments", AssignmentViewSet), ("visit-cadences", CadenceViewSet))
