"""梯度培育 over HTTP: the pipeline, its tasks, and how many arrive."""

from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import cultivation, cultivation_tasks
from enterprises.api import cultivation_bodies as bodies
from enterprises.api.cultivation_bodies import (
    CultivationSerializer,
    CultivationStepSerializer,
    CultivationTaskSerializer,
)
from enterprises.api.days import parameters
from enterprises.choices import CultivationStage, Tier
from enterprises.models import Cultivation, CultivationStep, CultivationTask
from enterprises.queries.cultivation import conversion
from enterprises.reports.cultivation_lists import CULTIVATION_TASKS, CULTIVATIONS
from enterprises.rules.spans import require_order
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.viewsets import ScopedViewSet


class CultivationFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    tier = filters.ChoiceFilter(choices=Tier.choices, label="目标梯度")
    stage = filters.ChoiceFilter(choices=CultivationStage.choices, label="阶段")
    owner = filters.CharFilter(field_name="owner__username", label="责任人账号")
    is_open = filters.BooleanFilter(method="still_open", label="仍在培育")

    class Meta:
        model = Cultivation
        fields: list[str] = []

    def still_open(self, rows: Any, name: str, value: bool) -> Any:
        over = Q(stage__in=(CultivationStage.RECOGNISED, CultivationStage.DROPPED))
        return rows.exclude(over) if value else rows.filter(over)


class TaskFilters(ProductFilterSet):
    cultivation = filters.NumberFilter(field_name="cultivation_id", label="培育编号")
    waiting = filters.BooleanFilter(method="is_waiting", label="待办")
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lt", label="期限早于")

    class Meta:
        model = CultivationTask
        fields: list[str] = []

    def is_waiting(self, rows: Any, name: str, value: bool) -> Any:
        return rows.waiting() if value else rows.exclude(outcome="")


class CultivationViewSet(mixins.ListModelMixin, ExportedViewSet):
    """梯度培育库：种苗、培育、拟申报、申报、认定；每一步都留存。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = Cultivation.objects.for_list().order_by()
    serializer_class = CultivationSerializer
    filterset_class = CultivationFilters
    exports = CULTIVATIONS

    @extend_schema(responses=CultivationSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        row = self.get_object()
        return self.versioned(row, CultivationSerializer(row).data)

    @extend_schema(request=bodies.PutInBody, responses={201: bodies.PutInSerializer})
    def create(self, request: Request) -> Response:
        """成批入库；已在库或已持有称号的不重复入库，只报家数。"""
        words = self._words(request, bodies.PutInBody)
        ids = words.pop("enterprises")
        done = cultivation.put_in(ids, access=self.access, at=timezone.now(), **words)
        shown = self.get_queryset().filter(pk__in=[row.pk for row in done.made])
        told = {
            "made": CultivationSerializer(shown.order_by("pk"), many=True).data,
            "already": done.already,
            "holding": done.holding,
        }
        return Response(told, status=status.HTTP_201_CREATED)

    @extend_schema(request=bodies.PlanBody, responses=CultivationSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """责任人与目标批次。"""
        self.get_object()
        words = self._words(request, bodies.PlanBody)
        version = self.expected_version(request, pk)
        cultivation.plan(
            pk, access=self.access, at=timezone.now(), expected_version=version, **words
        )
        return self.retrieve(request, pk)

    @extend_schema(request=bodies.MoveBody, responses=CultivationSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: int) -> Response:
        """按流程表走一步；“认定”须已持有称号，“退出”须填原因。"""
        self.get_object()
        words = self._words(request, bodies.MoveBody)
        cultivation.move(pk, access=self.access, at=timezone.now(), **words)
        return self.retrieve(request, pk)

    @extend_schema(responses=CultivationStepSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def steps(self, request: Request, pk: int) -> Response:
        """走过的每一步。"""
        self.get_object()
        reach = self.access.reach(self.view_capability)
        rows = CultivationStep.objects.within(reach).filter(cultivation_id=pk).order_by("ordinal")
        return Response(CultivationStepSerializer(rows, many=True).data)

    def _words(self, request: Request, body: Any) -> dict[str, Any]:
        serializer = body(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class CultivationTaskViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """培育任务：到哪天、做什么、交不交服务专员。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = CultivationTask.objects.for_list().order_by()
    serializer_class = CultivationTaskSerializer
    filterset_class = TaskFilters
    exports = CULTIVATION_TASKS

    @extend_schema(request=bodies.TasksBody, responses={201: CultivationTaskSerializer(many=True)})
    def create(self, request: Request) -> Response:
        """给一批企业下达同一任务；全部办成或全不改动。"""
        serializer = bodies.TasksBody(data=request.data)
        serializer.is_valid(raise_exception=True)
        words = dict(serializer.validated_data)
        ids = words.pop("cultivations")
        made = cultivation_tasks.set_tasks(ids, access=self.access, at=timezone.now(), **words)
        data = CultivationTaskSerializer(made, many=True).data
        return Response(data, status=status.HTTP_201_CREATED)

    @extend_schema(request=bodies.EndTaskBody, responses=CultivationTaskSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: int) -> Response:
        """办结或取消。"""
        self.get_object()
        serializer = bodies.EndTaskBody(data=request.data)
        serializer.is_valid(raise_exception=True)
        words = dict(serializer.validated_data)
        task = cultivation_tasks.end_task(pk, access=self.access, at=timezone.now(), **words)
        return Response(CultivationTaskSerializer(task).data)


class ConversionViewSet(ScopedViewSet):
    """培育转化情况：一段时间内入库的企业，现在走到哪一步。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = Cultivation.objects.order_by()
    pagination_class = None
    extra_parameters = frozenset({"first", "last", "by"})

    @extend_schema(
        parameters=[bodies.ConversionWords], responses=bodies.ConversionSerializer(many=True)
    )
    def list(self, request: Request) -> Response:
        words = parameters(bodies.ConversionWords, request.query_params)
        require_order(words["first"], words["last"])
        found = conversion(reach=self.access.reach(self.view_capability), **words)
        return Response(bodies.ConversionSerializer(found, many=True).data)


ROUTES: Final = (
    ("cultivations", CultivationViewSet),
    ("cultivation-tasks", CultivationTaskViewSet),
    ("cultivation-conversion", ConversionViewSet),
)
