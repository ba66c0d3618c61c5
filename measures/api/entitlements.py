"""Payees and what is owed to them over HTTP."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.models import Enterprise
from measures.actions import evidence
from measures.api.programmes import said
from measures.api.promise_bodies import EntitlementSerializer, PayeeSerializer, ReceiveBody
from measures.choices import EntitlementReason, EntitlementState, PayeeKind
from measures.models import Entitlement, Payee
from measures.reports import ENTITLEMENTS, PAYEES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet
from wuhan_smes.web.viewsets import ScopedViewSet


class PayeeFilters(ProductFilterSet):
    kind = filters.ChoiceFilter(choices=PayeeKind.choices, label="类别")
    identifier = filters.CharFilter(label="识别码")
    enterprise = filters.NumberFilter(field_name="enterprise_id", label="企业编号")

    class Meta:
        model = Payee
        fields: list[str] = []


class PayeeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """兑付对象：企业，以及人才、机构、园区、区、服务站、团队。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = Payee.objects.for_list().order_by()
    serializer_class = PayeeSerializer
    filterset_class = PayeeFilters
    exports = PAYEES


class EntitlementFilters(ProductFilterSet):
    programme = filters.CharFilter(field_name="programme__code", label="项目代码")
    matter = filters.CharFilter(field_name="matter__code", label="事项代码")
    enterprise = filters.NumberFilter(field_name="payee__enterprise_id", label="企业编号")
    payee = filters.NumberFilter(field_name="payee_id", label="兑付对象编号")
    jurisdiction = filters.CharFilter(field_name="jurisdiction__code", label="管理单位代码")
    state = filters.ChoiceFilter(choices=EntitlementState.choices, label="状态")
    reason = filters.ChoiceFilter(choices=EntitlementReason.choices, label="理由")
    to_pay = filters.BooleanFilter(method="listed_to_pay", label="拟兑现清单（应兑付大于 0）")

    class Meta:
        model = Entitlement
        fields: list[str] = []

    def listed_to_pay(self, rows: Any, name: str, value: bool) -> Any:
        return rows.to_pay() if value else rows


class EntitlementViewSet(mixins.ListModelMixin, ExportedViewSet):
    """兑现事项：应兑付给谁、按哪个项目、多少、理由。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = Entitlement.objects.for_list().order_by()
    serializer_class = EntitlementSerializer
    filterset_class = EntitlementFilters
    exports = ENTITLEMENTS

    def retrieve(self, request: Request, pk: int) -> Response:
        line = self.get_object()
        return self.versioned(line, EntitlementSerializer(line).data)

    @extend_schema(request=ReceiveBody, responses=EntitlementSerializer)
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, pk: int) -> Response:
        """登记收到的书面材料；下次查找后列入拟兑现。"""
        words = said(ReceiveBody, request)
        evidence.receive(pk, access=self.access, at=timezone.now(), **words)
        return self.retrieve(request, pk)


class EnterpriseEntitlementViewSet(mixins.ListModelMixin, ScopedViewSet):
    """某一企业的兑现事项，不论哪个项目。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = Entitlement.objects.for_list().order_by()
    serializer_class = EntitlementSerializer

    def get_queryset(self) -> Any:
        """Out of reach looks like an enterprise that is not there."""
        seen = Enterprise.objects.within(self.access.reach(Capability.REGISTER_VIEW))
        enterprise = get_object_or_404(seen, pk=self.kwargs["enterprise_id"])
        return super().get_queryset().filter(payee__enterprise=enterprise)
