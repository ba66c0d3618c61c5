"""Merges of rows that are one subject, and the pairs waiting for somebody to look at them."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import duplicates, merges
from enterprises.api import identity_bodies as bodies
from enterprises.api.bodies import NoteBody
from enterprises.api.verbs import EnterpriseVerbs
from enterprises.choices import DuplicateState
from enterprises.models import DuplicatePair, Merge
from enterprises.reports.identity_lists import MERGES, PAIRS
from wuhan_smes.access import Capability
from wuhan_smes.jobs.api import JobSerializer
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet

FIND = "enterprises.find_duplicates"


class IdentityVerbs(EnterpriseVerbs):
    """Joining one row of the register to another."""

    @extend_schema(
        request=bodies.PreviewBody,
        responses=bodies.PreviewSerializer,
        description="合并前预览：随迁与留下的记录、双方冲突及其处理。不作任何修改。",
    )
    @action(detail=True, methods=["post"], url_path="merge-preview")
    def merge_preview(self, request: Request, pk: int) -> Response:
        self.get_object()
        words = self.words(request, bodies.PreviewBody)
        preview = merges.preview(pk, access=self.access, **words)
        return Response(bodies.shown_preview(preview))

    @extend_schema(
        request=bodies.MergeBody,
        responses={201: bodies.MergeSerializer},
        description="把本企业并入 into。全部随迁或全不改动；旧编号的查询此后以 308 转到 into。",
    )
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: int) -> Response:
        self.get_object()
        words = self.words(request, bodies.MergeBody)
        words["expected_version"] = self.version_if_sent(request, pk)
        done = merges.merge(pk, access=self.access, at=timezone.now(), **words)
        return self.versioned(done, bodies.MergeSerializer(done).data, status.HTTP_201_CREATED)


class MergeFilters(ProductFilterSet):
    gone = filters.NumberFilter(field_name="gone_id", label="并入方编号")
    into = filters.NumberFilter(field_name="into_id", label="保留方编号")
    standing = filters.BooleanFilter(
        field_name="undone_at", lookup_expr="isnull", label="是否仍有效（未撤销）"
    )

    class Meta:
        model = Merge
        fields: list[str] = []


class MergeViewSet(mixins.ListModelMixin, ExportedViewSet):
    """企业合并记录。撤销时，并入方带来的记录连同其后的修改一并归还。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = Merge.objects.with_rows()
    serializer_class = bodies.MergeSerializer
    exports = MERGES
    filterset_class = MergeFilters
    orderings = {"-id": ("-id",), "id": ("id",)}

    @extend_schema(responses=bodies.MergeSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        row = self.get_object()
        return self.versioned(row, bodies.MergeSerializer(row).data)

    @extend_schema(responses=bodies.MergeSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.UndoBody)
    def undo(self, request: Request, pk: int) -> Response:
        self.get_object()
        words = self.validated(request)
        merges.undo(pk, access=self.access, at=timezone.now(), **words)
        row = self.get_object()
        return self.versioned(row, bodies.MergeSerializer(row).data)


class DuplicateFilters(ProductFilterSet):
    state = filters.ChoiceFilter(choices=DuplicateState.choices, label="状态")

    class Meta:
        model = DuplicatePair
        fields: list[str] = []


class DuplicateViewSet(mixins.ListModelMixin, ExportedViewSet):
    """疑似重复企业，按可能性排列。双方都在管理范围内才会列出；已核对的不再提示。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = DuplicatePair.objects.with_rows()
    serializer_class = bodies.PairSerializer
    exports = PAIRS
    filterset_class = DuplicateFilters
    orderings = {"-score": ("-score", "id"), "-id": ("-id",)}

    @extend_schema(responses=bodies.PairSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        row = self.get_object()
        return self.versioned(row, bodies.PairSerializer(row).data)

    @extend_schema(responses=bodies.PairSerializer, description="核对为不是重复；此后不再提示。")
    @action(detail=True, methods=["post"], serializer_class=NoteBody)
    def dismiss(self, request: Request, pk: int) -> Response:
        self.get_object()
        words = self.validated(request)
        duplicates.dismiss(pk, access=self.access, at=timezone.now(), **words)
        row = self.get_object()
        return self.versioned(row, bodies.PairSerializer(row).data)

    @extend_schema(
        request=None,
        responses={202: JobSerializer},
        description="在本人可维护的范围内查找重复企业，作为后台任务进行。",
    )
    @action(detail=False, methods=["post"])
    def find(self, request: Request) -> Response:
        job = enqueue(FIND, {}, access=self.access, capability=Capability.REGISTER_EDIT)
        job.refresh_from_db()
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)
