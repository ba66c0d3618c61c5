"""Visits over HTTP: written down once, put right, declared void, confirmed; their photos."""

from datetime import date
from typing import Any, Final

from django.db.models import Prefetch
from django.http import StreamingHttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from services.actions import visit_calls, visit_changes, visit_photos, visits
from services.actions.visit_words import Said
from services.api import visit_bodies as bodies
from services.api.shown_visits import (
    VisitDetailSerializer,
    VisitPhotoSerializer,
    VisitSerializer,
)
from services.api.visit_rows import COLUMNS, visit_rows
from services.choices.visits import Confirmation, VisitMode, VisitRank
from services.models import Visit, VisitPhoto
from services.queries.visits import tickets_shown, with_code
from services.querysets.visits import VisitQuerySet
from services.reports.visit_lists import VISITS
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.serving import file_response
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import LookBody
from wuhan_smes.web.viewsets import ScopedViewSet

EXAMPLE: Final = OpenApiExample(
    "登记走访，同时登记一个问题",
    {
        "client_uuid": "5f0c1f7e-6d0c-4b5e-9f5d-0f6f5f3b2a11",
        "enterprise": 1024,
        "visited_at": "2026-03-03T10:00:00+08:00",
        "mode": "place",
        "purposes": ["routine", "needs"],
        "summary": "生产正常，旺季缺少焊工",
        "facts": {"staff": 120, "staff_needed": 15},
        "next_due_on": "2026-06-01",
        "tickets": [{"title": "缺少焊工 15 名", "category": "labour"}],
    },
    request_only=True,
)


class VisitFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    station = filters.CharFilter(field_name="station__code", label="服务站编号")
    specialist = filters.NumberFilter(field_name="specialist_id", label="服务专员编号")
    campaign = filters.CharFilter(field_name="campaign__code", label="专项行动代码")
    rank = filters.ChoiceFilter(method="of_rank", choices=VisitRank.choices, label="走访层级")
    mode = filters.ChoiceFilter(choices=VisitMode.choices, label="方式")
    confirmation = filters.ChoiceFilter(choices=Confirmation.choices, label="企业确认")
    visited_from = filters.DateFilter(method="since", label="走访日期起（含）")
    visited_to = filters.DateFilter(method="up_to", label="走访日期止（含）")
    voided = filters.BooleanFilter(method="of_state", label="是否已作废")

    class Meta:
        model = Visit
        fields: list[str] = []

    def of_state(self, queryset: VisitQuerySet, name: str, voided: bool) -> VisitQuerySet:
        return queryset.filter(voided_at__isnull=not voided)

    def of_rank(self, queryset: VisitQuerySet, name: str, rank: str) -> VisitQuerySet:
        return queryset.of_rank(rank)

    def since(self, queryset: VisitQuerySet, name: str, first: date) -> VisitQuerySet:
        return queryset.since(first)

    def up_to(self, queryset: VisitQuerySet, name: str, last: date) -> VisitQuerySet:
        return queryset.up_to(last)


