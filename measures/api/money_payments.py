"""Payments over HTTP: approve, release, settle, bounce; clawbacks; budgets and the book."""

from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from measures.actions import budgets
from measures.actions.flow import confirming, doubting, paying, recovering
from measures.api import money_bodies as bodies
from measures.api.money_shown import (
    BudgetSerializer,
    ClawbackSerializer,
    LedgerEntrySerializer,
    PaidDoubtSerializer,
    PaymentSerializer,
)
from measures.choices import DoubtState, PaymentState
from measures.models import Budget, Clawback, LedgerEntry, PaidDoubt, Payment
from measures.reports.money_lists import BUDGETS, CLAWBACKS, DOUBTS, LEDGER, PAYMENTS
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import ActionRefused
from wuhan_smes.reporting.viewsets import ExportedViewSet
from wuhan_smes.web.filters import ProductFilterSet

NUMBER = inline_serializer("AccountNumber", {"number": serializers.CharField()})


class PaymentFilters(ProductFilterSet):
    state = filters.ChoiceFilter(choices=PaymentState.choices, label="状态")
    batch = filters.NumberFilter(field_name="batch_id", label="批次编号")
    entitlement = filters.NumberFilter(field_name="entitlement_id", label="兑现事项编号")
    order_no = filters.CharFilter(label="付款号")

    class Meta:
        model = Payment
        fields: list[str] = []


class PaymentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """付款：每笔来自一项预算，有且只有一次离开。请带 Idempotency-Key 提交。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = Payment.objects.for_list().order_by()
    serializer_class = PaymentSerializer
    filterset_class = PaymentFilters
    exports = PAYMENTS
    secret_actions = frozenset({"reveal"})

    @extend_schema(request=bodies.ApproveBody, responses=PaymentSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.ApproveBody)
    def approve(self, request: Request, pk: int) -> Response:
        """审批：安排人不得审批；同一事项各层级资金一并审批。"""
        self.get_object()
        digest = self.validated(request).get("seen")
        seen = {pk: digest} if digest else None
        paying.approve([pk], access=self.access, at=timezone.now(), seen=seen)
        return self._shown(pk)

    @extend_schema(request=bodies.MoneyNothingBody, responses=PaymentSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyNothingBody)
    def release(self, request: Request, pk: int) -> Response:
        """拨付：审批人不得拨付；再次核查否决情形与就高不重复。"""
        self.get_object()
        self.validated(request)
        paying.release([pk], access=self.access, at=timezone.now())
        return self._shown(pk)

    @extend_schema(request=bodies.MoneyDayBody, responses=PaymentSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyDayBody)
    def settle(self, request: Request, pk: int) -> Response:
        """登记到账。"""
        self.get_object()
        paying.settle([pk], access=self.access, at=timezone.now(), **self.validated(request))
        return self._shown(pk)

    @extend_schema(request=bodies.BounceBody, responses={201: PaymentSerializer})
    @action(detail=True, methods=["post"], serializer_class=bodies.BounceBody)
    def bounce(self, request: Request, pk: int) -> Response:
        """登记退票；返回接替它的新付款，待企业重新确认账户。"""
        self.get_object()
        again = paying.bounce(pk, access=self.access, at=timezone.now(), **self.validated(request))
        return self._shown(again.pk, 201)

    @extend_schema(request=bodies.MoneyReasonBody, responses=NUMBER)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyReasonBody)
    def reveal(self, request: Request, pk: int) -> Response:
        """查看完整账号，事由留痕。"""
        payment: Payment = self.get_object()
        words = self.validated(request)
        if payment.account_id is None:
            raise ActionRefused("该付款尚未确认收款账户")
        number = confirming.reveal(
            payment.account_id, access=self.access, at=timezone.now(), **words
        )
        return Response({"number": number})

    def _shown(self, pk: int, status: int = 200) -> Response:
        return Response(PaymentSerializer(self.get_queryset().get(pk=pk)).data, status=status)


class ClawbackViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """追回。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = Clawback.objects.order_by()
    serializer_class = ClawbackSerializer
    exports = CLAWBACKS

    @extend_schema(request=bodies.MoneyReceiveBody, responses=ClawbackSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyReceiveBody)
    def receive(self, request: Request, pk: int) -> Response:
        """登记收到的追回款。"""
        self.get_object()
        row = recovering.receive(
            pk, access=self.access, at=timezone.now(), **self.validated(request)
        )
        return Response(ClawbackSerializer(row).data)

    @extend_schema(request=bodies.MoneyReasonBody, responses=ClawbackSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyReasonBody)
    def waive(self, request: Request, pk: int) -> Response:
        """撤销尚未收到款项的追回。"""
        self.get_object()
        row = recovering.waive(pk, access=self.access, at=timezone.now(), **self.validated(request))
        return Response(ClawbackSerializer(row).data)


