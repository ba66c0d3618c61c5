"""Drives and events over HTTP, and who came."""

from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from services.actions import campaigns, events
from services.actions.events import Came
from services.api import event_bodies as bodies
from services.api.parts import NamedSerializer, VerbViewSet
from services.choices.stations import EventKind
from services.models import Campaign, EventAttendance, ServiceEvent
from services.reports.station_lists import CAMPAIGNS, EVENTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, UnitSerializer


class CampaignSerializer(ProductModelSerializer):
    """A drive; both days belong to it."""

    jurisdiction = UnitSerializer()

    class Meta:
        model = Campaign
        fields = [
            "id",
            "code",
            "name",
            "jurisdiction",
            "starts_on",
            "ends_on",
            "description",
            "version",
        ]


class CampaignFilters(ProductFilterSet):
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="发起单位代码")
    on = filters.DateFilter(method="running", label="某日进行中")

    class Meta:
        model = Campaign
        fields: list[str] = []

    def running(self, rows: Any, name: str, value: date) -> Any:
        return rows.running(on=value)


class CampaignViewSet(mixins.ListModelMixin, VerbViewSet, ExportedViewSet):
    """专项行动。人人可见，由发起单位维护。"""

    view_capability = Capability.STATION_VIEW
    queryset = Campaign.objects.select_related("jurisdiction")
    serializer_class = CampaignSerializer
    exports = CAMPAIGNS
    filterset_class = CampaignFilters
    orderings = {"-id": ("-id",), "id": ("id",)}
    lookup_field = "code"
    lookup_value_converter = "slug"

    @extend_schema(responses=CampaignSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        row = self.get_object()
        return self.versioned(row, CampaignSerializer(row).data)

    @extend_schema(request=bodies.CampaignBody, responses={201: CampaignSerializer})
    def create(self, request: Request) -> Response:
        words = self.words(request, bodies.CampaignBody)
        made = campaigns.create(access=self.access, at=timezone.now(), **words)
        return self.versioned(made, CampaignSerializer(made).data, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.AmendCampaignBody, responses=CampaignSerializer)
    def partial_update(self, request: Request, code: str) -> Response:
        row = self.get_object()
        campaigns.amend(
            row.pk,
            access=self.access,
            at=timezone.now(),
            values=self.words(request, bodies.AmendCampaignBody, partial=True),
            expected_version=self.expected_version(request, row.pk),
        )
        return self.retrieve(request, code)

    @extend_schema(request=bodies.OnBody, responses=CampaignSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, code: str) -> Response:
        row = self.get_object()
        words = self.words(request, bodies.OnBody)
        words["expected_version"] = self.version_if_sent(request, row.pk)
        campaigns.close(row.pk, access=self.access, at=timezone.now(), **words)
        return self.retrieve(request, code)


class EventSerializer(ProductModelSerializer):
    """An event; `persons` null: not counted. `enterprises` is how many are told to have come."""

    jurisdiction = UnitSerializer()
    station = NamedSerializer(allow_null=True)
    campaign = NamedSerializer(allow_null=True)
    enterprises = serializers.IntegerField()

    class Meta:
        model = ServiceEvent
        fields = [
            "id",
            "title",
            "kind",
            "jurisdiction",
            "station",
            "campaign",
            "held_on",
            "place",
            "co_hosts",
            "persons",
            "enterprises",
            "summary",
            "cancelled_at",
            "cancel_reason",
            "version",
        ]


class AttendanceSerializer(ProductModelSerializer):
    """Who came: `enterprise` is null for one known by its name alone."""

    class Meta:
        model = EventAttendance
        fields = ["id", "enterprise", "enterprise_name", "persons", "note"]


class EventFilters(ProductFilterSet):
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    station = filters.CharFilter(field_name="station__code", label="服务站编号")
    campaign = filters.CharFilter(field_name="campaign__code", label="专项行动代码")
    kind = filters.ChoiceFilter(choices=EventKind.choices, label="类别")
    held_from = filters.DateFilter(field_name="held_on", lookup_expr="gte", label="自某日")
    held_to = filters.DateFilter(field_name="held_on", lookup_expr="lte", label="至某日")
    held = filters.BooleanFilter(field_name="cancelled_at", lookup_expr="isnull", label="未取消")

    class Meta:
        model = ServiceEvent
        fields: list[str] = []


class EventViewSet(mixins.ListModelMixin, VerbViewSet, ExportedViewSet):
    """服务活动与参加企业。"""

    view_capability = Capability.STATION_VIEW
    queryset = ServiceEvent.objects.for_list().annotate(enterprises=Count("attendances"))
    serializer_class = EventSerializer
    exports = EVENTS
    filterset_class = EventFilters
    orderings = {
        "-held_on": ("-held_on", "-id"),
        "held_on": ("held_on", "id"),
        "-id": ("-id",),
    }

    @extend_schema(responses=EventSerializer)
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.shown(pk)

    @extend_schema(request=bodies.EventBody, responses={201: EventSerializer})
    def create(self, request: Request) -> Response:
        words = self.words(request, bodies.EventBody)
        made = events.create(access=self.access, at=timezone.now(), **words)
        return self.shown(made.pk, status.HTTP_201_CREATED)

    @extend_schema(request=bodies.AmendEventBody, responses=EventSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        self.get_object()
        events.amend(
            pk,
            access=self.access,
            at=timezone.now(),
            values=self.words(request, bodies.AmendEventBody, partial=True),
            expected_version=self.expected_version(request, pk),
        )
        return self.shown(pk)

    @extend_schema(request=bodies.ReasonBody, responses=EventSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:
        """活动未举办或重复登记：不再计数。"""
        self.get_object()
        words = self.words(request, bodies.ReasonBody)
        words["expected_version"] = self.version_if_sent(request, pk)
        events.cancel(pk, access=self.access, at=timezone.now(), **words)
        return self.shown(pk)

    @extend_schema(responses=AttendanceSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def attendance(self, request: Request, pk: int) -> Response:
        """参加企业名单，整单给出。"""
        return Response(self.came(pk))

    @extend_schema(request=bodies.AttendanceBody, responses={201: AttendanceSerializer(many=True)})
    @attendance.mapping.post
    def record_attendance(self, request: Request, pk: int) -> Response:
        """登记参加企业：名录内的给编号，名录外的给名称。"""
        self.get_object()
        words = self.words(request, bodies.AttendanceBody)
        came = [Came(**dict(one)) for one in words["came"]]
        events.record_attendance(pk, came, access=self.access, at=timezone.now())
        return Response(self.came(pk), status=status.HTTP_201_CREATED)

    @extend_schema(request=bodies.StrikeBody, responses=AttendanceSerializer(many=True))
    @action(detail=True, methods=["post"], pagination_class=None)
    def strike(self, request: Request, pk: int) -> Response:
        """从名单上去掉登记错的企业。"""
        self.get_object()
        words = self.words(request, bodies.StrikeBody)
        events.strike_attendance(pk, words["attendance"], access=self.access, at=timezone.now())
        return Response(self.came(pk))

    def came(self, pk: int) -> Any:
        event = self.get_object()
        reach = self.access.reach(Capability.STATION_VIEW)
        rows = EventAttendance.objects.within(reach).filter(event=event).order_by("id")
        return AttendanceSerializer(rows, many=True).data

    def shown(self, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
        self.kwargs["pk"] = pk
        event = self.get_object()
        return self.versioned(event, EventSerializer(event).data, status_code)


ROUTES = (("campaigns", CampaignViewSet), ("service-events", EventViewSet))
