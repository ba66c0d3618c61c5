"""Time limits over HTTP: every version, those of one day, and a new version."""

from datetime import date
from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.days import DayField
from enterprises.rules.spans import last_day
from services.actions import policies
from services.choices.clocks import ClockKind, LimitUnit, Urgency
from services.choices.tickets import Category
from services.models import TicketPolicy
from services.reports.policy_lists import POLICIES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer

FIELDS = [
    "category",
    "urgency",
    "kind",
    "amount",
    "unit",
    "extension",
    "extensions",
    "warn_percent",
    "warn_days_left",
    "warn_days_left_from",
    "late_rolls",
    "closes_at",
    "kept_on_transfer",
    "effective_from",
    "source",
]


class PolicySerializer(ProductModelSerializer):
    """One version of one limit; `effective_to` is its last day, null while it is open."""

    words = serializers.CharField(help_text="时限的文字说明")
    effective_to = serializers.SerializerMethodField()

    class Meta:
        model = TicketPolicy
        fields = ["id", "words", *FIELDS, "effective_to", "version"]

    def get_effective_to(self, policy: TicketPolicy) -> date | None:
        return last_day(policy.effective_until)


class PolicyBody(ProductSerializer):
    """A limit from a day on. What is left out has the defaults of the product."""

    category = serializers.ChoiceField(Category.choices, required=False, allow_blank=True)
    urgency = serializers.ChoiceField(Urgency.choices)
    kind = serializers.ChoiceField(ClockKind.choices)
    amount = serializers.IntegerField(min_value=1, max_value=1000)
    unit = serializers.ChoiceField(LimitUnit.choices)
    extension = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    extensions = serializers.IntegerField(min_value=0, max_value=10, required=False)
    warn_percent = serializers.IntegerField(min_value=1, max_value=100, required=False)
    warn_days_left = serializers.IntegerField(
        min_value=0, max_value=1000, required=False, allow_null=True
    )
    warn_days_left_from = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    late_rolls = serializers.BooleanField(required=False)
    closes_at = serializers.TimeField(required=False)
    kept_on_transfer = serializers.BooleanField(
        required=False, help_text="仅签收：转办时沿用原时限，不重新起算"
    )
    effective_from = DayField()
    source = serializers.CharField(max_length=200)  # type: ignore[assignment] # a body may call a field so


class PolicyFilters(ProductFilterSet):
    urgency = filters.ChoiceFilter(choices=Urgency.choices, label="紧急程度")
    kind = filters.ChoiceFilter(choices=ClockKind.choices, label="环节")
    on = filters.DateFilter(method="in_force", label="某日施行的时限")

    class Meta:
        model = TicketPolicy
        fields: list[str] = []

    def in_force(self, rows: Any, name: str, value: date) -> Any:
        return rows.on(value)


EXAMPLE = OpenApiExample(
    "一般件办结时限改为10个工作日",
    {
        "urgency": "normal",
        "kind": "solve",
        "amount": 10,
        "unit": "workdays",
        "extension": 5,
        "extensions": 1,
        "effective_from": "2027-01-01",
        "source": "市经信局关于企业诉求办理时限的通知",
    },
    request_only=True,
)


class PolicyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """办理时限。每一版都保留，新版自施行日起替代旧版，已施行的不可追改。"""

    view_capability = Capability.REFERENCE_VIEW
    queryset = TicketPolicy.objects.for_list()
    serializer_class = PolicySerializer
    exports = POLICIES
    filterset_class = PolicyFilters
    orderings = {
        "-effective_from": ("-effective_from", "-id"),
        "effective_from": ("effective_from", "id"),
    }

    @extend_schema(request=PolicyBody, responses={201: PolicySerializer}, examples=[EXAMPLE])
    def create(self, request: Request) -> Response:
        body = PolicyBody(data=request.data)
        body.is_valid(raise_exception=True)
        made = policies.add_version(access=self.access, at=timezone.now(), **body.validated_data)
        return self.versioned(made, PolicySerializer(made).data, status.HTTP_201_CREATED)


ROUTES = (("ticket-policies", PolicyViewSet),)
