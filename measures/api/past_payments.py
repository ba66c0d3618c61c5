"""Payments of the past over HTTP. Amounts in 元; null is 未明确."""

from typing import Any, Final

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from measures.actions import past_payments
from measures.choices import DocumentLevel
from measures.models import SAID, PastPayment
from measures.reports import PAST_PAYMENTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer

OPEN: Final[dict[str, Any]] = {"required": False}
EXAMPLE: Final = OpenApiExample(
    "登记历史兑付",
    {
        "enterprise": 1024,
        "programme": "专精特新“小巨人”认定奖励",
        "amount": "500000.00",
        "amount_city": "300000.00",
        "amount_district": "200000.00",
        "year": 2024,
        "document_no": "武经信〔2024〕9号",
    },
    request_only=True,
)


class PastPaymentSerializer(ProductModelSerializer):
    """One payment as it is known now."""

    enterprise_name = serializers.CharField(source="enterprise.name")
    jurisdiction = UnitSerializer()

    class Meta:
        model = PastPayment
        fields = [
            "id",
            "enterprise",
            "enterprise_name",
            "jurisdiction",
            *SAID,
            "source",
            "recorded_at",
        ]


class PastPaymentBody(ProductModelSerializer):
    enterprise = serializers.IntegerField(help_text="企业编号")

    class Meta:
        model = PastPayment
        fields = ["enterprise", *SAID, "source"]
        extra_kwargs = {name: OPEN for name in SAID if name != "programme"}
        validators: list[object] = []


class CorrectPaymentBody(ProductModelSerializer):
    reason = serializers.CharField(max_length=180)

    class Meta:
        model = PastPayment
        fields = [*SAID, "reason"]
        extra_kwargs = dict.fromkeys(SAID, OPEN)
        validators: list[object] = []


class StrikeBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class PastPaymentFilters(ProductFilterSet):
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")
    year = filters.NumberFilter(label="年度")
    level = filters.ChoiceFilter(choices=DocumentLevel.choices, label="资金层级")

    class Meta:
        model = PastPayment
        fields: list[str] = []


class PastPaymentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """历史兑付记录：核算补差时计入已拨付。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = PastPayment.objects.for_list().order_by()
    serializer_class = PastPaymentSerializer
    filterset_class = PastPaymentFilters
    exports = PAST_PAYMENTS

    @extend_schema(
        request=PastPaymentBody, responses={201: PastPaymentSerializer}, examples=[EXAMPLE]
    )
    def create(self, request: Request) -> Response:
        said = self._said(request, PastPaymentBody)
        enterprise, source = said.pop("enterprise"), said.pop("source", "")
        row = past_payments.record(
            enterprise, access=self.access, at=timezone.now(), values=said, source=source
        )
        return self._shown(row.pk, status.HTTP_201_CREATED)

    @extend_schema(request=CorrectPaymentBody, responses=PastPaymentSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: int) -> Response:
        """更正；原记录留存。"""
        self.get_object()
        said = self._said(request, CorrectPaymentBody)
        reason = said.pop("reason")
        row = past_payments.correct(
            pk, access=self.access, at=timezone.now(), values=said, reason=reason
        )
        return self._shown(row.pk)

    @extend_schema(request=StrikeBody, responses={204: None})
    @action(detail=True, methods=["post"])
    def strike(self, request: Request, pk: int) -> Response:
        """撤销误登的记录；原记录留存，不再计入。"""
        self.get_object()
        words = self._said(request, StrikeBody)
        past_payments.strike_set([pk], access=self.access, at=timezone.now(), **words)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _said(self, request: Request, body: type[serializers.Serializer]) -> dict[str, Any]:
        serializer = body(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _shown(self, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=pk)
        return Response(PastPaymentSerializer(row).data, status=status_code)
