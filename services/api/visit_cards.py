"""Pre-visit cards over HTTP, for telephones that will be without signal."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.models import Ticket, Visit
from services.queries.cards import Card, cards, late, title_name
from wuhan_smes.access import Capability
from wuhan_smes.web.viewsets import ScopedViewSet


class CardTitleSerializer(serializers.Serializer):
    name = serializers.CharField()
    valid_to = serializers.DateField(allow_null=True, help_text="最后一天；复核中为 null")


class CardTicketSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    late = serializers.BooleanField()


class CardContactSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    post = serializers.CharField()
    phone = serializers.CharField(help_text="只显示后四位；完整号码逐次查看并留痕")


class CardPlaceSerializer(serializers.Serializer):
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()


class CardLastSerializer(serializers.Serializer):
    visited_on = serializers.DateField()
    mode = serializers.CharField()
    place = serializers.CharField()
    received_name = serializers.CharField()
    received_post = serializers.CharField()
    purposes = serializers.ListField(child=serializers.CharField())
    summary = serializers.CharField()
    recorded_by_name = serializers.CharField()


class CardAnswerSerializer(serializers.Serializer):
    title = serializers.CharField()
    on = serializers.DateTimeField()
    text = serializers.CharField()


class CardReasonSerializer(serializers.Serializer):
    text = serializers.CharField()
    tone = serializers.CharField(allow_blank=True)


class VisitCardSerializer(serializers.Serializer):
    """走访前的一张卡片：称号与到期、在办问题、上次走访。"""

    enterprise = serializers.IntegerField()
    name = serializers.CharField()
    uscc = serializers.CharField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    weight = serializers.IntegerField(help_text="越大越应先去")
    reasons = CardReasonSerializer(many=True)
    titles = CardTitleSerializer(many=True)
    gap = serializers.CharField(allow_blank=True, help_text="离下一梯度还差什么，没有数值")
    papers = serializers.ListField(
        child=serializers.CharField(), help_text="只差材料就能兑现的项目，不含金额"
    )
    unpaid = serializers.ListField(
        child=serializers.CharField(), help_text="已认定、尚未到账的项目和进度，不含金额"
    )
    tickets = CardTicketSerializer(many=True)
    contacts = CardContactSerializer(many=True)
    answered = CardAnswerSerializer(allow_null=True, help_text="最近一次答复企业的问题")
    last = CardLastSerializer(allow_null=True)
    location = CardPlaceSerializer(allow_null=True, help_text="最近一次走访记下的位置")


class VisitCardViewSet(ScopedViewSet):
    """走访卡片：本人（或本站）包联的企业，最该去的在前。"""

    view_capability = Capability.VISIT_EDIT
    queryset = Visit.objects.order_by()
    pagination_class = None
    filter_backends = []
    serializer_class = VisitCardSerializer

    @extend_schema(responses=VisitCardSerializer(many=True))
    def list(self, request: Request) -> Response:
        found = cards(self.access, at=timezone.now())
        return Response(VisitCardSerializer([shown(card) for card in found], many=True).data)


def shown(card: Card) -> dict[str, Any]:
    """A card as a telephone keeps it."""
    now = timezone.now()
    return {
        "enterprise": card.care.enterprise_id,
        "name": card.care.enterprise_name,
        "uscc": card.care.uscc,
        "due_on": card.care.due_on,
        "last_on": card.care.last_on,
        "weight": card.weight,
        "reasons": card.reasons,
        "titles": [{"name": title_name(it), "valid_to": it.valid_to} for it in card.titles],
        "gap": card.gap,
        "papers": list(card.papers),
        "unpaid": list(card.unpaid),
        "tickets": [
            {
                "id": it.pk,
                "number": it.number,
                "title": it.title,
                "state": it.get_state_display(),
                "due_at": it.due_at,
                "late": late(it, now),
            }
            for it in card.tickets
        ],
        "contacts": [
            {"id": it.pk, "name": it.name, "post": it.post, "phone": it.masked_phone}
            for it in card.contacts
        ],
        "answered": _answer(card.answered),
        "last": card.last,
        "location": card.place,
    }


def _answer(ticket: Ticket | None) -> dict[str, Any] | None:
    if ticket is None:
        return None
    return {"title": ticket.title, "on": ticket.replied_at, "text": ticket.answer[:300]}
