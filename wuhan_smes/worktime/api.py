"""The working calendar over HTTP: years with their days, deadlines, corrections."""

from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from wuhan_smes.access import Capability
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer
from wuhan_smes.worktime.actions import calendar as calendar_actions
from wuhan_smes.worktime.actions.calendar import NoticeDay
from wuhan_smes.worktime.calendar import due
from wuhan_smes.worktime.choices import DayKind
from wuhan_smes.worktime.models import CalendarYear, WorkdayException
from wuhan_smes.worktime.queries import work_calendar

YEARS: Final = ListExport(
    "calendar", "日历年度", columns_of(CalendarYear, "year", "state", "document")
)
DAYS: Final = ListExport(
    "calendar-days",
    "放假与调休",
    columns_of(WorkdayException, "date", "kind", "name", "provisional", "source"),
)


class DaySerializer(ProductModelSerializer):
    """A day that departs from the plain week."""

    kind_label = serializers.CharField(source="get_kind_display")

    class Meta:
        model = WorkdayException
        fields = ["date", "kind", "kind_label", "name", "provisional"]


class YearSerializer(ProductModelSerializer):
    """A year; `provisional` until the State Council's notice is entered."""

    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = CalendarYear
        fields = ["year", "state", "state_label", "document", "version"]


class YearDetailSerializer(YearSerializer):
    """A year with its days; days not listed are as the week has them."""

    days = serializers.SerializerMethodField()

    class Meta(YearSerializer.Meta):
        fields = [*YearSerializer.Meta.fields, "days"]

    @extend_schema_field(DaySerializer(many=True))
    def get_days(self, year: CalendarYear) -> Any:
        return DaySerializer(WorkdayException.objects.of_year(year.year), many=True).data


class NoticeDaySerializer(ProductSerializer):
    date = serializers.DateField()
    kind = serializers.ChoiceField(choices=DayKind.choices)
    name = serializers.CharField(max_length=60)


class NoticeSerializer(ProductSerializer):
    """The State Council's notice for one year: all its holidays and make-up workdays."""

    document = serializers.CharField(max_length=200)
    days = NoticeDaySerializer(many=True, allow_empty=False)


class DayChangeSerializer(ProductSerializer):
    """One day; `kind` null puts it back to the plain week."""

    date = serializers.DateField()
    kind = serializers.ChoiceField(choices=DayKind.choices, allow_null=True)
    name = serializers.CharField(max_length=60, required=False, allow_blank=True)


class QuestionSerializer(ProductSerializer):
    """What a deadline is counted from."""

    received = serializers.DateField()
    workdays = serializers.IntegerField(min_value=1, max_value=250)
    rest_day_rolls = serializers.BooleanField(default=False)


class DueSerializer(serializers.Serializer):
    """The last day of a deadline, and whether a coming notice may move it."""

    due_on = serializers.DateField(source="on")
    provisional = serializers.BooleanField()


QUESTION = [
    OpenApiParameter("received", str, required=True, description="收到之日，不计入期限"),
    OpenApiParameter("workdays", int, required=True, description="工作日数"),
    OpenApiParameter("rest_day_rolls", bool, description="休息日收到的按次一工作日收到计算"),
]


class CalendarViewSet(mixins.ListModelMixin, ExportedViewSet):
    """The same for the whole city; corrected by those who keep the calendar."""

    view_capability = Capability.REFERENCE_VIEW
    queryset = CalendarYear.objects.for_list()
    serializer_class = YearSerializer
    exports = YEARS
    orderings = {"-year": ("-year",), "year": ("year",)}
    lookup_field = "year"

    @property
    def extra_parameters(self) -> frozenset[str]:  # type: ignore[override] # by action
        asked = self.action == "due"
        return frozenset({"received", "workdays", "rest_day_rolls"} if asked else ())

    @extend_schema(responses=YearDetailSerializer)
    def retrieve(self, request: Request, year: int) -> Response:
        return self._shown(self.get_object())

    @extend_schema(parameters=QUESTION, responses=DueSerializer)
    @action(detail=False, pagination_class=None)
    def due(self, request: Request) -> Response:
        """When a deadline ends (deadlines exclude the day of receipt)."""
        asked = QuestionSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        words = asked.validated_data
        found = due(
            words["received"],
            words["workdays"],
            work_calendar(),
            rest_day_rolls=words["rest_day_rolls"],
        )
        return Response(DueSerializer(found).data)

    @extend_schema(request=NoticeSerializer, responses=YearDetailSerializer)
    @action(detail=True, methods=["post"], serializer_class=NoticeSerializer)
    def publish(self, request: Request, year: int) -> Response:
        """Enter the notice of a year; its days replace what the year had."""
        words = self.validated(request)
        days = [NoticeDay(d["date"], DayKind(d["kind"]), d["name"]) for d in words["days"]]
        changed = calendar_actions.publish_year(
            self.get_object().year,
            access=self.access,
            at=timezone.now(),
            document=words["document"],
            days=days,
        )
        return self._shown(changed)

    @extend_schema(request=DayChangeSerializer, responses=YearDetailSerializer)
    @action(detail=True, methods=["post"], url_path="set-day", serializer_class=DayChangeSerializer)
    def set_day(self, request: Request, year: int) -> Response:
        """Make one day of the year a holiday, a make-up workday, or an ordinary day."""
        words = self.validated(request)
        changed = calendar_actions.set_day(
            words["date"],
            year_number=self.get_object().year,
            access=self.access,
            at=timezone.now(),
            kind=DayKind(words["kind"]) if words["kind"] else None,
            name=words.get("name", ""),
        )
        return self._shown(changed)

    def _shown(self, year: CalendarYear) -> Response:
        return self.versioned(year, YearDetailSerializer(year).data)


ROUTES = (("calendar", CalendarViewSet),)
