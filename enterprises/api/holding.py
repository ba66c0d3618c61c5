"""动态管理 over HTTP: duties of holders, signed complaints, projects of key little giants."""

from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import complaints, duties, key_projects
from enterprises.actions.complaints import Withdrawal
from enterprises.api import holding_bodies as bodies
from enterprises.api.batch_work import checked
from enterprises.api.holding_bodies import (
    ComplaintSerializer,
    DutySerializer,
    MilestoneSerializer,
    ProjectSerializer,
    RevealedComplaintSerializer,
)
from enterprises.choices import Tier
from enterprises.choices.holding import ComplaintOutcome, DutyKind, DutyState, ProjectState
from enterprises.models import Complaint, KeyMilestone, KeyProject, TitleDuty
from enterprises.reports.holding_lists import COMPLAINTS, DUTIES, KEY_MILESTONES, KEY_PROJECTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import LookBody


class DutyFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    tier = filters.ChoiceFilter(choices=Tier.choices, label="梯度")
    kind = filters.ChoiceFilter(choices=DutyKind.choices, label="类型")
    state = filters.ChoiceFilter(choices=DutyState.choices, method="standing", label="状态")
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lt", label="截止日早于")

    class Meta:
        model = TitleDuty
        fields: list[str] = []

    def standing(self, rows: Any, name: str, value: str) -> Any:
        return rows.standing(value, on=timezone.localdate())


class DutyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """动态管理事项：年度更新与变更报告，逾期且经提醒的丧失复核资格。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = TitleDuty.objects.for_list().order_by()
    serializer_class = DutySerializer
    filterset_class = DutyFilters
    exports = DUTIES

    @extend_schema(request=bodies.NoteChangeBody, responses={201: DutySerializer(many=True)})
    def create(self, request: Request) -> Response:
        """登记系统看不到的变更（合并、分立、重组等），逐个称号生成变更报告事项。"""
        words = checked(request, bodies.NoteChangeBody)
        enterprise = words.pop("enterprise")
        made = duties.note_change(enterprise, access=self.access, at=timezone.now(), **words)
        rows = self.get_queryset().filter(pk__in=[row.pk for row in made]).order_by("pk")
        return Response(DutySerializer(rows, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=bodies.FulfilBody, responses=DutySerializer(many=True))
    @action(detail=False, methods=["post"])
    def fulfil(self, request: Request) -> Response:
        """办结一批事项，全部成功或全部不变。"""
        words = checked(request, bodies.FulfilBody)
        days = dict.fromkeys(words["duties"], words["done_on"])
        done = duties.fulfil(days, access=self.access, at=timezone.now(), note=words["note"])
        rows = self.get_queryset().filter(pk__in=[row.pk for row in done]).order_by("pk")
        return Response(DutySerializer(rows, many=True).data)

    @extend_schema(request=bodies.BecauseBody, responses=DutySerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: int) -> Response:
        """撤回误登记的办结。"""
        self.get_object()
        words = checked(request, bodies.BecauseBody)
        duties.take_back([pk], access=self.access, at=timezone.now(), **words)
        return self.retrieve(request, pk=pk)

    @extend_schema(request=bodies.BecauseBody, responses=DutySerializer)
    @action(detail=True, methods=["post"])
    def excuse(self, request: Request, pk: int) -> Response:
        """市级恢复复核资格。"""
        self.get_object()
        words = checked(request, bodies.BecauseBody)
        duties.excuse(pk, access=self.access, at=timezone.now(), **words)
        return self.retrieve(request, pk=pk)


class ComplaintFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    outcome = filters.ChoiceFilter(choices=ComplaintOutcome.choices, label="核查结果")
    open = filters.BooleanFilter(method="is_open", label="待核查")

    class Meta:
        model = Complaint
        fields: list[str] = []

    def is_open(self, rows: Any, name: str, value: bool) -> Any:
        return rows.open() if value else rows.exclude(outcome="")


class ComplaintViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """实名举报；举报人隐去，查看举报人须有权限并留痕。"""

    view_capability = Capability.COMPLAINT_VIEW
    queryset = Complaint.objects.for_list().order_by()
    serializer_class = ComplaintSerializer
    filterset_class = ComplaintFilters
    exports = COMPLAINTS
    secret_actions = frozenset({"reveal"})

    @extend_schema(request=bodies.ComplaintBody, responses={201: ComplaintSerializer})
    def create(self, request: Request) -> Response:
        """登记一件实名举报。"""
        words = checked(request, bodies.ComplaintBody)
        enterprise = words.pop("enterprise")
        made = complaints.register(enterprise, access=self.access, at=timezone.now(), **words)
        shown = self.get_queryset().get(pk=made.pk)
        return Response(ComplaintSerializer(shown).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=bodies.ConcludeBody, responses=ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def conclude(self, request: Request, pk: int) -> Response:
        """办结；查实的可一并撤销称号（须有维护称号的权限）。"""
        self.get_object()
        words = checked(request, bodies.ConcludeBody)
        falls = words.pop("withdrawal", None)
        complaints.conclude(
            pk,
            access=self.access,
            at=timezone.now(),
            withdrawal=Withdrawal(**falls) if falls else None,
            **words,
        )
        return self.retrieve(request, pk=pk)

    @extend_schema(request=LookBody, responses=RevealedComplaintSerializer)
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, pk: int) -> Response:
        """查看举报人，写明事由，逐次留痕。"""
        self.get_object()
        words = checked(request, LookBody)
        row = complaints.reveal(pk, access=self.access, at=timezone.now(), **words)
        return Response(RevealedComplaintSerializer(row).data)


class ProjectFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    state = filters.ChoiceFilter(choices=ProjectState.choices, label="状态")

    class Meta:
        model = KeyProject
        fields: list[str] = []


class ProjectViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """重点“小巨人”项目：三年计划、评价结果与拨付条件。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = KeyProject.objects.for_list().order_by()
    serializer_class = ProjectSerializer
    filterset_class = ProjectFilters
    exports = KEY_PROJECTS

    @extend_schema(request=bodies.BeginBody, responses={201: ProjectSerializer})
    def create(self, request: Request) -> Response:
        """市级登记入选项目与节点目标。"""
        words = checked(request, bodies.BeginBody)
        enterprise = words.pop("enterprise")
        promises = [(it["title"], it["due_on"]) for it in words.pop("milestones")]
        made = key_projects.begin(
            enterprise, access=self.access, at=timezone.now(), milestones=promises, **words
        )
        shown = self.get_queryset().get(pk=made.pk)
        return Response(ProjectSerializer(shown).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=bodies.EvaluateBody, responses=ProjectSerializer)
    @action(detail=True, methods=["post"])
    def evaluate(self, request: Request, pk: int) -> Response:
        """市级登记评价结果。"""
        self.get_object()
        words = checked(request, bodies.EvaluateBody)
        key_projects.evaluate(pk, access=self.access, at=timezone.now(), **words)
        return self.retrieve(request, pk=pk)


class MilestoneFilters(ProductFilterSet):
    project = filters.NumberFilter(field_name="project_id", label="项目编号")

    class Meta:
        model = KeyMilestone
        fields: list[str] = []


class MilestoneViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """重点“小巨人”项目的节点目标。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = KeyMilestone.objects.select_related("jurisdiction").order_by()
    serializer_class = MilestoneSerializer
    filterset_class = MilestoneFilters
    exports = KEY_MILESTONES

    @extend_schema(request=bodies.ReachBody, responses=MilestoneSerializer)
    @action(detail=True, methods=["post"])
    def reach(self, request: Request, pk: int) -> Response:
        """登记节点完成与佐证材料。"""
        self.get_object()
        words = checked(request, bodies.ReachBody)
        key_projects.reach_milestone(pk, access=self.access, at=timezone.now(), **words)
        return self.retrieve(request, pk=pk)


ROUTES: Final = (
    ("duties", DutyViewSet),
    ("complaints", ComplaintViewSet),
    ("key-projects", ProjectViewSet),
    ("key-milestones", MilestoneViewSet),
)
