"""Typed records over HTTP: one address for all kinds, typed by the kind it names."""

from datetime import date
from typing import Any, Final

from django.http import Http404
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.models import Enterprise
from measures.actions import records
from measures.api import record_bodies as bodies
from measures.api.by_list import ListBody, TakenSerializer, told, words_of
from measures.exchange.handed import take_records
from measures.models import PublicEvent, Record, kinds
from measures.queries.record_owners import named
from measures.queries.records import counted
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.viewsets import ScopedViewSet

CODE: Final = 18  # as long as a credit code is
KIND = OpenApiParameter(
    "record_kind", str, OpenApiParameter.PATH, description="台账类别，见 records/"
)
ON = OpenApiParameter("on", date, description="统计日，缺省为今天")


class RecordFilters(ProductFilterSet):
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    number = filters.CharFilter(label="台账编号")
    happened_from = filters.DateFilter(field_name="happened_on", lookup_expr="gte", label="日期起")
    happened_to = filters.DateFilter(field_name="happened_on", lookup_expr="lte", label="日期止")
    struck = filters.BooleanFilter(
        field_name="struck_at", lookup_expr="isnull", exclude=True, label="已撤销"
    )

    class Meta:
        model = Record
        fields: list[str] = []


class RecordKindViewSet(ScopedViewSet):
    """台账类别：各类记录什么、统计什么、对应哪些条款。"""

    view_capability = Capability.RECORD_VIEW
    queryset = PublicEvent.objects.for_list()  # only its scope is asked for: kinds are declarations
    serializer_class = bodies.RecordKindSerializer
    pagination_class = None

    @extend_schema(
        operation_id="record_kinds_list", responses=bodies.RecordKindSerializer(many=True)
    )
    def list(self, request: Request) -> Response:
        return Response(bodies.RecordKindSerializer(list(kinds().values()), many=True).data)


class RecordViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ScopedViewSet):
    """专项台账：活动、平台、人才、融资等记录，按类别各有字段。"""

    view_capability = Capability.RECORD_VIEW
    queryset = PublicEvent.objects.for_list().order_by()
    filterset_class = RecordFilters

    @property
    def model(self) -> type[Record]:
        try:
            return kinds()[self.kwargs["record_kind"]]
        except KeyError:
            raise Http404 from None

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return PublicEvent.objects.none()
        return self._within(self.model.objects.for_list().order_by())

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        if getattr(self, "swagger_fake_view", False):
            return bodies.shown_as(PublicEvent)
        return bodies.shown_as(self.model)

    @extend_schema(parameters=[KIND], responses=bodies.ANY_SHOWN)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[KIND], responses=bodies.ANY_SHOWN)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        return self.versioned(row, self.get_serializer(row).data)

    @extend_schema(parameters=[KIND], request=bodies.ANY_TOLD, responses={201: bodies.ANY_SHOWN})
    def create(self, request: Request, record_kind: str) -> Response:
        """登记一条；企业类台账写 enterprise，其余写 jurisdiction。"""
        said = self._said(request, bodies.told_as(self.model, whole=True))
        enterprise, unit = said.pop("enterprise", ""), said.pop("jurisdiction", None)
        row = records.record(
            record_kind,
            access=self.access,
            at=timezone.now(),
            values=said,
            enterprise_id=self._enterprise(enterprise) if enterprise else None,
            jurisdiction_id=unit.pk if unit else None,
        )
        return self._shown(row.pk, status.HTTP_201_CREATED)

    @extend_schema(parameters=[KIND], request=bodies.ANY_AMENDED, responses=bodies.ANY_SHOWN)
    def partial_update(self, request: Request, record_kind: str, pk: int) -> Response:
        """更正所列各项；须带 If-Match。"""
        self.get_object()
        version = self.expected_version(request, pk)
        said = self._said(request, bodies.told_as(self.model, whole=False))
        row = records.amend(
            record_kind,
            pk,
            access=self.access,
            at=timezone.now(),
            values=said,
            expected_version=version,
        )
        return self._shown(row.pk)

    @extend_schema(parameters=[KIND], request=bodies.RecordStrikeBody, responses=bodies.ANY_SHOWN)
    def strike(self, request: Request, record_kind: str, pk: int) -> Response:
        """撤销误登的记录；留存可查，不再计入。"""
        self.get_object()
        words = self._said(request, bodies.RecordStrikeBody)
        records.strike_set(record_kind, [pk], access=self.access, at=timezone.now(), **words)
        return self._shown(pk)

    @extend_schema(parameters=[KIND], request=ListBody, responses={201: TakenSerializer})
    def hand_in(self, request: Request, record_kind: str) -> Response:
        """按表登记：整张表都对才登记；编号已有的按表更新，有一行不对则逐行说明，全部不登记。"""
        taken = take_records(
            self.model,
            user=request.user,  # type: ignore[arg-type] # nobody comes here unknown
            access=self.access,
            at=timezone.now(),
            **words_of(ListBody, request.data),
        )
        return Response(told(taken), status.HTTP_201_CREATED)

    def _enterprise(self, said: str) -> int:
        """The one meant by its number, code or name. Raises DoesNotExist for one out of reach."""
        reach = self.access.reach(Capability.RECORD_EDIT)
        if said.isdecimal() and len(said) < CODE:
            return Enterprise.objects.within(reach).only("pk").get(pk=int(said)).pk
        found = named(said, self.model, reach)
        if found is None:
            raise Enterprise.DoesNotExist("no such enterprise is within reach")
        return found.id

    def _said(
        self, request: Request, body: type[serializers.BaseSerializer[Any]]
    ) -> dict[str, Any]:
        serializer = body(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _shown(self, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=pk)
        return self.versioned(row, self.get_serializer(row).data, status_code)


class RecordCountViewSet(ScopedViewSet):
    """台账统计：一类台账在某日的各项数。"""

    view_capability = Capability.RECORD_VIEW
    reads_replica = True
    queryset = PublicEvent.objects.for_list()  # only its scope is asked for
    serializer_class = bodies.RecordCountSerializer
    pagination_class = None
    extra_parameters = frozenset({"on"})

    @extend_schema(parameters=[KIND, ON], responses=bodies.RecordCountSerializer(many=True))
    def list(self, request: Request, record_kind: str) -> Response:
        """限本人可见范围。"""
        if record_kind not in kinds():
            raise Http404
        reach = self.access.reach(Capability.RECORD_VIEW)
        found = counted(kinds()[record_kind], on=_day(request), reach=reach)
        return Response(bodies.RecordCountSerializer(found, many=True).data)


def _day(request: Request) -> date:
    text = request.query_params.get("on", "")
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise InputRefused(Fault("?on", "not_a_date", f"“{text}”不是日期")) from None
