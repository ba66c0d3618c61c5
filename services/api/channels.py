"""Whom results are pushed back to, and what became of each message."""

from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from services.actions import channels
from services.choices.channels import OUTSIDE_CHOICES, PushState
from services.models import ChannelDelivery, ChannelSubscription
from services.reports.channel_lists import DELIVERIES, SUBSCRIPTIONS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer


class SubscriptionSerializer(ProductModelSerializer):
    """One channel; the secret is shown where it is renewed, and nowhere else."""

    class Meta:
        model = ChannelSubscription
        fields = ["id", "channel", "address", "is_on", "changed_at", "changed_by_name", "version"]


class RenewedSerializer(SubscriptionSerializer):
    """The answer to renewing, and the only place the secret is ever shown."""

    secret = serializers.CharField(help_text="Standard Webhooks 签名密钥，只显示这一次")

    class Meta(SubscriptionSerializer.Meta):
        fields = [*SubscriptionSerializer.Meta.fields, "secret"]


class SubscribeBody(ProductSerializer):
    address = serializers.CharField(
        max_length=500, allow_blank=True, help_text="对方接收地址，https://…"
    )
    is_on = serializers.BooleanField()


class NothingBody(ProductSerializer):
    """A verb without words."""


class DeliverySerializer(ProductModelSerializer):
    """One message with the last answer to it."""

    number = serializers.CharField(source="ticket.number", help_text="工单编号")
    ticket = serializers.IntegerField(source="ticket_id")

    class Meta:
        model = ChannelDelivery
        fields = [
            "id",
            "message_id",
            "channel",
            "external_no",
            "ticket",
            "number",
            "event",
            "state",
            "at",
            "attempts",
            "next_at",
            "tried_at",
            "status",
            "answer",
        ]


class DeliveryFilters(ProductFilterSet):
    channel = filters.ChoiceFilter(choices=OUTSIDE_CHOICES, label="来源")
    state = filters.ChoiceFilter(choices=PushState.choices, label="状态")

    class Meta:
        model = ChannelDelivery
        fields: list[str] = []


class SubscriptionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """渠道回推：各渠道的接收地址与开关，默认关闭。"""

    view_capability = Capability.CHANNEL_EDIT
    queryset = ChannelSubscription.objects.order_by("id")
    serializer_class = SubscriptionSerializer
    exports = SUBSCRIPTIONS
    secret_actions = frozenset({"renew_secret"})

    @extend_schema(request=SubscribeBody, responses=SubscriptionSerializer)
    def update(self, request: Request, pk: int) -> Response:
        """设置接收地址，启用或停用。"""
        row: ChannelSubscription = self.get_object()
        body = SubscribeBody(data=request.data)
        body.is_valid(raise_exception=True)
        version = self.expected_version(request, pk)
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        changed = channels.subscribe(
            row.channel, **who, **body.validated_data, expected_version=version
        )
        return self.versioned(changed, SubscriptionSerializer(changed).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row: ChannelSubscription = self.get_object()
        return self.versioned(row, SubscriptionSerializer(row).data)

    @extend_schema(request=NothingBody, responses=RenewedSerializer)
    @action(detail=True, methods=["post"], url_path="renew-secret", serializer_class=NothingBody)
    def renew_secret(self, request: Request, pk: int) -> Response:
        """换新签名密钥，只显示这一次；旧密钥随即失效。"""
        row: ChannelSubscription = self.get_object()
        self.validated(request)
        renewed, secret = channels.renew_secret(row.channel, access=self.access, at=timezone.now())
        return Response({**SubscriptionSerializer(renewed).data, "secret": secret})


class DeliveryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """渠道回推记录：每条消息的发送次数与对方应答。"""

    view_capability = Capability.CHANNEL_EDIT
    queryset = ChannelDelivery.objects.for_list()
    serializer_class = DeliverySerializer
    exports = DELIVERIES
    filterset_class = DeliveryFilters
    orderings = {"-id": ("-id",), "id": ("id",)}

    @extend_schema(request=NothingBody, responses=DeliverySerializer)
    @action(detail=True, methods=["post"], serializer_class=NothingBody)
    def resend(self, request: Request, pk: int) -> Response:
        """重发：消息编号不变，对方可据此识别重复。"""
        row: ChannelDelivery = self.get_object()
        self.validated(request)
        again = channels.resend(row.pk, access=self.access, at=timezone.now())
        return Response(DeliverySerializer(again).data)


ROUTES = (
    ("channel-subscriptions", SubscriptionViewSet),
    ("channel-deliveries", DeliveryViewSet),
)
