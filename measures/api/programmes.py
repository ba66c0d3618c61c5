"""Matters and programmes over HTTP: drafted, amended, put into force by two people, ended."""

from datetime import date
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from measures.actions import matters, naming, programmes
from measures.api import promise_bodies as bodies
from measures.api.promise_bodies import (
    EntitlementSerializer,
    MatterSerializer,
    ProgrammeDetail,
    ProgrammeSerializer,
)
from measures.choices import DocumentLevel, PayeeKind, ProgrammeState
from measures.models import Matter, Programme
from measures.querysets import ProgrammeQuerySet
from measures.reports import MATTERS, PROGRAMMES
from measures.rules.naming import Named
from wuhan_smes.access import Capability
from wuhan_smes.jobs.api import JobSerializer
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet

FIND = "measures.find_entitlements"


class MatterViewSet(mixins.ListModelMixin, ExportedViewSet):
    """同一事项：就高从优不重复，以事项为单位。"""

    view_capability = Capability.MEASURE_VIEW
    queryset = Matter.objects.prefetch_related("spellings").order_by()
    serializer_class = MatterSerializer
    exports = MATTERS

    def retrieve(self, request: Request, pk: int) -> Response:
        return self._shown(pk)

    @extend_schema(request=bodies.MatterBody, responses={201: MatterSerializer})
    def create(self, request: Request) -> Response:
        words = said(bodies.MatterBody, request)
        made = matters.add(access=self.access, at=timezone.now(), **words)
        return self._shown(made.pk, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.MatterChanges, responses=MatterSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        self.get_object()
        expected = self.expected_version(request, pk)
        matters.amend(
            pk,
            access=self.access,
            at=timezone.now(),
            values=said(bodies.MatterChanges, request),
            expected_version=expected,
        )
        return self._shown(pk)

    def _shown(self, pk: int, code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=pk)
        return self.versioned(row, MatterSerializer(row).data, code)


class ProgrammeFilters(ProductFilterSet):
    code = filters.CharFilter(label="项目代码")
    matter = filters.CharFilter(field_name="matter__code", label="事项代码")
    clause = filters.CharFilter(field_name="clause__code", label="条款")
    state = filters.ChoiceFilter(choices=ProgrammeState.choices, label="状态")
    level = filters.ChoiceFilter(choices=DocumentLevel.choices, label="层级")
    payee_kind = filters.ChoiceFilter(choices=PayeeKind.choices, label="兑付对象")
    on = filters.DateFilter(method="in_force", label="某日施行的项目")

    class Meta:
        model = Programme
        fields: list[str] = []

    def in_force(self, rows: ProgrammeQuerySet, name: str, value: date) -> ProgrammeQuerySet:
        return rows.in_force(on=value)


class ProgrammeViewSet(mixins.ListModelMixin, ExportedViewSet):
    """兑现项目：每一版都保留，施行后不再改动。"""

    view_capability = Capability.MEASURE_VIEW
    queryset = Programme.objects.for_list().order_by()
    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilters
    exports = PROGRAMMES

    @extend_schema(responses=ProgrammeDetail)
    def retrieve(self, request: Request, pk: int) -> Response:
        return self._shown(pk)

    @extend_schema(request=bodies.DraftBody, responses={201: ProgrammeDetail})
    def create(self, request: Request) -> Response:
        words = said(bodies.DraftBody, request)
        code = words.pop("code")
        made = programmes.draft(access=self.access, at=timezone.now(), code=code, values=words)
        return self._shown(made.pk, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.TermsBody, responses=ProgrammeDetail)
    def partial_update(self, request: Request, pk: int) -> Response:
        self.get_object()
        expected = self.expected_version(request, pk)
        programmes.revise(
            pk,
            access=self.access,
            at=timezone.now(),
            values=said(bodies.TermsBody, request, partial=True),
            expected_version=expected,
        )
        return self._shown(pk)

    @extend_schema(request=bodies.AmendBody, responses={201: ProgrammeDetail})
    @action(detail=True, methods=["post"])
    def amend(self, request: Request, pk: int) -> Response:
        """另拟新版：条款照抄，再行修改；施行之日起接替本版。"""
        words = said(bodies.AmendBody, request)
        made = programmes.amend(pk, access=self.access, at=timezone.now(), values={}, **words)
        return self._shown(made.pk, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.ProposeBody, responses=ProgrammeDetail)
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, pk: int) -> Response:
        """提请自某日起施行，由他人批准。"""
        words = said(bodies.ProposeBody, request)
        programmes.propose(pk, access=self.access, at=timezone.now(), **words)
        return self._shown(pk)

    @extend_schema(request=None, responses=ProgrammeDetail)
    @action(detail=True, methods=["post"], url_path="put-into-force")
    def put_into_force(self, request: Request, pk: int) -> Response:
        """批准施行；提请人不能批准自己提请的项目。"""
        programmes.put_into_force(pk, access=self.access, at=timezone.now())
        return self._shown(pk)

    @extend_schema(request=bodies.EndBody, responses=ProgrammeDetail)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: int) -> Response:
        """终止；此前发生的事实仍按本版兑付。"""
        words = said(bodies.EndBody, request)
        programmes.end(pk, access=self.access, at=timezone.now(), **words)
        return self._shown(pk)

    @extend_schema(request=bodies.FindBody, responses={202: JobSerializer})
    @action(detail=True, methods=["post"])
    def find(self, request: Request, pk: int) -> Response:
        """在全市企业中查找应兑付对象；同一事项的项目一并核算。"""
        programme = self.get_object()
        on = said(bodies.FindBody, request).get("on") or timezone.localdate()
        job = enqueue(
            FIND,
            {"programme_id": programme.pk, "on": on.isoformat()},
            access=self.access,
            capability=Capability.ENTITLEMENT_FIND,
        )
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=bodies.PutForwardBody, responses={201: EntitlementSerializer(many=True)})
    @action(detail=True, methods=["post"], url_path="put-forward")
    def put_forward(self, request: Request, pk: int) -> Response:
        """按名单列入：人才、机构、园区等企业名录之外的对象。"""
        named = [Named(**one) for one in said(bodies.PutForwardBody, request)["named"]]
        now = timezone.now()
        lines = naming.put_forward(
            pk, access=self.access, at=now, on=timezone.localdate(now), named=named
        )
        shown = EntitlementSerializer(lines, many=True).data
        return Response(shown, status=status.HTTP_201_CREATED)

    def _shown(self, pk: int, code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().for_detail().get(pk=pk)
        return self.versioned(row, ProgrammeDetail(row).data, code)


def said(
    body: type[serializers.Serializer],
    request: Request,
    *,
    partial: bool = False,
) -> dict[str, Any]:
    serializer = body(data=request.data, partial=partial)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
