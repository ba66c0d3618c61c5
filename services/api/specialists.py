"""Specialists over HTTP: filed, approved, renewed, moved; numbers masked unless revealed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.rules.spans import day_after
from services.actions import leaving, specialists
from services.api import station_bodies as bodies
from services.api.parts import NamedSerializer, TermSerializer, VerbViewSet
from services.choices.stations import FilingState
from services.models import Specialist
from services.reports.station_lists import SPECIALISTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import LookBody, ProductSerializer, UnitSerializer


class SpecialistSerializer(TermSerializer):
    """A filing as everybody sees it: the number masked, the last day inclusive."""

    phone = serializers.CharField(source="masked_phone")
    station = NamedSerializer()
    jurisdiction = UnitSerializer()
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Specialist
        fields = [
            "id",
            "number",
            "name",
            "phone",
            "post",
            "station",
            "jurisdiction",
            "state",
            "state_label",
            "valid_from",
            "valid_to",
            "applied_by_name",
            "applied_at",
            "decided_by_name",
            "decided_at",
            "decision_note",
            "end_reason",
            "version",
        ]


class RevealedSpecialistSerializer(SpecialistSerializer):
    """A filing with its whole number, once, for the person who asked."""

    phone = serializers.CharField()


class SpecialistFilters(ProductFilterSet):
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    station = filters.CharFilter(field_name="station__code", label="服务站编号")
    state = filters.ChoiceFilter(choices=FilingState.choices, label="状态")
    number = filters.CharFilter(label="备案编号")
    on = filters.DateFilter(method="in_force", label="某日在册")
    q = filters.CharFilter(field_name="name", lookup_expr="contains", label="姓名")

    class Meta:
        model = Specialist
        fields: list[str] = []

    def in_force(self, rows: Any, name: str, value: date) -> Any:
        return rows.in_force(on=value)


class SpecialistViewSet(mixins.ListModelMixin, VerbViewSet, ExportedViewSet):
    """服务专员备案。一人提出，另一人核准后计入；调任另立一行，编号不变。"""

    view_capability = Capability.STATION_VIEW
    queryset = Specialist.objects.for_list()
    serializer_class = SpecialistSerializer
    exports = SPECIALISTS
    filterset_class = SpecialistFilters
    orderings = {"-id": ("-id",), "id": ("id",)}
    secret_actions = frozenset({"reveal"})

    @extend_schema(responses=SpecialistSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.shown(pk)

    @extend_schema(request=bodies.ApplyBody, responses={201: SpecialistSerializer})
    def create(self, request: Request) -> Response:
        """提出备案申请，由有核准权限的另一人核准。"""
        words = self.words(request, bodies.ApplyBody)
        words["until"] = day_after(words.pop("valid_to", None))
        made = specialists.apply(access=self.access, at=timezone.now(), **words)
        return self.shown(made.pk, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.AmendPersonBody, responses=SpecialistSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        self.get_object()
        specialists.amend(
            pk,
            access=self.access,
            at=timezone.now(),
            values=self.words(request, bodies.AmendPersonBody, partial=True),
            expected_version=self.expected_version(request, pk),
        )
        return self.shown(pk)

    @extend_schema(request=bodies.DecideBody, responses=SpecialistSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: int) -> Response:
        """核准备案并编号；提出人不能核准自己的申请。"""
        return self.do(request, pk, bodies.DecideBody, specialists.approve)

    @extend_schema(request=bodies.DeclineBody, responses=SpecialistSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: int) -> Response:
        return self.do(request, pk, bodies.DeclineBody, specialists.decline)

    @extend_schema(request=bodies.DeclineBody, responses=SpecialistSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: int) -> Response:
        """撤回尚未核准的申请。"""
        return self.do(request, pk, bodies.DeclineBody, specialists.withdraw)

    @extend_schema(request=bodies.RenewBody, responses=SpecialistSerializer)
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, pk: int) -> Response:
        def act(pk: int, *, valid_to: date | None, **words: Any) -> object:
            return specialists.renew(pk, until=day_after(valid_to), **words)

        return self.do(request, pk, bodies.RenewBody, act)

    @extend_schema(request=bodies.LeaveBody, responses=SpecialistSerializer)
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, pk: int) -> Response:
        """离任。仍有包联企业等事项的，须指定接手人。"""
        return self.do(request, pk, bodies.LeaveBody, leaving.leave)

    @extend_schema(request=bodies.MovePersonBody, responses={201: SpecialistSerializer})
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: int) -> Response:
        """调到另一服务站：原备案结束，同一编号另立一行。本单位内，包联企业随迁。"""
        self.get_object()
        words = self.words(request, bodies.MovePersonBody)
        words["expected_version"] = self.version_if_sent(request, pk)
        moved = leaving.move(pk, access=self.access, at=timezone.now(), **words)
        return self.shown(moved.pk, status.HTTP_201_CREATED)

    @extend_schema(request=LookBody, responses=RevealedSpecialistSerializer)
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, pk: int) -> Response:
        """完整手机号，写明事由，逐次留痕。"""
        words = self.words(request, LookBody)
        filing = specialists.reveal(pk, access=self.access, at=timezone.now(), **words)
        return Response(RevealedSpecialistSerializer(filing).data)

    def do(
        self,
        request: Request,
        pk: int,
        body: type[ProductSerializer],
        act: Callable[..., object],
    ) -> Response:
        self.get_object()
        words = self.words(request, body)
        words["expected_version"] = self.version_if_sent(request, pk)
        act(pk, access=self.access, at=timezone.now(), **words)
        return self.shown(pk)

    def shown(self, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
        self.kwargs["pk"] = pk
        filing = self.get_object()
        return self.versioned(filing, SpecialistSerializer(filing).data, status_code)


ROUTES = (("specialists", SpecialistViewSet),)
