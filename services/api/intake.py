"""Requests that come from another platform, each under that platform's own number."""

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.bodies import CodeField
from enterprises.models import Enterprise
from enterprises.rules.uscc import require_uscc
from services.actions.raising import raise_ticket
from services.actions.tickets.judging import answer
from services.choices.clocks import Urgency
from services.choices.tickets import Category, Channel, Nature
from services.models import Ticket
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

# What is raised here itself comes by its own doors.
OUTSIDE: Final = [
    (it.value, it.label) for it in Channel if it not in {Channel.VISIT, Channel.STATION}
]
INTAKE: Final = ListExport(
    "intake",
    "各渠道来件",
    columns_of(
        Ticket, "channel", "external_no", "number", "title", "state", "received_at", "closed_at"
    ),
)


class IntakeSerializer(ProductModelSerializer):
    """What the channel may know of its own request: where it stands and what was answered."""

    state_label = serializers.CharField(source="get_state_display")
    jurisdiction = UnitSerializer()

    class Meta:
        model = Ticket
        fields = [
            "channel",
            "external_no",
            "number",
            "title",
            "jurisdiction",
            "state",
            "state_label",
            "outcome",
            "answer",
            "received_at",
            "replied_at",
            "closed_at",
        ]


class IntakeBody(ProductSerializer):
    """One request. With `answer` a consultation is answered and closed at once (即答即结)."""

    channel = serializers.ChoiceField(OUTSIDE)
    external_no = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=5000)
    jurisdiction = CodeField(Jurisdiction, source="jurisdiction_id")
    category = serializers.ChoiceField(Category.choices, default=Category.OTHER)
    urgency = serializers.ChoiceField(Urgency.choices, default=Urgency.NORMAL)
    nature = serializers.ChoiceField(Nature.choices, required=False)
    uscc = serializers.CharField(max_length=18, required=False)
    enterprise_name = serializers.CharField(max_length=200, required=False)
    contact_name = serializers.CharField(max_length=60, required=False)
    contact_phone = serializers.CharField(max_length=30, required=False)
    answer = serializers.CharField(max_length=2000, required=False)


class IntakeFilters(ProductFilterSet):
    channel = filters.ChoiceFilter(choices=Channel.choices, label="来源")
    external_no = filters.CharFilter(label="来源编号")

    class Meta:
        model = Ticket
        fields: list[str] = []


EXAMPLE: Final = OpenApiExample(
    "汉企通来件",
    {
        "channel": "hanqitong",
        "external_no": "HQT20261122001",
        "title": "申请厂房扩建用地",
        "text": "现有厂房不足，希望协调用地。",
        "jurisdiction": "jiangxia",
        "category": "land",
        "uscc": "91420100MAXX00015X",
        "contact_name": "王经理",
        "contact_phone": "13800000000",
    },
    request_only=True,
)


class IntakeViewSet(mixins.ListModelMixin, ExportedViewSet):
    """各渠道来件：按来源编号登记一次，并可按编号查询办理进展与答复。"""

    view_capability = Capability.TICKET_VIEW
    queryset = Ticket.objects.for_list().exclude(external_no="")
    serializer_class = IntakeSerializer
    exports = INTAKE
    filterset_class = IntakeFilters
    orderings = {"-id": ("-id",), "id": ("id",)}

    @extend_schema(request=IntakeBody, responses={201: IntakeSerializer}, examples=[EXAMPLE])
    @transaction.atomic
    def create(self, request: Request) -> Response:
        body = IntakeBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        said = words.pop("answer", "")
        now = timezone.now()
        ticket = raise_ticket(access=self.access, at=now, **self._named(words), **words)
        if said:
            ticket = answer(ticket.pk, access=self.access, at=now, note=said)
        return Response(IntakeSerializer(ticket).data, status=status.HTTP_201_CREATED)

    def _named(self, words: dict[str, Any]) -> dict[str, Any]:
        """The enterprise by its code where it is registered in reach; else its name alone."""
        code = words.pop("uscc", "")
        if not code:
            return {}
        reach = self.access.reach(Capability.REGISTER_VIEW)
        known = Enterprise.objects.within(reach).filter(uscc=require_uscc(code))
        return {"enterprise_id": known.values_list("pk", flat=True).first()}


ROUTES = (("intake", IntakeViewSet),)
