"""Batches over HTTP: the published list, its candidates in reach, and the city's acts on it."""

from typing import Any

from django.db.models import Count
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import batches, candidates
from enterprises.api import title_bodies as bodies
from enterprises.api.batch_work import BatchWorkVerbs
from enterprises.api.shown_titles import (
    BatchDetailSerializer,
    BatchSerializer,
    CandidateSerializer,
    CountSerializer,
    ListedCandidateSerializer,
)
from enterprises.api.title_filters import BatchFilters, CandidateFilters, ListedCandidateFilters
from enterprises.models import BatchCandidate, RecognitionBatch
from enterprises.querysets import BatchCandidateQuerySet
from enterprises.reports.title_lists import BATCHES, CANDIDATES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import StrictFilterBackend
from wuhan_smes.web.pagination import PARAMETERS
from wuhan_smes.web.serializers import ProductSerializer


class BatchViewSet(BatchWorkVerbs, mixins.ListModelMixin, ExportedViewSet):
    """认定与复核批次：推荐 → 评审 → 公示 → 公布。名单只含本人管理范围内的企业。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = RecognitionBatch.objects.order_by()
    serializer_class = BatchSerializer
    exports = BATCHES
    filterset_class = BatchFilters
    orderings = {"-id": ("-id",), "id": ("id",), "-year": ("-year", "-id")}

    @property
    def extra_parameters(self) -> frozenset[str]:  # type: ignore[override] # by action here
        if self.action != "candidates":
            return frozenset()
        return PARAMETERS | set(CandidateFilters.get_filters())

    @extend_schema(responses=BatchDetailSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.shown(pk)

    @extend_schema(request=bodies.CreateBatchBody, responses={201: BatchDetailSerializer})
    def create(self, request: Request) -> Response:
        words = bodies.stored(self.words(request, bodies.CreateBatchBody))
        batch = batches.create(access=self.access, at=timezone.now(), **words)
        return self.shown(batch.pk, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.AmendBatchBody, responses=BatchDetailSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        self.get_object()
        expected = self.expected_version(request, pk)
        values = bodies.stored(self.words(request, bodies.AmendBatchBody))
        batches.amend(
            pk, access=self.access, at=timezone.now(), values=values, expected_version=expected
        )
        return self.shown(pk)

    @extend_schema(request=bodies.AdvanceBody, responses=BatchDetailSerializer)
    @action(detail=True, methods=["post"])
    def advance(self, request: Request, pk: int) -> Response:
        """进入下一阶段：推荐 → 评审 → 公示。公示起始日当天计入，默认按梯度的工作日数。"""
        words = self.words(request, bodies.AdvanceBody)
        batches.advance(pk, **self.who(request, pk), to=words.pop("stage"), **words)
        return self.shown(pk)

    @extend_schema(request=bodies.AnnounceBody, responses=BatchDetailSerializer)
    @action(detail=True, methods=["post"])
    def announce(self, request: Request, pk: int) -> Response:
        """公布：公示期满、由提交公示以外的人办理；名单内的企业获得称号（复核批次为接续），
        有异议待查的留待处理。
        """
        words = bodies.stored(self.words(request, bodies.AnnounceBody))
        batches.announce(pk, **self.who(request, pk), **words)
        return self.shown(pk)

    @extend_schema(responses=CandidateSerializer(many=True))
    @action(detail=True, filterset_class=CandidateFilters)
    def candidates(self, request: Request, pk: int) -> Response:
        """名单，每页按编号排列。"""
        rows = self.listed(pk).select_related("enterprise", "jurisdiction").order_by()
        page = self.paginate_queryset(StrictFilterBackend().filter_queryset(request, rows, self))
        return self.get_paginated_response(CandidateSerializer(page, many=True).data)

    @extend_schema(request=bodies.EnterprisesBody, responses={201: CountSerializer})
    @candidates.mapping.post
    def add_candidates(self, request: Request, pk: int) -> Response:
        """列入企业；已在名单中的不变。"""
        words = self.words(request, bodies.EnterprisesBody)
        added = candidates.add(pk, **self.who(request, pk), enterprise_ids=words["enterprises"])
        return self.counted(pk, len(added), status.HTTP_201_CREATED)

    @extend_schema(request=bodies.DueBody, responses={201: CountSerializer})
    @action(detail=True, methods=["post"], url_path="add-due")
    def add_due(self, request: Request, pk: int) -> Response:
        """复核批次：列入两日之间到期的全部称号。"""
        words = self.words(request, bodies.DueBody)
        added = candidates.add_due(
            pk,
            **self.who(request, pk),
            ends_from=words["ending_from"],
            ends_to=words["ending_to"],
        )
        return self.counted(pk, len(added), status.HTTP_201_CREATED)

    @extend_schema(request=bodies.MoveCandidatesBody, responses=CountSerializer)
    @action(detail=True, methods=["post"], url_path="move-candidates")
    def move_candidates(self, request: Request, pk: int) -> Response:
        """改变一批企业的状态，全部成功或全部不变。"""
        words = self.words(request, bodies.MoveCandidatesBody)
        ids = words.pop("enterprises")
        moved = candidates.move(pk, **self.who(request, pk), enterprise_ids=ids, **words)
        return self.counted(pk, len(moved))

    @extend_schema(request=bodies.RemoveCandidatesBody, responses=CountSerializer)
    @action(detail=True, methods=["post"], url_path="remove-candidates")
    def remove_candidates(self, request: Request, pk: int) -> Response:
        """移出误列的企业；企业自行放弃的请改状态。"""
        words = self.words(request, bodies.RemoveCandidatesBody)
        ids = words.pop("enterprises")
        removed = candidates.remove(pk, **self.who(request, pk), enterprise_ids=ids, **words)
        return self.counted(pk, removed)

    def words(self, request: Request, kind: type[ProductSerializer]) -> dict[str, Any]:
        body = kind(data=request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def who(self, request: Request, pk: int) -> dict[str, Any]:
        """Who acts, when, and on which version if the sender said so."""
        sent = "If-Match" in request.headers
        expected = self.expected_version(request, pk) if sent else None
        return {"access": self.access, "at": timezone.now(), "expected_version": expected}

    def listed(self, pk: int) -> BatchCandidateQuerySet:
        """The candidates of a batch within reach. Raises 404 for an unknown batch."""
        batch = self.get_queryset().get(pk=pk)
        reach = self.access.reach(Capability.REGISTER_VIEW)
        return BatchCandidate.objects.within(reach).filter(batch=batch)

    def shown(self, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
        batch = self.get_queryset().get(pk=pk)
        reach = self.access.reach(Capability.REGISTER_VIEW)
        rows = BatchCandidate.objects.within(reach).filter(batch=batch).values_list("state")
        counts = dict(rows.annotate(count=Count("pk")).order_by("state"))
        data = BatchDetailSerializer(batch, context={"candidates": counts}).data
        return self.versioned(batch, data, status_code)

    def counted(self, pk: int, count: int, status_code: int = status.HTTP_200_OK) -> Response:
        batch = self.get_queryset().get(pk=pk)
        body = {"count": count, "version": batch.version}
        return self.versioned(batch, body, status_code)


class CandidateViewSet(mixins.ListModelMixin, ExportedViewSet):
    """各批次名单内、本人管理范围内的企业。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = BatchCandidate.objects.select_related("enterprise", "jurisdiction", "batch")
    serializer_class = ListedCandidateSerializer
    filterset_class = ListedCandidateFilters
    exports = CANDIDATES
    orderings = {"-id": ("-id",), "id": ("id",)}


ROUTES = (("batches", BatchViewSet), ("candidates", CandidateViewSet))
