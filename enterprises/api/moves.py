"""Requests to move enterprises between units."""

from collections.abc import Callable

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.actions import moves
from enterprises.api import bodies
from enterprises.api.shown_moves import MoveRequestSerializer, shown, shown_request
from enterprises.models import MoveRequest, MoveState
from enterprises.reports.enterprise_lists import MOVES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet


class MoveRequestFilters(ProductFilterSet):
    state = filters.ChoiceFilter(choices=MoveState.choices, label="状态")
    uscc = filters.CharFilter(label="统一社会信用代码")

    class Meta:
        model = MoveRequest
        fields: list[str] = []


class MoveRequestViewSet(ExportedViewSet):
    """迁移申请。一方提出，对方单位（或市级）接收或退回，提出方可撤回。"""

    view_capability = Capability.REGISTER_VIEW
    queryset = MoveRequest.objects.with_units()
    serializer_class = MoveRequestSerializer
    exports = MOVES
    filterset_class = MoveRequestFilters
    orderings = {"-id": ("-id",), "id": ("id",)}

    @extend_schema(responses=MoveRequestSerializer(many=True))
    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response([shown(row, access=self.access) for row in rows])

    @extend_schema(responses=MoveRequestSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        row = self.get_object()
        return self.versioned(row, shown(row, access=self.access))

    @extend_schema(
        request=bodies.AskForBody,
        responses={201: MoveRequestSerializer},
        description="按统一社会信用代码申请接收一家由其他单位管理的企业；不说明现管理单位。",
    )
    def create(self, request: Request) -> Response:
        body = bodies.AskForBody(data=request.data)
        body.is_valid(raise_exception=True)
        asked = moves.ask_for(access=self.access, at=timezone.now(), **body.validated_data)
        answer = shown_request(asked.pk, access=self.access)
        return self.versioned(asked, answer, status.HTTP_201_CREATED)

    @extend_schema(responses=MoveRequestSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.NoteBody)
    def accept(self, request: Request, pk: int) -> Response:
        return self._decide(request, pk, moves.accept)

    @extend_schema(responses=MoveRequestSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.RequiredNoteBody)
    def decline(self, request: Request, pk: int) -> Response:
        return self._decide(request, pk, moves.decline)

    @extend_schema(responses=MoveRequestSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.NoteBody)
    def cancel(self, request: Request, pk: int) -> Response:
        return self._decide(request, pk, moves.cancel)

    def _decide(self, request: Request, pk: int, act: Callable[..., MoveRequest]) -> Response:
        words = self.validated(request)
        decided = act(pk, access=self.access, at=timezone.now(), **words)
        return self.versioned(decided, shown_request(pk, access=self.access))
