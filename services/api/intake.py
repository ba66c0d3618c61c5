"""Requests that come from another platform, each under that platform's own number."""

from dataclasses import replace
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.bodies import CodeField
from enterprises.models import Enterprise
from enterprises.rules.uscc import require_uscc
from services.actions.raising import raise_ticket
from services.actions.tickets import attaching
from services.actions.tickets.judging import answer
from services.choices.channels import OUTSIDE_CHOICES
from services.choices.clocks import Urgency
from services.choices.tickets import Category, Channel, Nature
from services.models import Ticket
from services.rules.attachments import MOST_AT_ONCE
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import NotPermitted
from wuhan_smes.files.attachments import TOLD
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

# What taking in and answering at once ask for.
TAKES_IN: Final = (Capability.TICKET_RAISE, Capability.TICKET_TRIAGE, Capability.REGISTER_VIEW)
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

    channel = serializers.ChoiceField(OUTSIDE_CHOICES)
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
    files = serializers.ListField(
        child=serializers.FileField(),
        max_length=MOST_AT_ONCE,
        required=False,
        help_text=f"附件，以 multipart/form-data 提交，可多个：{TOLD}",
    )


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
    """各渠道来件：按来源编号登记一次，并可按编号查询办理进展与答复。

    限定渠道的令牌只登记、只查询本渠道的来件。
    """

    view_capability = Capability.CHANNEL_INTAKE
    queryset = Ticket.objects.for_list().exclude(external_no="")
    serializer_class = IntakeSerializer
    exports = INTAKE
    filterset_class = IntakeFilters
    orderings = {"-id": ("-id",), "id": ("id",)}
    parser_classes = [JSONParser, MultiPartParser]

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        bound = self.access.bound_to
        return rows.filter(channel=bound) if bound else rows

    @extend_schema(
        request={"application/json": IntakeBody, "multipart/form-data": IntakeBody},
        responses={201: IntakeSerializer},
        examples=[EXAMPLE],
    )
    @transaction.atomic
    def create(self, request: Request) -> Response:
        body = IntakeBody(data=request.data)
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        said, files = words.pop("answer", ""), words.pop("files", ())
        now = timezone.now()
        access = self._acting(words["channel"])
        named = _named(words, access)
        ticket = raise_ticket(access=access, at=now, **named, **words)
        for file in files:
            given = {"name": file.name, "data": file.read()}
            attaching.attach(ticket.pk, access=access, at=now, **given)
        if said:
            ticket = answer(ticket.pk, access=access, at=now, note=said)
        return Response(IntakeSerializer(ticket).data, status=status.HTTP_201_CREATED)

    def _acting(self, channel: str) -> Access:
        """Who takes it in. A key bound to a channel does for that channel what the desk would."""
        access = self.access
        if not access.bound_to:
            return access
        if channel != access.bound_to:
            raise NotPermitted("该令牌只能登记本渠道的来件")
        reach = access.reach(Capability.CHANNEL_INTAKE)
        return replace(access, reaches=dict.fromkeys(TAKES_IN, reach))


def _named(words: dict[str, Any], access: Access) -> dict[str, Any]:
    """The enterprise by its code where it is registered in reach; else its name alone."""
    code = words.pop("uscc", "")
    if not code:
        return {}
    reach = access.reach(Capability.REGISTER_VIEW)
    known = Enterprise.objects.within(reach).filter(uscc=require_uscc(code))
    return {"enterprise_id": known.values_list("pk", flat=True).first()}


ROUTES = (("intake", IntakeViewSet),)