class PaidDoubtFilters(ProductFilterSet):
    state = filters.ChoiceFilter(choices=DoubtState.choices, label="状态")
    entitlement = filters.NumberFilter(field_name="entitlement_id", label="兑现事项编号")

    class Meta:
        model = PaidDoubt
        fields: list[str] = []


class PaidDoubtViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """已付存疑：更正后不再符合条件或标准降低的已付事项。追回走 entitlements/{id}/claw-back/。"""

    view_capability = Capability.PAYMENT_VIEW
    queryset = PaidDoubt.objects.for_list().order_by()
    serializer_class = PaidDoubtSerializer
    filterset_class = PaidDoubtFilters
    exports = DOUBTS

    @extend_schema(request=bodies.MoneyReasonBody, responses=PaidDoubtSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyReasonBody)
    def dismiss(self, request: Request, pk: int) -> Response:
        """不追回，写明理由。"""
        self.get_object()
        row = doubting.dismiss(pk, access=self.access, at=timezone.now(), **self.validated(request))
        return Response(PaidDoubtSerializer(row).data)


class BudgetFilters(ProductFilterSet):
    programme = filters.NumberFilter(field_name="programme_id", label="兑现项目编号")
    year = filters.NumberFilter(label="年度")

    class Meta:
        model = Budget
        fields: list[str] = []


class BudgetViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """预算：项目、年度、层级各一项。"""

    view_capability = Capability.LEDGER_READ
    queryset = Budget.objects.for_list().order_by()
    serializer_class = BudgetSerializer
    filterset_class = BudgetFilters
    exports = BUDGETS

    @extend_schema(request=bodies.AllotBody, responses={201: BudgetSerializer})
    def create(self, request: Request) -> Response:
        """下达或追加预算。"""
        body = bodies.AllotBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        words = dict(body.validated_data)
        unit = Jurisdiction.objects.get(code=words.pop("jurisdiction"))
        made = budgets.allot(
            access=self.access,
            at=timezone.now(),
            programme_id=words.pop("programme"),
            jurisdiction_id=unit.pk,
            **words,
        )
        return self.versioned(made, BudgetSerializer(made).data, 201)

    @extend_schema(request=bodies.CutBody, responses=BudgetSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.CutBody)
    def cut(self, request: Request, pk: int) -> Response:
        """调减尚未占用的预算。"""
        self.get_object()
        row = budgets.cut(pk, access=self.access, at=timezone.now(), **self.validated(request))
        return self.versioned(row, BudgetSerializer(row).data)

    @extend_schema(request=bodies.MoneyDayBody, responses=BudgetSerializer)
    @action(detail=True, methods=["post"], serializer_class=bodies.MoneyDayBody)
    def close(self, request: Request, pk: int) -> Response:
        """结账：结余交回。"""
        self.get_object()
        row = budgets.close(pk, access=self.access, at=timezone.now(), **self.validated(request))
        return self.versioned(row, BudgetSerializer(row).data)


class LedgerFilters(ProductFilterSet):
    budget = filters.NumberFilter(field_name="budget_id", label="预算编号")
    payment = filters.NumberFilter(field_name="payment_id", label="付款编号")

    class Meta:
        model = LedgerEntry
        fields: list[str] = []


class LedgerViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ExportedViewSet):
    """资金台账：只增不改，复式记账；余额是分录之和。"""

    view_capability = Capability.LEDGER_READ
    queryset = LedgerEntry.objects.for_list().order_by()
    serializer_class = LedgerEntrySerializer
    filterset_class = LedgerFilters
    exports = LEDGER
