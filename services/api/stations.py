"""Service stations over HTTP: opened, corrected and closed; who stands where on which day."""

from datetime import date
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from services.actions import stations
from services.api import station_bodies as bodies
from services.api.parts import NamedSerializer, VerbViewSet
from services.choices.stations import StationKind
from services.queries.stations import stations_on
from services.reports.station_lists import STATIONS
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, UnitSerializer


class StationSerializer(ProductModelSerializer):
    """A point of service; `closed_on` is null while it is open."""

    jurisdiction = UnitSerializer()
    kind = serializers.CharField(source="profile.kind", default="")
    street = NamedSerializer(source="profile.street", default=None)
    host = serializers.CharField(source="profile.host", default="")
    phone = serializers.CharField(source="profile.phone", default="")
    awards = serializers.ListField(
        child=serializers.CharField(), source="profile.awards", default=list
    )

    class Meta:
        model = ServiceStation
        fields = [
            "id",
            "code",
            "name",
            "jurisdiction",
            "kind",
            "street",
            "address",
            "host",
            "phone",
            "awards",
            "opened_on",
            "closed_on",
        ]


class StationFilters(ProductFilterSet):
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    kind = filters.ChoiceFilter(
        field_name="profile__kind", choices=StationKind.choices, label="类别"
    )
    street = filters.CharFilter(field_name="profile__street__code", label="街道代码")
    on = filters.DateFilter(method="open_on", label="某日开放")
    q = filters.CharFilter(field_name="name", lookup_expr="contains", label="名称")

    class Meta:
        model = ServiceStation
        fields: list[str] = []

    def open_on(self, rows: Any, name: str, value: date) -> Any:
        return rows.filter(pk__in=stations_on(value).values("pk"))


class StationViewSet(mixins.ListModelMixin, VerbViewSet, ExportedViewSet):
    """服务站。设立、修改、撤销均以动作办理；服务站不改变管理单位。"""

    view_capability = Capability.STATION_VIEW
    queryset = ServiceStation.objects.select_related("jurisdiction", "profile__street")
    serializer_class = StationSerializer
    exports = STATIONS
    filterset_class = StationFilters
    orderings = {"id": ("id",), "-id": ("-id",), "code": ("code", "id")}
    lookup_field = "code"
    lookup_value_converter = "slug"

    def retrieve(self, request: Request, code: str) -> Response:
        return self.shown(code)

    @extend_schema(request=bodies.OpenBody, responses={201: StationSerializer})
    def create(self, request: Request) -> Response:
        words = self.words(request, bodies.OpenBody)
        made = stations.open_station(access=self.access, at=timezone.now(), **words)
        return self.shown(made.station.code, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.AmendStationBody, responses=StationSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        station = self.get_object()
        stations.amend(
            station.pk,
            access=self.access,
            at=timezone.now(),
            values=self.words(request, bodies.AmendStationBody, partial=True),
            expected_version=self.expected_version(request, station.pk),
        )
        return self.shown(code)

    @extend_schema(request=bodies.CloseBody, responses=StationSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, code: str) -> Response:
        """撤销服务站。站内专员随包联企业转到 to_station；未指定而仍有人员时不予撤销。"""
        station = self.get_object()
        words = self.words(request, bodies.CloseBody)
        words["expected_version"] = self.version_if_sent(request, station.pk)
        stations.close(station.pk, access=self.access, at=timezone.now(), **words)
        return self.shown(code)

    def shown(self, code: str, status_code: int = status.HTTP_200_OK) -> Response:
        """The station as it is now; its version is that of its profile."""
        self.kwargs["code"] = code
        station = self.get_object()
        version = getattr(getattr(station, "profile", None), "version", 1)
        etag = f'"{station.pk}-{version}"'
        body = StationSerializer(station).data
        return Response(body, status=status_code, headers={"ETag": etag})


ROUTES = (("stations", StationViewSet),)