class VisitViewSet(ExportedViewSet):
    """走访。列表含已作废的；统计只计未作废的。"""

    view_capability = Capability.VISIT_VIEW
    queryset = Visit.objects.for_list().order_by()
    serializer_class = VisitSerializer
    row_columns = COLUMNS
    filterset_class = VisitFilters
    exports = VISITS
    orderings = {
        "-visited_at": ("-visited_at", "-id"),
        "visited_at": ("visited_at", "id"),
    }
    parser_classes = [JSONParser, MultiPartParser]
    secret_actions = frozenset({"reveal", "reveal_contact"})

    @extend_schema(responses=VisitSerializer(many=True))
    def list(self, request: Request) -> Response:
        listed = self.paginate_queryset(self.plain_rows())
        return self.get_paginated_response(visit_rows(listed or []))

    @extend_schema(responses=VisitDetailSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        return self._shown(pk)

    @extend_schema(
        request={"application/json": bodies.VisitBody},
        responses={201: VisitDetailSerializer, 200: VisitDetailSerializer},
        examples=[EXAMPLE],
    )
    def create(self, request: Request) -> Response:
        """登记走访。同一人以同一 client_uuid、同样内容再次提交，不会重复登记，
        答复 200 与第一次的记录；内容不同则答复 409（visit_number_taken），已登记的不变。
        """
        words = self._words(request, bodies.VisitBody)
        said = Said(**bodies.said_of(words))
        logged = visits.log(
            words.get("enterprise") or with_code(words["uscc"], self.access),
            access=self.access,
            at=timezone.now(),
            client_uuid=words["client_uuid"],
            said=said,
            station_id=self._station(words["station"]),
            members=bodies.members_of(words.get("members", [])),
            needs=bodies.needs_of(words.get("tickets", [])),
            historical=words["historical"],
        )
        code = status.HTTP_200_OK if logged.again else status.HTTP_201_CREATED
        return self._shown(logged.visit.pk, code, warning=logged.warning)

    @extend_schema(request={"application/json": bodies.AmendBody}, responses=VisitDetailSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """更正：登记后几天内可改，须写明理由；走访时间除外；已确认的须重新确认。"""
        expected = self.expected_version(request, pk)
        self.get_object()
        words = self._words(request, bodies.AmendBody, partial=True)
        members, reason = words.pop("members", None), words.pop("reason", "")
        visit_changes.amend(
            pk,
            access=self.access,
            at=timezone.now(),
            values=bodies.said_of(words),
            reason=reason,
            members=None if members is None else bodies.members_of(members),
            expected_version=expected,
        )
        return self._shown(pk)

    @extend_schema(request={"application/json": bodies.VoidBody}, responses=VisitDetailSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: int) -> Response:
        """作废：留存，不再计数。"""
        self.get_object()
        words = self._words(request, bodies.VoidBody)
        visit_changes.void(pk, access=self.access, at=timezone.now(), **words)
        return self._shown(pk)

    @extend_schema(
        request={"application/json": bodies.ConfirmBody}, responses=VisitDetailSerializer
    )
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: int) -> Response:
        """登记企业对走访的确认。"""
        self.get_object()
        words = self._words(request, bodies.ConfirmBody)
        visit_changes.confirm(pk, access=self.access, at=timezone.now(), **words)
        return self._shown(pk)

    @extend_schema(
        request={"multipart/form-data": bodies.PhotoBody},
        responses={201: VisitPhotoSerializer, 200: VisitPhotoSerializer},
    )
    @action(detail=True, methods=["post"])
    def photos(self, request: Request, pk: int) -> Response:
        """上传一张照片。拍摄时间与位置读出后从照片中去除；再次上传同一张不会重复。"""
        self.get_object()
        words = self._words(request, bodies.PhotoBody)
        added = visit_photos.add(
            pk,
            access=self.access,
            at=timezone.now(),
            client_uuid=words["client_uuid"],
            data=words["photo"].read(),
            to_tickets=words["to_tickets"],
        )
        code = status.HTTP_200_OK if added.again else status.HTTP_201_CREATED
        return Response(VisitPhotoSerializer(added.photo).data, status=code)

    @extend_schema(request={"application/json": LookBody}, responses={200: OpenApiTypes.OBJECT})
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, pk: int) -> Response:
        """查看接待人完整电话，写明事由，逐次留痕。"""
        self.get_object()
        words = self._words(request, LookBody)
        visit = visit_calls.reveal_received(pk, access=self.access, at=timezone.now(), **words)
        return Response({"phone": visit.received_phone})

    @extend_schema(
        request={"application/json": bodies.RevealBody}, responses={200: OpenApiTypes.OBJECT}
    )
    @action(detail=False, methods=["post"], url_path="reveal-contact", filterset_class=None)
    def reveal_contact(self, request: Request) -> Response:
        """查看包联企业联系人的完整电话，写明事由，逐次留痕。"""
        words = self._words(request, bodies.RevealBody)
        contact = visit_calls.reveal_contact(
            words["contact"], access=self.access, at=timezone.now(), reason=words["reason"]
        )
        return Response({"name": contact.name, "phone": contact.phone})

    def _words(self, request: Request, body: Any, *, partial: bool = False) -> dict[str, Any]:
        context = self.get_serializer_context()
        serializer = body(data=request.data, context=context, partial=partial)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _station(self, code: str) -> int | None:
        if not code:
            return None
        stations = ServiceStation.objects.within(self.access.reach(Capability.VISIT_EDIT))
        found = stations.filter(code=code).values_list("pk", flat=True).first()
        if found is None:
            raise InputRefused(Fault("station", "unknown", "没有这个服务站，或不在您的管理范围内"))
        return found

    def _shown(self, pk: int, code: int = status.HTTP_200_OK, *, warning: str = "") -> Response:
        tickets = Prefetch("tickets", queryset=tickets_shown(self.access))
        rows = self.get_queryset().prefetch_related("members__agency", "photos", tickets)
        visit = rows.get(pk=pk)
        context = {**self.get_serializer_context(), "warning": warning}
        return self.versioned(visit, VisitDetailSerializer(visit, context=context).data, code)


class VisitPhotoViewSet(mixins.RetrieveModelMixin, ScopedViewSet):
    """走访照片。"""

    view_capability = Capability.VISIT_VIEW
    queryset = VisitPhoto.objects.select_related("file").order_by()
    serializer_class = VisitPhotoSerializer

    @extend_schema(responses={(200, "image/*"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request: Request, pk: int) -> StreamingHttpResponse:
        """照片本身，不含拍摄时间、位置等信息。"""
        photo = self.get_object()
        return file_response(photo.file, self.access)

    @extend_schema(request=bodies.VoidBody, responses=VisitPhotoSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.VoidBody)
    def remove(self, request: Request, pk: int) -> Response:
        """撤下照片，须写明理由；原件留存。"""
        self.get_object()
        words = self.validated(request)
        photo = visit_photos.remove(pk, access=self.access, at=timezone.now(), **words)
        return Response(VisitPhotoSerializer(photo).data)
